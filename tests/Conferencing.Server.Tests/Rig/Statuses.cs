using Conferencing.Contract;

namespace Conferencing.Server.Tests.Rig;

/// <summary>What a node might report, in short.</summary>
internal static class Statuses
{
    public static ConferenceStatus Of(ConferencePlan plan, ConferencePhase phase, params ParticipantStatus[] participants) =>
        new() { ConferenceId = plan.ConferenceId, PlanRevision = plan.Revision, Phase = phase, Participants = [.. participants] };

    public static ParticipantStatus Room(Guid room, LegState state, LegReason reason = LegReason.None, MediaStatus? media = null, string? callId = null) =>
        new() { RoomId = room, State = state, Reason = reason, Since = DateTimeOffset.UnixEpoch, Attempts = 1, CallId = callId ?? $"call-{room:N}", Media = media };

    public static MediaStatus Media(double received = 0, double? sent = null, double? roundTripMs = null, double jitterMs = 0) => new()
    {
        Codec = "PCMA",
        ReceivedLossPercent = received,
        SentLossPercent = sent,
        RoundTripMs = roundTripMs,
        ReceivedJitterMs = jitterMs,
        BufferMs = 40,
        PacketsReceived = 100,
    };
}
