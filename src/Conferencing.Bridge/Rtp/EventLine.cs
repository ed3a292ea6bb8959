using System.Collections.Concurrent;
using Conferencing.Media;

namespace Conferencing.Bridge.Rtp;

/// <summary>
/// What one loop has to tell until the dispatcher's thread takes it. What is told often is put as a value, so that the loop allocates nothing;
/// when the listener is stuck reports are dropped, as newer ones will come, and of each leg's levels, which are told only when they change, the
/// newest is kept.
/// </summary>
internal sealed class EventLine(AutoResetEvent signal)
{
    /// <summary>Two seconds of two thousand rooms.</summary>
    private const int Capacity = 4096;

    private readonly ConcurrentQueue<(Guid Conference, MediaEvent Event)> _events = new();
    private readonly EventRing<(Guid Conference, LegReport Report)> _reports = new(Capacity);
    private readonly EventRing<(Guid Conference, LegLevel Level, bool IsLast)> _levels = new(Capacity);
    private readonly Dictionary<Guid, List<LegLevel>> _gathered = [];

    /// <summary>The loop's: levels that found no room. They go before any newer ones.</summary>
    private readonly Dictionary<(Guid Conference, LegId Leg), LegLevel> _waiting = [];
    private long _dropped;

    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Queues an event; <see cref="Signal"/> follows.</summary>
    public void Add(Guid conference, MediaEvent mediaEvent) => _events.Enqueue((conference, mediaEvent));

    public void Add(Guid conference, in LegReport report)
    {
        if (!_reports.TryPut((conference, report)))
            Drop();
    }

    public void Add(Guid conference, ReadOnlySpan<LegLevel> levels)
    {
        PutWaiting();
        if (_waiting.Count > 0 || _levels.Free < levels.Length)
        {
            foreach (var level in levels)
                _waiting[(conference, level.Leg)] = level;
            Drop();
            return;
        }

        for (int i = 0; i < levels.Length; i++)
            _levels.TryPut((conference, levels[i], IsLast: i == levels.Length - 1));
    }

    public void Signal()
    {
        PutWaiting();
        signal.Set();
    }

    /// <summary>The dispatcher's side: tells all that is there, the levels of a conference together.</summary>
    public void TakeAll(Action<Guid, MediaEvent> tell)
    {
        while (_events.TryDequeue(out var item))
            tell(item.Conference, item.Event);
        while (_reports.TryTake(out var item))
            tell(item.Conference, new MediaEvent.Report(item.Report));
        while (_levels.TryTake(out var item))
            Gather(item.Conference, item.Level, item.IsLast, tell);
    }

    /// <summary>All of them, or none while they do not fit.</summary>
    private void PutWaiting()
    {
        if (_waiting.Count == 0 || _levels.Free < Math.Min(_waiting.Count, Capacity))
            return;
        foreach (var ((conference, leg), level) in _waiting)
        {
            if (!_levels.TryPut((conference, level, IsLast: true)))
                break;
            _waiting.Remove((conference, leg));
        }
    }

    private void Gather(Guid conference, LegLevel level, bool isLast, Action<Guid, MediaEvent> tell)
    {
        if (!_gathered.TryGetValue(conference, out var levels))
            _gathered[conference] = levels = [];
        levels.Add(level);
        if (!isLast)
            return;
        _gathered.Remove(conference);
        tell(conference, new MediaEvent.Levels(levels));
    }

    private void Drop() => Volatile.Write(ref _dropped, _dropped + 1);
}
