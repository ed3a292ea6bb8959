using Conferencing.Contract;
using Conferencing.Signalling;
using Conferencing.Signalling.Tracing;

namespace Conferencing.Bridge.Tracing;

/// <summary>
/// The traces that are switched on: takes messages from the signalling thread, without their secrets, and gives reports to the connection.
/// Bounded in every way; without a trace a message costs one look at a counter. Any thread.
/// </summary>
internal sealed class SipTracer(TimeProvider clock)
{
    private const int MaxTraces = 8;

    /// <summary>Messages that wait for the connection; more are counted and dropped.</summary>
    private const int MaxWaiting = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Trace> _traces = [];
    private volatile int _count;

    public void Start(TraceOrder order)
    {
        lock (_gate)
        {
            if (_traces.ContainsKey(order.TraceId))
                return;
            var trace = new Trace(order, clock.GetUtcNow());
            if (_traces.Values.Count(one => one.End is null) >= MaxTraces)
                trace.End = TraceEnd.Bridge;
            _traces.Add(order.TraceId, trace);
            _count = _traces.Count;
        }
    }

    public void Stop(Guid traceId)
    {
        lock (_gate)
        {
            if (_traces.TryGetValue(traceId, out var trace))
                trace.End ??= TraceEnd.Stopped;
        }
    }

    /// <summary>On the signalling thread.</summary>
    public void Note(bool isOutgoing, SipPath path, ReadOnlySpan<byte> message)
    {
        if (_count == 0)
            return;
        lock (_gate)
        {
            string? text = null;
            foreach (var trace in _traces.Values)
            {
                if (trace.End is null && trace.Filter.Matches(path, message))
                    trace.Add(isOutgoing, path, text ??= SipRedaction.Clean(message), clock.GetUtcNow());
            }
        }
    }

    /// <summary>What is new, and what has ended.</summary>
    public IReadOnlyList<TraceReport> TakeReports()
    {
        if (_count == 0)
            return [];
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var reports = new List<TraceReport>();
            foreach (var trace in _traces.Values.ToList())
            {
                if (trace.Take(now) is not { } report)
                    continue;
                reports.Add(report);
                if (report.End is not null)
                    _traces.Remove(report.TraceId);
            }

            _count = _traces.Count;
            return reports;
        }
    }

    private sealed class Trace(TraceOrder order, DateTimeOffset begun)
    {
        private readonly List<TracedMessage> _waiting = [];
        private readonly DateTimeOffset _endsAt = begun.AddSeconds(order.ForSeconds);
        private long _seen;
        private long _reported = -1;
        private int _characters;

        public TraceFilter Filter { get; } = new(order.CallIds, order.Addresses);

        public TraceEnd? End { get; set; }

        public void Add(bool isOutgoing, SipPath path, string text, DateTimeOffset now)
        {
            if (now >= _endsAt)
            {
                End = TraceEnd.Time;
                return;
            }

            _seen++;
            _characters += text.Length;
            if (_characters > order.MaxCharacters)
                End = TraceEnd.Size;
            else if (_waiting.Count < MaxWaiting)
                _waiting.Add(Describe(isOutgoing, path, text, now));
        }

        public TraceReport? Take(DateTimeOffset now)
        {
            if (now >= _endsAt)
                End ??= TraceEnd.Time;
            if (_seen == _reported && End is null)
                return null;
            _reported = _seen;
            var report = new TraceReport { TraceId = order.TraceId, Messages = [.. _waiting], Seen = _seen, End = End };
            _waiting.Clear();
            return report;
        }

        private TracedMessage Describe(bool isOutgoing, SipPath path, string text, DateTimeOffset now) => new()
        {
            Number = _seen,
            At = now,
            Outgoing = isOutgoing,
            Transport = SipTransports.Name(path.Transport),
            Remote = path.Remote.ToString(),
            Text = text,
        };
    }
}
