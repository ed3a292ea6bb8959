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
        var log = new Lines();
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

    private sealed class Lines : ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
