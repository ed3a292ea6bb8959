using Conferencing.Contract;
using Conferencing.Server.Live;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Live;

public sealed class QualityMeterTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(7));

    [Theory]
    // lost per cent received, sent; round trip and jitter in milliseconds; the word
    [InlineData(0, 0.0, 0.0, 0, MediaQuality.Good)]
    [InlineData(0.99, null, null, 0, MediaQuality.Good)]
    [InlineData(1, null, null, 0, MediaQuality.Fair)]
    [InlineData(2.99, null, null, 0, MediaQuality.Fair)]
    [InlineData(3, null, null, 0, MediaQuality.Bad)]
    [InlineData(9.99, null, null, 0, MediaQuality.Bad)]
    [InlineData(10, null, null, 0, MediaQuality.Terrible)]
    [InlineData(0, 4.0, null, 0, MediaQuality.Bad)] // the worse direction
    [InlineData(0, null, 249.0, 0, MediaQuality.Good)]
    [InlineData(0, null, 250.0, 0, MediaQuality.Fair)]
    [InlineData(0, null, 450.0, 0, MediaQuality.Bad)]
    [InlineData(0, null, null, 100, MediaQuality.Fair)]
    [InlineData(0, null, null, 200, MediaQuality.Bad)]
    public void Word_OfOneReport(double received, double? sent, double? roundTripMs, double jitterMs, MediaQuality word) =>
        Assert.Equal(word, new QualityMeter().Add(Statuses.Media(received, sent, roundTripMs, jitterMs), Start).Word);

    [Fact]
    public void Word_BeforeAnyReport() => Assert.Null(new QualityMeter().Word);

    [Theory]
    // loss in each window of 20 s (the last one still runs); the word
    [InlineData("0 5 0", MediaQuality.Bad)] // one full window each: the latest
    [InlineData("0 0 5 0", MediaQuality.Good)] // good good bad: most frequent
    [InlineData("0 5 5 0", MediaQuality.Bad)]
    [InlineData("0 5 20 0", MediaQuality.Terrible)] // all different: the latest
    [InlineData("20 0 0 0 0", MediaQuality.Good)] // the oldest of four is forgotten
    [InlineData("20 20 0 0", MediaQuality.Terrible)]
    public void Word_TheMostFrequentOfTheLastThreeWindows(string losses, MediaQuality word)
    {
        var meter = new QualityMeter();
        var windows = losses.Split(' ').Select(loss => double.Parse(loss, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        for (var second = 0; second < 20 * (windows.Length - 1) + 1; second += 2) meter = meter.Add(Statuses.Media(windows[second / 20]), Start.AddSeconds(second));
        Assert.Equal(word, meter.Word);
    }

    [Fact]
    public void Word_IsTheMeanOfItsWindow_NotTheWorstReport()
    {
        var meter = new QualityMeter();
        for (var second = 0; second <= 20; second += 2) meter = meter.Add(Statuses.Media(second == 10 ? 9 : 0), Start.AddSeconds(second));
        Assert.Equal(MediaQuality.Good, meter.Word);
    }
}
