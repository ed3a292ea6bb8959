using System.Collections.Immutable;
using Conferencing.Contract;

namespace Conferencing.Server.Live;

/// <summary>
/// One quality word for a call, with hysteresis: the worse direction's mean loss over windows of 20 s, limited by round trip and
/// jitter; the most frequent word of the last three windows, of equally frequent ones the latest.
/// </summary>
internal sealed record QualityMeter
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(20);
    private const int WindowsKept = 3;

    private DateTimeOffset WindowStart { get; init; }
    private int Reports { get; init; }
    private double ReceivedSum { get; init; }
    private double SentSum { get; init; }
    private double WorstRoundTripMs { get; init; }
    private double WorstJitterMs { get; init; }
    private ImmutableArray<MediaQuality> Words { get; init; } = [];

    /// <summary>Null before the first report; the window that still runs counts only while there is no full one.</summary>
    public MediaQuality? Word => !Words.IsEmpty ? MostFrequent(Words) : Reports > 0 ? Judge() : null;

    public QualityMeter Add(MediaStatus media, DateTimeOffset now)
    {
        var meter = Reports == 0 ? Begin(now) : now - WindowStart < Window ? this : Close().Begin(now);
        return meter with
        {
            Reports = meter.Reports + 1,
            ReceivedSum = meter.ReceivedSum + media.ReceivedLossPercent,
            SentSum = meter.SentSum + (media.SentLossPercent ?? 0),
            WorstRoundTripMs = Math.Max(meter.WorstRoundTripMs, media.RoundTripMs ?? 0),
            WorstJitterMs = Math.Max(meter.WorstJitterMs, Math.Max(media.ReceivedJitterMs, media.SentJitterMs ?? 0)),
        };
    }

    private QualityMeter Begin(DateTimeOffset now) =>
        this with { WindowStart = now, Reports = 0, ReceivedSum = 0, SentSum = 0, WorstRoundTripMs = 0, WorstJitterMs = 0 };

    private QualityMeter Close() => this with { Words = [.. Words.Add(Judge()).TakeLast(WindowsKept)] };

    private MediaQuality Judge()
    {
        var loss = Math.Max(ReceivedSum, SentSum) / Reports;
        var byLoss = loss < 1 ? MediaQuality.Good : loss < 3 ? MediaQuality.Fair : loss < 10 ? MediaQuality.Bad : MediaQuality.Terrible;
        return Worse(byLoss, Worse(Limit(WorstRoundTripMs, 250, 450), Limit(WorstJitterMs, 100, 200)));
    }

    private static MediaQuality Limit(double ms, double good, double fair) =>
        ms < good ? MediaQuality.Good : ms < fair ? MediaQuality.Fair : MediaQuality.Bad;

    private static MediaQuality Worse(MediaQuality a, MediaQuality b) => a > b ? a : b;

    private static MediaQuality MostFrequent(ImmutableArray<MediaQuality> words) =>
        words.Select((word, index) => (word, index)).GroupBy(one => one.word)
            .MaxBy(group => (group.Count(), group.Max(one => one.index)))!.Key;
}
