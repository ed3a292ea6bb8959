using Conferencing.Media;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Rtp;

/// <summary>Carries events from the loops to whoever listens, on a thread of its own, so that no loop runs foreign code.</summary>
internal sealed class EventDispatcher : IDisposable
{
    private readonly AutoResetEvent _signal = new(false);
    private readonly EventLine[] _lines;
    private readonly Action<Guid, MediaEvent> _onEvent;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private volatile bool _stopped;

    /// <param name="lines">How many loops there are.</param>
    public EventDispatcher(int lines, Action<Guid, MediaEvent> onEvent, ILogger logger)
    {
        _lines = [.. Enumerable.Range(0, lines).Select(_ => new EventLine(_signal))];
        _onEvent = onEvent;
        _logger = logger;
        _thread = new Thread(Run) { Name = "media events", IsBackground = true };
        _thread.Start();
    }

    /// <summary>One for each loop.</summary>
    public IReadOnlyList<EventLine> Lines => _lines;

    public long Dropped => _lines.Sum(line => line.Dropped);

    public void Dispose()
    {
        _stopped = true;
        _signal.Set();
        _thread.Join();
        _signal.Dispose();
    }

    private void Run()
    {
        Action<Guid, MediaEvent> tell = Tell;
        while (true)
        {
            foreach (var line in _lines)
                line.TakeAll(tell);
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
