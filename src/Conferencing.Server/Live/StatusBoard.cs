using System.Collections.Immutable;
using System.Threading.Channels;
using Conferencing.Contract;
using Microsoft.AspNetCore.SignalR;

namespace Conferencing.Server.Live;

/// <summary>
/// All boards of this server: takes plans and reports from any thread, and tells watchers at most every <see cref="Pause"/> what
/// changed. What it holds is derived: plans are in the database, status comes again from the bridge.
/// </summary>
internal sealed class StatusBoard(IHubContext<LiveHub, ILiveClient> watchers, TimeProvider clock, ILogger<StatusBoard> log) : BackgroundService
{
    /// <summary>Changes closer together than this go out together.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    /// <summary>An ended conference can still be looked at for this long.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _listChanged;

    /// <summary>New at every start: versions of another run do not compare.</summary>
    public Guid RunId { get; } = Guid.NewGuid();

    public void TakePlan(Guid briefingId, ConferencePlan plan, ImmutableDictionary<Guid, RoomLabel> labels)
    {
        lock (_gate)
        {
            Forget();
            if (_entries.TryGetValue(plan.ConferenceId, out var entry)) entry.Latest = entry.Latest.WithPlan(plan, labels);
            else _entries.Add(plan.ConferenceId, new Entry(new Board { BriefingId = briefingId, Plan = plan, Labels = labels }, RunId));
            _listChanged = true;
        }
        _news.Writer.TryWrite(true);
    }

    /// <summary>All the bridge knows: a conference it does not name has not reached it, or not yet.</summary>
    public void TakeSnapshot(NodeSnapshot snapshot)
    {
        var named = snapshot.Conferences.ToDictionary(status => status.ConferenceId);
        Change(board => named.TryGetValue(board.Plan.ConferenceId, out var status)
            ? board.WithStatus(status, clock.GetUtcNow()) : board.WithBridge(true));
    }

    public void TakeDelta(StatusDelta delta) => Change(delta.ConferenceId, board => board.WithDelta(delta, clock.GetUtcNow()));

    public void TakeBridgeGone() => Change(board => board.WithBridge(false));

    public void TakeLevels(LevelsReport report)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(report.ConferenceId, out var entry)) return;
            entry.Latest = entry.Latest.WithLevels(report);
            entry.LevelsNew = true;
        }
        _news.Writer.TryWrite(true);
    }

    public BoardSnapshot? Snapshot(Guid conferenceId)
    {
        lock (_gate) return _entries.TryGetValue(conferenceId, out var entry) ? entry.Published.Snapshot(entry.Latest, clock.GetUtcNow()) : null;
    }

    /// <summary>Null if there is no such board; a null delta if the versions do not meet.</summary>
    public (bool Known, BoardDelta? Delta) Changes(Guid conferenceId, Guid runId, long since)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(conferenceId, out var entry)) return (false, null);
            return (true, runId == RunId ? entry.Published.Since(since, clock.GetUtcNow()) : null);
        }
    }

    public Board? Find(Guid conferenceId)
    {
        lock (_gate) return _entries.GetValueOrDefault(conferenceId)?.Latest;
    }

    public ImmutableArray<Board> All()
    {
        lock (_gate) return [.. _entries.Values.Select(entry => entry.Latest).OrderBy(board => board.Plan.StartAt)];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in _news.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await Publish(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "A change of the boards could not be told");
            }
            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task Publish(CancellationToken cancel)
    {
        var deltas = new List<BoardDelta>();
        var levels = new List<(LevelsReport Report, SecrecyLevel Secrecy)>();
        bool listChanged;
        lock (_gate)
        {
            foreach (var entry in _entries.Values) Collect(entry, deltas, levels);
            (listChanged, _listChanged) = (_listChanged, false);
        }
        foreach (var delta in deltas) await watchers.Clients.Groups(LiveHub.GroupsOf(delta.ConferenceId, delta.Head.Secrecy)).BoardChanged(delta).WaitAsync(cancel);
        foreach (var (report, secrecy) in levels) await watchers.Clients.Groups(LiveHub.GroupsOf(report.ConferenceId, secrecy)).LevelsChanged(report).WaitAsync(cancel);
        if (listChanged) await watchers.Clients.All.ConferencesChanged().WaitAsync(cancel);
    }

    private void Collect(Entry entry, List<BoardDelta> deltas, List<(LevelsReport Report, SecrecyLevel Secrecy)> levels)
    {
        var next = entry.Published.Next(entry.Latest);
        if (next != entry.Published)
        {
            deltas.Add(next.Since(entry.Published.Version, clock.GetUtcNow())!);
            entry.Published = next;
        }
        if (entry.LevelsNew) levels.Add((entry.Latest.LevelsNow, entry.Latest.Plan.Secrecy));
        entry.LevelsNew = false;
    }

    private void Change(Guid conferenceId, Func<Board, Board> change)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(conferenceId, out var entry)) return;
            Apply(entry, change);
        }
        _news.Writer.TryWrite(true);
    }

    private void Change(Func<Board, Board> change)
    {
        lock (_gate)
        {
            foreach (var entry in _entries.Values) Apply(entry, change);
        }
        _news.Writer.TryWrite(true);
    }

    private void Apply(Entry entry, Func<Board, Board> change)
    {
        var before = entry.Latest;
        entry.Latest = change(before);
        _listChanged |= entry.Latest.Phase != before.Phase || entry.Latest.BridgeOnline != before.BridgeOnline;
    }

    private void Forget()
    {
        var oldest = clock.GetUtcNow() - Memory;
        foreach (var (id, _) in _entries.Where(entry => entry.Value.Latest.Plan.EndAt < oldest).ToList()) _entries.Remove(id);
    }

    private sealed class Entry(Board latest, Guid runId)
    {
        public Board Latest { get; set; } = latest;
        public NumberedBoard Published { get; set; } = NumberedBoard.First(latest, runId);
        public bool LevelsNew { get; set; }
    }
}
