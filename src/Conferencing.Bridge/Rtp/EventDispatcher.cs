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
    public void Add(Guid conference, MediaEvent mediaEvent)
    {
        if (mediaEvent is MediaEvent.Levels or MediaEvent.Report && _queue.Count >= Limit)
            Interlocked.Increment(ref _dropped);
        else
            _queue.Enqueue((conference, mediaEvent));
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
            if (_stopped)
                return;
            _signal.WaitOne();
        }
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
