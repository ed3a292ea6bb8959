using System.Collections.Concurrent;
using Conferencing.Media;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Rtp;

/// <summary>Carries events from the loops to whoever listens, on a thread of its own, so that no loop runs foreign code.</summary>
internal sealed class EventDispatcher : IDisposable
{
    /// <summary>Beyond this, levels and reports are dropped: the listener is stuck and newer ones will come.</summary>
    private const int Limit = 10_000;

    private readonly ConcurrentQueue<(Guid Conference, MediaEvent Event)> _queue = new();
    private readonly ConcurrentQueue<(Guid Conference, LegReport Report)> _reports = new();
    private readonly ConcurrentQueue<(Guid Conference, LegLevel Level, bool IsLast)> _levels = new();
    private readonly Dictionary<Guid, List<LegLevel>> _gathered = [];
    private readonly AutoResetEvent _signal = new(false);
    private readonly Action<Guid, MediaEvent> _onEvent;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private long _dropped;
    private volatile bool _stopped;

    public EventDispatcher(Action<Guid, MediaEvent> onEvent, ILogger logger)
    {
        _onEvent = onEvent;
        _logger = logger;
        _thread = new Thread(Run) { Name = "media events", IsBackground = true };
        _thread.Start();
    }

    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Queues an event; <see cref="Signal"/> follows.</summary>
    public void Add(Guid conference, MediaEvent mediaEvent) => _queue.Enqueue((conference, mediaEvent));

    /// <summary>The same of what is told often: as values, so that once the queue has its size a loop allocates nothing.</summary>
    public void Add(Guid conference, in LegReport report)
    {
        if (_reports.Count < Limit)
            _reports.Enqueue((conference, report));
        else
            Interlocked.Increment(ref _dropped);
    }

    public void Add(Guid conference, ReadOnlySpan<LegLevel> levels)
    {
        if (_levels.Count >= Limit)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        for (int i = 0; i < levels.Length; i++)
            _levels.Enqueue((conference, levels[i], IsLast: i == levels.Length - 1));
    }

    public void Signal() => _signal.Set();

    public void Dispose()
    {
        _stopped = true;
        _signal.Set();
        _thread.Join();
        _signal.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            while (_queue.TryDequeue(out var item))
                Tell(item.Conference, item.Event);
            while (_reports.TryDequeue(out var item))
                Tell(item.Conference, new MediaEvent.Report(item.Report));
            while (_levels.TryDequeue(out var item))
                Gather(item.Conference, item.Level, item.IsLast);
            if (_stopped)
                return;
            _signal.WaitOne();
        }
    }

    /// <summary>Loops share the queue: levels of one conference are told together when its last has come.</summary>
    private void Gather(Guid conference, LegLevel level, bool isLast)
    {
        if (!_gathered.TryGetValue(conference, out var levels))
            _gathered[conference] = levels = [];
        levels.Add(level);
        if (!isLast)
            return;
        _gathered.Remove(conference);
        Tell(conference, new MediaEvent.Levels(levels));
    }

    private void Tell(Guid conference, MediaEvent mediaEvent)
    {
        try
        {
            _onEvent(conference, mediaEvent);
        }
        catch (Exception fault)
        {
            _logger.LogError(fault, "The listener for media events failed at {Event}", mediaEvent.GetType().Name);
        }
    }
}
