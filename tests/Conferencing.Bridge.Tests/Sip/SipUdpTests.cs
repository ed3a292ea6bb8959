using System.Net;
using System.Text;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>The SIP port's datagrams, in batches and one after the other.</summary>
public sealed class SipUdpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", true)]
    [InlineData("::1", false)]
    public async Task Datagrams_of_any_size_arrive_whole_and_in_order_with_their_source(string address, bool batches)
    {
        using var sender = new SipUdp(new IPEndPoint(IPAddress.Parse(address), 0), batches);
        using var receiver = new SipUdp(new IPEndPoint(IPAddress.Parse(address), 0), batches);
        string[] sent = [.. Enumerable.Range(0, 100).Select(i => $"{i} {new string('x', i * 37)}")];
        foreach (var text in sent)
            Assert.True(sender.Queue(Encoding.UTF8.GetBytes(text), receiver.Local));
        sender.Flush();

        List<string> received = [];
        await Eventually.True(Patience, () =>
        {
            receiver.Receive();
            while (receiver.TryTake(out var datagram, out var source))
            {
                Assert.Equal(sender.Local, source);
                received.Add(Encoding.UTF8.GetString(datagram.Span));
            }

            return received.Count >= sent.Length;
        });
        Assert.Equal(sent, received);
        Assert.False(sender.TryTakeUnsent(out _));
        Assert.False(sender.Queue("x"u8, new IPEndPoint(address == "::1" ? IPAddress.Loopback : IPAddress.IPv6Loopback, 5060)));
    }
}
