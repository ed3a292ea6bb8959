using Conferencing.Bridge.Conferences;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

public sealed class LegAgreementTests
{
    [Fact]
    public void What_was_agreed_becomes_settings()
    {
        var agreed = DirectorRig.Pcma() with { Format = AudioFormat.Pcmu with { Name = "pcmu" }, Accepted = [AudioFormat.Pcmu, AudioFormat.Pcma] };
        var settings = LegAgreement.Settings(agreed, 7, "bridge");
        PayloadFormat[] received = [new(0, AudioCodec.Pcmu), new(8, AudioCodec.Pcma)];
        Assert.Equal(received, settings!.Receives.AsEnumerable());
        Assert.Equal(
            new LegSettings
            {
                SendCodec = AudioCodec.Pcmu,
                SendPayloadType = 0,
                TelephoneEventPayloadType = 101,
                Ssrc = 7,
                CanonicalName = "bridge",
            },
            settings with { Receives = [] });
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(10, 10)]
    [InlineData(19, 10)]
    [InlineData(20, 20)]
    [InlineData(30, 30)]
    [InlineData(50, 40)]
    [InlineData(60, 60)]
    [InlineData(90, 60)]
    public void The_packet_time_sent_is_one_the_media_core_knows(int agreedMs, int sentMs) =>
        Assert.Equal(sentMs, LegAgreement.Settings(DirectorRig.Pcma() with { SendPtimeMs = agreedMs }, 1, "x")?.SendPtimeMs);

    [Theory]
    [InlineData("G729", 8000)]
    [InlineData("PCMA", 16000)]
    public void A_format_the_bridge_cannot_send_gives_nothing(string name, int clockRateHz) =>
        Assert.Null(LegAgreement.Settings(DirectorRig.Pcma() with { Format = new AudioFormat(name, clockRateHz, 18) }, 1, "x"));
}
