using Conferencing.Bridge.Conferences;

namespace Conferencing.Bridge.Tests.Conferences;

public sealed class PeerHostTests
{
    [Theory]
    [InlineData("sip:room@10.1.2.3", "10.1.2.3")]
    [InlineData("sip:room@10.1.2.3:5060;transport=udp", "10.1.2.3")]
    [InlineData("sip:10.1.2.3", "10.1.2.3")]
    [InlineData("SIP:room@Codec.Example.VN:5070?x=y", "codec.example.vn")]
    [InlineData("sips:room@host;user=phone", "host")]
    [InlineData("sip:room@[2001:db8::1]:5060", "2001:db8::1")]
    [InlineData("sip:a@b@host", "host")]
    [InlineData("sip:room@", null)]
    [InlineData("sip:room@[2001:db8::1", null)]
    [InlineData("tel:+84258", null)]
    [InlineData("room@host", null)]
    [InlineData("sip:", null)]
    [InlineData("", null)]
    public void The_host_of_an_address(string address, string? host) => Assert.Equal(host, PeerHost.Of(address));
}
