using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.RoomSimulator.Load;

/// <summary>The figures of one measured stretch of a load run: what rooms heard, and what processes used in the same time.</summary>
internal sealed class LoadMeasure(GeneratorOptions options, IReadOnlyList<LoadRoom> rooms, Bursts bursts) : IDisposable
{
    private const int RecoveryStepMs = 250;
    private const double GapMs = 30;

    private readonly Distribution _arrivals = new();
    private readonly MachineWatch? _watch = options.Watches ? new MachineWatch() : null;
    private readonly List<(double GapMs, long EndNs)> _gaps = [];
    private readonly GarbageWatch? _garbage = options.Metrics is { } metrics ? new GarbageWatch(metrics) : null;
    private BridgeGarbage? _garbageBefore;
    private Usage _before;
    private long _beganNs;
    private long _stalledNs = long.MaxValue;
    private long _wentOnNs = long.MaxValue;
    private bool _isRunning;

    /// <summary>The latest the generator has been, nanoseconds.</summary>
    public long LatestNs { get; private set; }

    public void Begin(long nowNs)
    {
        foreach (var room in rooms)
            room.Reception.Restart();
        bursts.Begin();
        _arrivals.Clear();
        _gaps.Clear();
        LatestNs = 0;
        _garbageBefore = _garbage?.Latest;
        (_before, _beganNs, _isRunning) = (Usage.Now(options.ProcessId), nowNs, true);
    }

    public void NoteArrival(double sinceMs, long arrivedNs)
    {
        if (!_isRunning)
            return;
        _arrivals.Add(sinceMs);
        if (sinceMs > GapMs)
            _gaps.Add((sinceMs, arrivedNs));
    }

    public void NoteLateness(long ns) => LatestNs = Math.Max(LatestNs, ns);

    public void NoteStall(long nowNs) => _stalledNs = nowNs;

    public void NoteWentOn(long nowNs) => _wentOnNs = nowNs;

    public LoadFigures End(long nowNs)
    {
        var used = Usage.Now(options.ProcessId) - _before;
        var garbage = _garbage?.Latest - _garbageBefore;
        double seconds = (nowNs - _beganNs) / 1e9;
        bursts.End(nowNs);
        _isRunning = false;
        var delays = DelaysBeforeStall();
        var receptions = rooms.Select(room => room.Reception).ToList();
        long received = receptions.Sum(one => one.Received);
        return new LoadFigures
        {
            Rooms = rooms.Count,
            Seconds = Math.Round(seconds, 3),
            BridgeCores = options.ProcessId is null ? null : Cores(used.Bridge),
            ResidentMb = options.ProcessId is { } process ? Math.Round(ProcessUsage.Of(process).ResidentBytes / 1e6, 1) : null,
            GeneratorCores = Cores(used.Own),
            ForeignCores = Math.Max(0, Cores(used.Busy - used.Bridge - used.Own)),
            StolenCores = Cores(used.Stolen),
            GeneratorLateMs = Math.Round(LatestNs / 1e6, 2),
            Received = received,
            ReceivedShare = Math.Round(received / (rooms.Count * 50 * seconds), 4),
            Lost = receptions.Sum(one => one.Lost),
            WorstLossPercent = Math.Round(receptions.Max(one => one.Expected == 0 ? 100 : 100.0 * one.Lost / one.Expected), 3),
            WorstGapMs = Math.Round(receptions.Max(one => one.WorstGapMs), 1),
            GapsOver30Ms = receptions.Sum(one => one.GapsOver30Ms),
            GapsOver60Ms = receptions.Sum(one => one.GapsOver60Ms),
            GapsOfMachine = _watch is null ? null : _gaps.Count(IsOfMachine),
            WorstStandstillMs = _watch?.WorstMs,
            Collections = (int?)garbage?.Collections,
            CollectionPauseMs = garbage is { } paused ? Math.Round(paused.PauseMs, 1) : null,
            ArrivalP99Ms = _arrivals.Percentile(0.99),
            Bursts = bursts.Sent,
            SelfEchoes = bursts.SelfEchoes,
            Missed = bursts.Missed,
            Void = bursts.Void,
            DelayP50Ms = Percentiles.Of(delays, 0.5),
            DelayP95Ms = Percentiles.Of(delays, 0.95),
            DelayP99Ms = Percentiles.Of(delays, 0.99),
            Recovery = _wentOnNs == long.MaxValue ? null : [.. Recovery()],
        };

        double Cores(double used) => Math.Round(used / seconds, 5);
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _garbage?.Dispose();
    }

    /// <summary>Without the time that the machine stood still it were none.</summary>
    private bool IsOfMachine((double GapMs, long EndNs) gap) => gap.GapMs - _watch!.StoodMs(gap.EndNs - (long)(gap.GapMs * 1e6), gap.EndNs) <= GapMs;

    private List<double> DelaysBeforeStall() => [.. bursts.Delays.Where(one => one.SentNs < _stalledNs - 500_000_000).Select(one => one.DelayMs).Order()];

    private IEnumerable<RecoveryStep> Recovery() => bursts.Delays
        .Where(one => one.SentNs >= _wentOnNs)
        .GroupBy(one => (int)((one.SentNs - _wentOnNs) / 1_000_000 / RecoveryStepMs) * RecoveryStepMs, one => one.DelayMs)
        .OrderBy(step => step.Key)
        .Select(step => new RecoveryStep(step.Key, step.Count(), Percentiles.Of([.. step.Order()], 0.5), Math.Round(step.Max(), 2)));

    private readonly record struct Usage(double Bridge, double Own, double Busy, double Stolen)
    {
        public static Usage Now(int? process)
        {
            var machine = MachineUsage.Now();
            return new Usage(
                process is { } id ? ProcessUsage.OfTree(id).CpuSeconds : 0, ProcessUsage.Of(Environment.ProcessId).CpuSeconds, machine.BusySeconds, machine.StolenSeconds);
        }

        public static Usage operator -(Usage later, Usage earlier) =>
            new(later.Bridge - earlier.Bridge, later.Own - earlier.Own, later.Busy - earlier.Busy, later.Stolen - earlier.Stolen);
    }
}
