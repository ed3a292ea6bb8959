using System.Net;
using Conferencing.Bridge.Rtp;

namespace Conferencing.Bridge.Tests.Rtp;

public sealed class RtpSocketTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    public void Batches_of_any_size_arrive_whole_and_in_order_with_their_source(string address, bool batches)
    {
        var loopback = IPAddress.Parse(address);
        using var sender = new RtpSocket(loopback, 0, batches);
        using var receiver = new RtpSocket(loopback, 0, batches);
        var destination = UdpAddress.From(new IPEndPoint(loopback, receiver.Port));
        const int Count = (RtpSocket.Batch * 2) + 7;
        for (int i = 0; i < Count; i++)
            sender.Queue(BitConverter.GetBytes(i).AsSpan(0, 1 + (i % 4)), destination);
        sender.Flush();

        var source = UdpAddress.From(new IPEndPoint(loopback, sender.Port));
        int received = 0;
        for (int attempts = 0; received < Count && attempts < 1000; attempts++)
        {
            int count = receiver.Receive();
            for (int i = 0; i < count; i++, received++)
            {
                Assert.Equal(1 + (received % 4), receiver.Datagram(i).Length);
                Assert.Equal((byte)received, receiver.Datagram(i)[0]);
                Assert.Equal(source, receiver.Source(i));
                Assert.InRange(receiver.WaitedNanoseconds(i), 0, 1_000_000_000);
            }
        }

        Assert.Equal(Count, received);
        Assert.Equal(0, receiver.Receive());
        Assert.Equal(0, sender.SendFailures);
    }

    [Theory]
    [InlineData("192.0.2.1", 5004, "192.0.2.1:5004")]
    [InlineData("::ffff:192.0.2.1", 5004, "192.0.2.1:5004")]
    [InlineData("2001:db8::1", 5004, "[2001:db8::1]:5004")]
    public void Addresses_are_values(string address, int port, string text)
    {
        var value = UdpAddress.From(new IPEndPoint(IPAddress.Parse(address), port));
        Assert.Equal(text, value.ToString());
        Assert.Equal(value, UdpAddress.From(new IPEndPoint(IPAddress.Parse(address).MapToIPv6(), port)));
        Assert.False(value.IsUnspecified);
    }

    [Theory]
    [InlineData("0.0.0.0", 5004)]
    [InlineData("::", 5004)]
    [InlineData("192.0.2.1", 0)]
    public void Nothing_is_sent_to_an_unspecified_address(string address, int port) =>
        Assert.True(UdpAddress.From(new IPEndPoint(IPAddress.Parse(address), port)).IsUnspecified);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_unreachable_destination_is_counted_and_the_rest_is_sent(bool batches)
    {
        using var sender = new RtpSocket(IPAddress.Loopback, 0, batches);
        using var receiver = new RtpSocket(IPAddress.Loopback, 0, batches);
        sender.Queue([1], UdpAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9)));
        sender.Queue([2], UdpAddress.From(new IPEndPoint(IPAddress.Loopback, receiver.Port)));
        sender.Flush();
        Assert.Equal(1, sender.SendFailures);
        int count = 0;
        for (int attempts = 0; count == 0 && attempts < 1000; attempts++)
            count = receiver.Receive();
        Assert.Equal(1, count);
        Assert.Equal([2], receiver.Datagram(0).ToArray());
    }

    [Theory]
    [InlineData(212_992, true)]
    [InlineData(2 * 212_992, true)]
    [InlineData(4 << 20, false)]
    [InlineData(8 << 20, false)]
    public void A_kernel_that_gives_little_room_is_told_of(int bytes, bool isTold)
    {
        var log = new WrittenLog();
        MediaPlane.WarnOfSmallBuffer(bytes, log);

        Assert.Equal(isTold, log.Written.Any(line => line.Contains("net.core.rmem_max", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_socket_tells_how_much_the_kernel_gave()
    {
        using var port = new RtpPort([System.Net.IPAddress.Loopback], 0);
        int given = port.Sockets[0].ReceiveBufferBytes;
        Assert.True(given > 0);
        if (File.Exists("/proc/sys/net/core/rmem_max"))
        {
            int most = int.Parse(File.ReadAllText("/proc/sys/net/core/rmem_max"), System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(given, Math.Min(most, RtpSocket.BufferBytes), 2 * Math.Min(most, RtpSocket.BufferBytes));
        }
    }
}
