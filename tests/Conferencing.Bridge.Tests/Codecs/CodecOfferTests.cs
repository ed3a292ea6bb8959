using Conferencing.Bridge.Codecs;
using Conferencing.Bridge.Conferences;
using Conferencing.Bridge.Tests.Conferences;
using Conferencing.Media;
using Conferencing.Signalling.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Codecs;

public sealed class CodecOfferTests
{
    [Theory]
    [InlineData("opus, G722, PCMA, PCMU", true, "opus 96 G722 9 PCMA 8 PCMU 0 telephone-event 101 telephone-event 102")]
    [InlineData("opus, G722, PCMA, PCMU", false, "G722 9 PCMA 8 PCMU 0 telephone-event 101")]
    [InlineData("pcmu,PCMA,pcmu", true, "PCMU 0 PCMA 8 telephone-event 101")]
    [InlineData("OPUS", true, "opus 96 telephone-event 102")]
    [InlineData("opus", false, "PCMA 8 PCMU 0 telephone-event 101")]
    public void The_setting_is_the_order_and_what_is_missing_is_left_out(string setting, bool opusIsThere, string expected)
    {
        var log = new WrittenLog();
        var formats = CodecOffer.Make(CodecOffer.Parse(setting)!.Value, opusIsThere, log);
        Assert.Equal(expected, string.Join(' ', formats.Select(format => $"{format.Name} {format.PayloadType}")));
        Assert.Equal(opusIsThere ? [] : ["Opus is not offered: libopus.so.0 is missing. Install the package libopus0"], log.Written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("G729")]
    [InlineData("PCMA, G.722")]
    public void A_codec_nobody_knows_is_no_setting(string setting) => Assert.Null(CodecOffer.Parse(setting));

    [Fact]
    public void Every_format_offered_is_one_that_can_be_agreed_on()
    {
        var formats = CodecOffer.Make(CodecOffer.Parse("opus, G722, PCMA, PCMU, L16")!.Value, opusIsThere: true, NullLogger.Instance);
        foreach (var format in formats.Where(format => format.Name != "telephone-event"))
        {
            var settings = LegAgreement.Settings(DirectorRig.Pcma() with { Format = format, Accepted = formats, SendPtimeMs = 60 }, 1, "x");
            Assert.Equal(format.Name, settings!.SendCodec.Name);
            Assert.Equal(format.ClockRateHz, settings.SendCodec.ClockRateHz);
            Assert.Equal(5, settings.Receives.Length);
        }

        Assert.IsType<OpusCodec>(LegAgreement.Settings(DirectorRig.Pcma() with { Format = AudioFormat.Opus, Accepted = formats }, 1, "x")!.SendCodec);
    }

    [Theory]
    // A room of 64 kbit/s of its line is offered Opus alone; G.711 and G.722 take 89.
    [InlineData("opus, G722, PCMA, L16", 64, "opus telephone-event", "useinbandfec=1;usedtx=1;maxaveragebitrate=40952")]
    [InlineData("opus, G722, PCMA, L16", 88, "opus telephone-event", "useinbandfec=1;usedtx=1;maxaveragebitrate=63809")]
    [InlineData("opus, G722, PCMA, L16", 89, "opus G722 PCMA telephone-event telephone-event", "useinbandfec=1;usedtx=1;maxaveragebitrate=64761")]
    [InlineData("PCMA, opus, L16", 512, "PCMA opus L16 telephone-event telephone-event", "useinbandfec=1;usedtx=1;maxaveragebitrate=467619")]
    [InlineData("opus", 4096, "opus telephone-event", "useinbandfec=1;usedtx=1;maxaveragebitrate=510000")]
    [InlineData("opus, PCMA", 10, "opus telephone-event", "useinbandfec=1;usedtx=1;maxaveragebitrate=40952")] // no less than the least there is
    [InlineData("opus, PCMA", null, "opus PCMA telephone-event telephone-event", "useinbandfec=1;usedtx=1")]
    [InlineData("PCMA, PCMU", 64, "PCMA PCMU telephone-event", null)] // a node without Opus has nothing that fits
    public void What_a_lowered_room_is_offered_fits_its_line(string setting, int? kbits, string offered, string? opus)
    {
        var formats = CodecOffer.Within(CodecOffer.Make(CodecOffer.Parse(setting)!.Value, opusIsThere: true, NullLogger.Instance), CallBound.Of(kbits));
        Assert.Equal(offered, string.Join(' ', formats.Select(format => format.Name)));
        Assert.Equal(opus, formats.FirstOrDefault(format => format.Name == "opus")?.Parameters);
    }
}
