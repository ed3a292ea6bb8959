using Conferencing.Bridge.Codecs;
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
    [InlineData(64, null, 24000, 102)]
    [InlineData(64, "maxaveragebitrate=16000", 16000, 102)]
    [InlineData(96, null, 24000, 178)]
    [InlineData(2048, null, 24000, 480)]
    [InlineData(null, null, 24000, 480)]
    public void Opus_keeps_below_the_bound_of_the_room(int? kbits, string? wish, int bitRate, int longestBytes)
    {
        var agreed = DirectorRig.Pcma() with { Format = AudioFormat.Opus with { Parameters = wish }, Accepted = [AudioFormat.Opus], Bandwidth = CallBound.Of(kbits), SendPtimeMs = 10 };
        var settings = LegAgreement.Settings(agreed, 1, "x")!;
        var codec = Assert.IsType<OpusCodec>(settings.SendCodec);
        Assert.Equal((bitRate, longestBytes, kbits is null ? 10 : 20), (codec.BitRate, codec.MaxFrameBytes, settings.SendPtimeMs));
        Assert.Same(OpusCodec.Received, Assert.Single(settings.Receives).Codec);
    }

    [Fact]
    public void Who_is_bound_alike_shares_an_encoding_and_who_is_not_does_not()
    {
        Assert.Equal(Codec(64), Codec(64));
        Assert.NotEqual(Codec(64), Codec(96));
        Assert.NotEqual(Codec(64), Codec(null));
        Assert.Equal(Codec(2048), Codec(null)); // no packet of ours is as long as that

        static AudioCodec Codec(int? kbits) => LegAgreement.Settings(
            DirectorRig.Pcma() with { Format = AudioFormat.Opus, Accepted = [AudioFormat.Opus], Bandwidth = CallBound.Of(kbits) }, 1, "x")!.SendCodec;
    }

    [Theory]
    [InlineData("G729", 8000)]
    [InlineData("PCMA", 16000)]
    public void A_format_the_bridge_cannot_send_gives_nothing(string name, int clockRateHz) =>
        Assert.Null(LegAgreement.Settings(DirectorRig.Pcma() with { Format = new AudioFormat(name, clockRateHz, 18) }, 1, "x"));
}
