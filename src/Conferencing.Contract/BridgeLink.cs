using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>
/// What a bridge node calls on the server's hub, <c>/hubs/bridge</c>. The node is a SignalR client that signs in with the
/// secret in <c>data/keys/bridge.key</c> as a bearer token. Everything here may be sent twice.
/// </summary>
public interface IBridgeHub
{
    /// <summary>First call after every (re)connection. Answers with the newest plan of every conference that has not ended.</summary>
    Task<ImmutableArray<ConferencePlan>> Hello(NodeHello hello);

    /// <summary>Everything the node knows. Sent after <see cref="Hello"/> and when asked.</summary>
    Task ReportSnapshot(NodeSnapshot snapshot);

    /// <summary>Changes since the message before; <see cref="StatusDelta.Sequence"/> rises by one, a gap asks for a snapshot.</summary>
    Task ReportDelta(StatusDelta delta);

    /// <summary>Speaking levels, about five times a second; may be lost.</summary>
    Task ReportLevels(LevelsReport report);

    /// <summary>The node's own well-being, every few seconds between snapshots.</summary>
    Task ReportHealth(NodeHealth health);

    /// <summary>What a trace saw. A node is told to stop one the server does not know.</summary>
    Task ReportTrace(TraceReport report);

    /// <summary>What is true of the SIP port: once a plan for it was reached, then whenever something changed.</summary>
    Task ReportSignalling(SignallingStatus status);
}

/// <summary>What the server calls on a node. Plans are state and may be repeated; the rest are one-shot acts.</summary>
public interface IBridgeNode
{
    Task ApplyPlan(ConferencePlan plan);

    /// <summary>Sent before <see cref="IBridgeHub.Hello"/> is answered, and after every change.</summary>
    Task ApplySignalling(SignallingPlan plan);

    /// <summary>Call a room that waits for its redial now. Nothing happens if it is connected or being called.</summary>
    Task CallNow(Guid conferenceId, Guid roomId);

    /// <summary>A room or guest leaves the queue of those who asked to speak.</summary>
    Task LowerHand(Guid conferenceId, Guid roomId);

    /// <summary>A call for help was seen to.</summary>
    Task AnswerHelp(Guid conferenceId, Guid roomId);

    /// <summary>Nothing is heard when the room is in no call.</summary>
    Task PlaySound(SoundOrder order);

    /// <summary>What was played last falls silent.</summary>
    Task StopSound(Guid conferenceId);

    Task RequestSnapshot();

    Task StartTrace(TraceOrder order);

    Task StopTrace(Guid traceId);

    /// <summary>End every call and exit.</summary>
    Task Stop();
}

/// <summary>Who a node is.</summary>
public sealed record NodeHello
{
    /// <summary>The version of this contract, <see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    public required string NodeName { get; init; }

    /// <summary>New at every start of the node's process: a changed value means that all calls of the earlier one are dead.</summary>
    public required Guid InstanceId { get; init; }

    public required int ProcessId { get; init; }
    public required int SipPort { get; init; }

    public const int CurrentVersion = 1;
}

/// <summary>All a node knows at one moment.</summary>
public sealed record NodeSnapshot
{
    public required Guid InstanceId { get; init; }

    /// <summary>The number of the last delta this snapshot includes.</summary>
    public required long Sequence { get; init; }

    public required ImmutableArray<ConferenceStatus> Conferences { get; init; }

    /// <summary>Every call of those conferences since this instance began.</summary>
    public required ImmutableArray<LegRecord> Legs { get; init; }

    public required NodeHealth Health { get; init; }
}

/// <summary>What changed in one conference.</summary>
public sealed record StatusDelta
{
    public required Guid InstanceId { get; init; }
    public required long Sequence { get; init; }
    public required Guid ConferenceId { get; init; }
    public required long PlanRevision { get; init; }
    public required ConferencePhase Phase { get; init; }

    /// <summary>Whole, for every room that changed. A room that left the plan is here once more as <see cref="LegState.Removed"/>.</summary>
    public required ImmutableArray<ParticipantStatus> Participants { get; init; }

    public required ImmutableArray<LegRecord> Legs { get; init; }

    /// <summary>Whole, in every delta.</summary>
    public RecordingStatus? Recording { get; init; }

    /// <summary>All of them, in every delta.</summary>
    public ImmutableArray<AsideStatus> Asides { get; init; } = [];

    /// <summary>All of them, in every delta.</summary>
    public ImmutableArray<SoundStatus> Sounds { get; init; } = [];

    /// <summary>The newest of them. Earlier servers know it alone, and earlier bridges tell it alone.</summary>
    public SoundStatus? Sound { get; init; }
}

/// <summary>Who is heard now. Rooms at the floor are left out.</summary>
public sealed record LevelsReport
{
    public required Guid ConferenceId { get; init; }
    public required ImmutableArray<RoomLevel> Levels { get; init; }
}

/// <param name="LevelDbov">RMS level of the last interval, dB relative to overload: 0 to −127 (RFC 6464).</param>
/// <param name="Speaking">True while the room is counted as an active speaker.</param>
public sealed record RoomLevel(Guid RoomId, int LevelDbov, bool Speaking);

/// <summary>The node's own well-being and its refusals since it began.</summary>
public sealed record NodeHealth
{
    /// <summary>Garbage collections of the node since it began.</summary>
    public required int Collections { get; init; }

    /// <summary>How long it stood still for them altogether.</summary>
    public double CollectionPauseMs { get; init; }

    /// <summary>The latest media tick in the last minute, milliseconds behind its time.</summary>
    public required double WorstTickLateMs { get; init; }

    /// <summary>The latest media tick in the last minute that was late because garbage was collected, milliseconds behind its time.</summary>
    public double WorstTickLateAfterCollectionMs { get; init; }

    /// <summary>Bytes that the media loops have allocated since the start; it rises with calls and not with packets.</summary>
    public long MediaAllocatedBytes { get; init; }

    public required long WorkingSetBytes { get; init; }

    /// <summary>Every refusal by name, for example <c>sip.UnknownSource</c>, <c>rtp.BadHeader</c>.</summary>
    public required ImmutableDictionary<string, long> Refusals { get; init; }

    /// <summary>Null when no registrar is set.</summary>
    public RegistrationHealth? Registration { get; init; }
}

/// <summary>The bridge's own account at a province's registrar.</summary>
/// <param name="Status">The last final status, 0 when none came.</param>
/// <param name="Reason">In English.</param>
public sealed record RegistrationHealth(bool Registered, string Registrar, int Status, string Reason);
