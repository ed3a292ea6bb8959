using Conferencing.Contract;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// Between the director's loop, which only writes and never waits, and the connection, which tells the server at its own
/// pace. Any thread.
/// </summary>
internal sealed class StatusReporter(Guid instanceId) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StatusBook _book = new(instanceId);
    private readonly SemaphoreSlim _news = new(0, 1);
    private bool _snapshotWanted;

    public void Report(DirectorOutput output)
    {
        lock (_gate)
        {
            _book.Write(output);
            if (_book.HasNews)
                Wake();
        }
    }

    public void RequestSnapshot()
    {
        lock (_gate)
        {
            _snapshotWanted = true;
            Wake();
        }
    }

    /// <summary>Returns when there is something urgent to tell, or with false after <paramref name="patience"/>.</summary>
    public Task<bool> WaitForNews(TimeSpan patience, CancellationToken stop) => _news.WaitAsync(patience, stop);

    /// <summary>True once after each <see cref="RequestSnapshot"/>.</summary>
    public bool TakeSnapshotWanted()
    {
        lock (_gate)
        {
            var wanted = _snapshotWanted;
            _snapshotWanted = false;
            return wanted;
        }
    }

    public NodeSnapshot TakeSnapshot(NodeHealth health)
    {
        lock (_gate)
            return _book.TakeSnapshot(health);
    }

    public IReadOnlyList<StatusDelta> TakeDeltas(bool withMeasurements)
    {
        lock (_gate)
            return _book.TakeDeltas(withMeasurements);
    }

    public IReadOnlyList<LevelsReport> TakeLevels()
    {
        lock (_gate)
            return _book.TakeLevels();
    }

    public void Dispose() => _news.Dispose();

    private void Wake()
    {
        if (_news.CurrentCount == 0)
            _news.Release();
    }
}
