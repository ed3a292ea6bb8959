using System.Collections.Immutable;
using Conferencing.Contract;

namespace Conferencing.Server.Traces;

/// <summary>
/// The traces technicians switched on, in memory and bounded: they are looked at and thrown away, never stored. What they hold has no secrets;
/// the bridge removed them. Any thread.
/// </summary>
internal sealed class TraceBook(TimeProvider clock)
{
    /// <summary>Traces kept; the oldest goes first.</summary>
    private const int MaxKept = 30;

    /// <summary>Characters of messages in one trace.</summary>
    private const int MaxCharacters = 1_000_000;

    /// <summary>A bridge that has said nothing of a trace's end so long after its time is gone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private ImmutableList<Trace> _traces = [];
    private Guid _bridge;

    /// <summary>Begins a trace of a room; the one that runs already is given back instead.</summary>
    /// <returns>The trace, and whether it is new.</returns>
    public (Trace Trace, bool IsNew) Start(Guid conferenceId, BoardParticipant room, ImmutableArray<string> addresses, TimeSpan length, string startedBy)
    {
        lock (_gate)
        {
            if (Latest(conferenceId, room.RoomId) is { End: null } running) return (running, false);
            var order = new TraceOrder
            {
                TraceId = Guid.NewGuid(),
                CallIds = room.CallId is { } call ? [call] : [],
                Addresses = addresses,
                ForSeconds = (int)length.TotalSeconds,
                MaxCharacters = MaxCharacters,
            };
            var trace = new Trace { Order = order, ConferenceId = conferenceId, RoomId = room.RoomId, RoomName = room.Name, StartedBy = startedBy, StartedAt = clock.GetUtcNow() };
            _traces = _traces.Add(trace);
            if (_traces.Count > MaxKept) _traces = _traces.RemoveAt(0);
            return (trace, true);
        }
    }

    public Trace? Find(Guid traceId)
    {
        lock (_gate) return _traces.Find(trace => trace.Order.TraceId == traceId) is { } found ? Current(found) : null;
    }

    public Trace? Latest(Guid conferenceId, Guid roomId)
    {
        lock (_gate) return _traces.FindLast(trace => trace.ConferenceId == conferenceId && trace.RoomId == roomId) is { } found ? Current(found) : null;
    }

    /// <returns>False for a trace that is not known or has ended: the bridge should stop it.</returns>
    public bool Take(TraceReport report)
    {
        lock (_gate)
        {
            if (_traces.Find(trace => trace.Order.TraceId == report.TraceId) is not { } trace || Current(trace).End is not null) return false;
            var messages = report.Messages.Select(message => message with { Number = message.Number + trace.SeenBefore });
            Replace(trace, trace with { Messages = trace.Messages.AddRange(messages), Seen = trace.SeenBefore + report.Seen, End = report.End });
            return true;
        }
    }

    public void End(Guid traceId, TraceEnd end)
    {
        lock (_gate)
        {
            if (_traces.Find(trace => trace.Order.TraceId == traceId) is { End: null } trace) Replace(trace, trace with { End = end });
        }
    }

    /// <summary>The orders of running traces with the time they have left, for a bridge that has just come. Another process counts anew.</summary>
    public ImmutableArray<TraceOrder> Resume(Guid bridge)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (bridge != _bridge) _traces = [.. _traces.Select(trace => trace with { SeenBefore = trace.Seen })];
            _bridge = bridge;
            return [.. _traces.Where(trace => trace.End is null && trace.EndsAt > now.AddSeconds(1))
                .Select(trace => trace.Order with { ForSeconds = (int)(trace.EndsAt - now).TotalSeconds })];
        }
    }

    private Trace Current(Trace trace) => trace.End is null && clock.GetUtcNow() > trace.EndsAt + Grace ? trace with { End = TraceEnd.Bridge } : trace;

    private void Replace(Trace old, Trace changed) => _traces = _traces.Replace(old, changed);
}

/// <summary>One trace as it is now.</summary>
internal sealed record Trace
{
    public required TraceOrder Order { get; init; }
    public required Guid ConferenceId { get; init; }
    public required Guid RoomId { get; init; }
    public required string RoomName { get; init; }
    public required string StartedBy { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public ImmutableList<TracedMessage> Messages { get; init; } = [];

    /// <summary>Messages the bridge saw, over all its restarts.</summary>
    public long Seen { get; init; }

    /// <summary>Those that bridge processes before the present one saw.</summary>
    public long SeenBefore { get; init; }
    public TraceEnd? End { get; init; }
    public DateTimeOffset EndsAt => StartedAt.AddSeconds(Order.ForSeconds);
}
