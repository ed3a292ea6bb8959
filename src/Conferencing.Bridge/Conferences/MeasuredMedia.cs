using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Media.Rtp.Rtcp;

namespace Conferencing.Bridge.Conferences;

/// <summary>What the media core measures of a leg, in the words of the contract.</summary>
internal static class MeasuredMedia
{
    public static MediaStatus Of(LegReport report, string? encryption) => new()
    {
        Codec = report.ReceivedCodec.Name,
        ReceivedLossPercent = report.ReceivedLossPercent,
        ReceivedJitterMs = report.ReceivedJitterMs,
        SentLossPercent = report.SentLossPercent,
        SentJitterMs = report.SentJitterMs,
        RoundTripMs = report.RoundTripMs,
        BufferMs = report.BufferMs,
        TargetBufferMs = report.TargetMs,
        GainDb = report.GainDb,
        NoiseGated = report.IsGated,
        EchoDelayMs = report.EchoDelay?.TotalMilliseconds,
        FarEnd = FarEnd(report.FarEnd, report.FarCounts),
        Encryption = encryption,
        PacketsReceived = report.PacketsReceived,
    };

    private static FarEndStatus? FarEnd(VoipMetrics? metrics, StatisticsSummary? counts)
    {
        double? counted = counts is { Expected: > 0, Lost: { } lost } some ? Math.Min(100, 100.0 * lost / some.Expected) : null;
        if (metrics is not { } told)
            return counted is null ? null : new FarEndStatus { LossPercent = counted };

        bool bursts = told.BurstPercent > 0;
        return new FarEndStatus
        {
            LossPercent = told.LossPercent,
            DiscardPercent = told.DiscardPercent,
            BurstPercent = bursts ? told.BurstPercent : null,
            BurstMs = bursts ? told.BurstMs : null,
            BufferMs = told.BufferMs,
            RoundTripMs = told.RoundTripMs > 0 ? told.RoundTripMs : null,
            Mos = told.MosListening,
        };
    }
}
