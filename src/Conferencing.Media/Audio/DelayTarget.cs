namespace Conferencing.Media.Audio;

/// <summary>
/// How early a jitter buffer must be to have nearly everything in time. Remembers, for each tick of the last window, the
/// worst offset of what arrived in it: timestamp minus media time of the next tick, samples; the smaller, the later.
/// A run of up to <see cref="StallTicks"/> late ticks is one event: what a stall held back comes at once, however long it was.
/// </summary>
internal struct DelayTarget
{
    /// <summary>Nothing arrived.</summary>
    public const long None = long.MaxValue;

    /// <summary>Ticks over which the burst after a stall may be spread. What is late for longer has come to stay.</summary>
    private const int StallTicks = 2;

    private readonly long[] _events;
    private readonly long _maxGrowthMs;
    private long _maxGrowth;
    private int _next;
    private int _age;
    private int _lateRun;
    private long _worst = None;

    /// <summary>What was wanted at a position the last time; on a steady line nothing changes it for ever.</summary>
    private long _wanted;
    private long _wantedAt = None;

    /// <param name="windowTicks">Ticks remembered.</param>
    /// <param name="maxGrowth">What is later than this is a stall, to be lost and not waited for.</param>
    public DelayTarget(int windowTicks, TimeSpan maxGrowth, int sampleRateHz)
    {
        _events = new long[windowTicks];
        _maxGrowthMs = (long)maxGrowth.TotalMilliseconds;
        Tune(sampleRateHz);
    }

    /// <summary>Samples to be earlier than arrivals ask for.</summary>
    public int Margin
    {
        get;
        set
        {
            if (value != field)
                _wantedAt = None;
            field = value;
        }
    }

    /// <summary>True once a whole window has been seen, so that its silence about late packets means something.</summary>
    public readonly bool IsSeasoned => _age >= _events.Length;

    /// <summary>Counts in samples of this rate from now on.</summary>
    public void Tune(int sampleRateHz)
    {
        _maxGrowth = _maxGrowthMs * sampleRateHz / 1000;
        Reset();
    }

    public void Reset()
    {
        Array.Fill(_events, None);
        _next = 0;
        _age = 0;
        _lateRun = 0;
        _worst = None;
        _wantedAt = None;
    }

    public void Observe(long offset) => _worst = Math.Min(_worst, offset);

    /// <summary>Ends a tick's arrivals. <paramref name="position"/> is the offset that is played now.</summary>
    public void Close(long position)
    {
        if (_events[_next] != _worst)
            _wantedAt = None;
        _events[_next] = _worst;
        _lateRun = _worst < position ? _lateRun + 1 : 0;
        if (_lateRun is > 1 and <= StallTicks)
        {
            ref long previous = ref _events[Previous(_next)];
            _events[_next] = Math.Min(_worst, previous);
            previous = None;
            _wantedAt = None;
        }

        _next = _next + 1 == _events.Length ? 0 : _next + 1;
        _age++;
        _worst = None;
    }

    /// <summary>
    /// The offset that would have had all but one event of the window in time; <see cref="None"/> when too little arrived.
    /// One straggler in a window is concealed rather than waited for.
    /// </summary>
    public long Wanted(long position)
    {
        if (position != _wantedAt)
            (_wanted, _wantedAt) = (Search(position), position);
        return _wanted;
    }

    private readonly long Search(long position)
    {
        long worst = None;
        long second = None;
        foreach (long offset in _events)
        {
            if (offset >= second || offset < position - _maxGrowth)
                continue;

            second = Math.Max(worst, Math.Min(second, offset));
            worst = Math.Min(worst, offset);
        }

        return second == None ? None : second - Margin;
    }

    /// <summary>How far the latest arrivals that are waited for lie behind the earliest.</summary>
    public long Spread(long position)
    {
        long wanted = Wanted(position);
        long earliest = wanted;
        foreach (long offset in _events)
            earliest = offset == None ? earliest : Math.Max(earliest, offset);
        return wanted == None ? 0 : earliest - wanted;
    }

    private readonly int Previous(int index) => index == 0 ? _events.Length - 1 : index - 1;
}
