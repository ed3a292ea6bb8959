using Conferencing.Bridge.Node;

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

    [Theory]
    [InlineData("Sip:Port", "five")]
    [InlineData("Sip:Port", "65536")]
    [InlineData("Sip:Port", "-1")]
    [InlineData("Sip:Bind", "here")]
    [InlineData("Sip:PublicAddress", "codec.vn")]
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
