using Conferencing.Bridge.Node;
using Conferencing.Bridge.Sip;

namespace Conferencing.Bridge.Tests.Node;

public sealed class NodeOptionsTests
{
    [Fact]
    public void Without_settings_the_defaults_hold()
    {
        var options = NodeOptions.Read([]);
        Assert.Equal("http://127.0.0.1:5080/", options.ServerUrl.ToString());
        Assert.Equal("0.0.0.0:5060", options.Sip.ToString());
        Assert.Equal((20000, 20999, 50, 0), (options.FirstRtpPort, options.LastRtpPort, options.InvitesPerSecond, options.MediaLoops));
        Assert.Equal(TimeSpan.FromSeconds(30), options.Orphan);
        Assert.Equal(["opus", "G722", "PCMA", "PCMU"], options.Codecs.Select(codec => codec.Name));
        Assert.True(options.Sound is { AutomaticGain: true, NoiseGate: true });
        Assert.Null(options.PublicAddress);
        Assert.False(options.Detached);
    }

    [Fact]
    public void The_command_line_outranks_the_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{ "Sip": { "Port": 6000, "Bind": "127.0.0.1" }, "Node": { "Name": "cầu 1" } }""");
        var options = NodeOptions.Read(["--detached", "--config", file, "--Sip:Port", "6001", "--Data:Folder=/tmp/x"]);
        File.Delete(file);
        Assert.Equal("127.0.0.1:6001", options.Sip.ToString());
        Assert.Equal(("cầu 1", "/tmp/x", true), (options.Name, options.DataFolder, options.Detached));
    }

    [Fact]
    public void Sip_listens_for_all_transports_unless_told_otherwise()
    {
        var plain = NodeOptions.Read(["--Sip:Port", "6000", "--Data:Folder", "/tmp/x"]);
        Assert.Equal((6001, false), (plain.SipConnections.TlsPort, plain.SipConnections.IsTlsPortFirm));
        Assert.Equal(("/tmp/x/keys/sip-tls.crt", true), (plain.SipConnections.Tls!.CertificateFile, plain.SipConnections.Tls.IsOwn));
        Assert.Equal(System.Net.Sockets.Socket.OSSupportsIPv6, plain.Sip6 is not null);
        Assert.Null(plain.NameServer);

        var file = Path.GetTempFileName();
        var set = NodeOptions.Read(
        [
            "--Sip:TlsPort", "0", "--Sip:Bind", "10.0.0.1", "--Sip:Certificate", file, "--Sip:CertificateKey", file, "--Sip:ClientCertificates", "required",
            "--Sip:UncheckedHosts", "10.1.1.1, codec.vn", "--Sip:NameServer", "10.0.0.53", "--Sip:MaxConnectionsPerSource", "3",
        ]);
        File.Delete(file);
        Assert.Null(set.SipConnections.TlsPort);
        Assert.Null(set.Sip6);
        Assert.Equal((file, false), (set.SipConnections.Tls!.KeyFile, set.SipConnections.Tls.IsOwn));
        Assert.Equal((ClientCertificates.Required, 3), (set.SipConnections.Tls.ClientCertificates, set.SipConnections.MaxPerSource));
        Assert.Equal(["10.1.1.1", "codec.vn"], set.SipConnections.Tls.UncheckedHosts.Order());
        Assert.Equal("10.0.0.53:53", set.NameServer!.ToString());
    }

    [Fact]
    public void A_certificate_needs_its_key()
    {
        var file = Path.GetTempFileName();
        var wrong = Assert.Throws<SettingException>(() => NodeOptions.Read(["--Sip:Certificate", file]));
        File.Delete(file);
        Assert.Contains("must be set both or neither", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sip:TlsPort", "tls")]
    [InlineData("Sip:Bind6", "10.0.0.1")]
    [InlineData("Sip:NameServer", "dns.vn")]
    [InlineData("Sip:TrustedCertificates", "/no/such.pem")]
    [InlineData("Sip:ClientCertificates", "maybe")]
    [InlineData("Sip:IdleSeconds", "0")]
    [InlineData("Sip:Port", "five")]
    [InlineData("Sip:Port", "65536")]
    [InlineData("Sip:Port", "-1")]
    [InlineData("Sip:Bind", "here")]
    [InlineData("Sip:PublicAddress", "codec.vn")]
    [InlineData("Sip:PublicAddress", "2001:db8::1")]
    [InlineData("Sip:PublicAddress6", "192.0.2.1")]
    [InlineData("Sip:PublicAddress6", "cầu")]
    [InlineData("Sip:SessionSeconds", "89")]
    [InlineData("Sip:SessionSeconds", "-1")]
    [InlineData("Sip:MinSessionSeconds", "60")]
    [InlineData("Sip:MaxConnections", "0")]
    [InlineData("Sip:MaxConnectionsPerSource", "many")]
    [InlineData("Sip:HandshakeSeconds", "0")]
    [InlineData("Sip:StrangerIdleSeconds", "0")]
    [InlineData("Sip:PingSeconds", "1.5")]
    [InlineData("Sip:Certificate", "/no/such.crt")]
    [InlineData("Sip:CertificateKey", "/no/such.key")]
    [InlineData("Registrar:MinSeconds", "0")]
    [InlineData("Registrar:MaxSeconds", "604801")]
    [InlineData("Registrar:DefaultSeconds", "x")]
    [InlineData("Registrar:Devices", "101")]
    [InlineData("Defence:RequestsBurst", "0")]
    [InlineData("Defence:RequestsPerSecond", "0")]
    [InlineData("Defence:FailedAuthenticationsPerMinute", "-5")]
    [InlineData("Defence:PinTriesBurst", "0")]
    [InlineData("Defence:HalfOpenCalls", "0")]
    [InlineData("Defence:FirstBanSeconds", "86401")]
    [InlineData("Defence:LongestBanSeconds", "ever")]
    [InlineData("DialIn:EchoNumber", "*1")]
    [InlineData("Load:TrustedPeer", "10.0.0.1:5060")]
    [InlineData("Node:OrphanSeconds", "0")]
    [InlineData("Bridge:MediaLoops", "65")]
    [InlineData("Sound:AutomaticGain", "1")]
    [InlineData("Sound:NoiseGate", "perhaps")]
    [InlineData("Rtp:LastPort", "65536")]
    [InlineData("Rtp:FirstPort", "0")]
    [InlineData("Server:Url", "ftp://x")]
    [InlineData("Server:Url", "nothing")]
    [InlineData("Bridge:InvitesPerSecond", "0")]
    [InlineData("Bridge:Codecs", "opus, G729")]
    [InlineData("Bridge:Codecs", ", ,")]
    [InlineData("config", "/does/not/exist.json")]
    public void A_setting_that_cannot_be_used_is_named(string name, string value)
    {
        var wrong = Assert.Throws<SettingException>(() => NodeOptions.Read([$"--{name}", value]));
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.Contains(value, wrong.Message, StringComparison.Ordinal);
    }
}
