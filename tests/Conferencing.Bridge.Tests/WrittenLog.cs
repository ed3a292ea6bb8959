using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Tests;

/// <summary>A log that can be read: what was written, in order, by whatever thread.</summary>
internal sealed class WrittenLog : ILogger
{
    private readonly ConcurrentQueue<string> _written = new();

    public IReadOnlyCollection<string> Written => _written;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _written.Enqueue(formatter(state, exception));
}
