namespace Conferencing.RoomSimulator.Measuring;

/// <summary>
/// Short bursts of a high tone, sent by one room after the other and listened for in all: who hears his own has found an echo, who
/// hears another's has measured the delay from mouth to ear that the bridge adds.
/// </summary>
/// <remarks>
/// The delay counts from the departure of the packet that begins the burst to the arrival of the sample that begins it, so the
/// sender's packet time and the listener's own jitter buffer are not in it.
/// </remarks>
internal sealed class Markers
{
    public const double FrequencyHz = 3000;

    private const double Amplitude = 0.25 * 32767;
    private const int LengthSamples = 800;
    private const long IntervalUs = 300_000;

    /// <summary>A sender that stood still for longer than this in its burst was starved itself: what became of the burst says nothing of the bridge.</summary>
    private const long StarvedNs = 40_000_000;

    private readonly bool[] _connected;
    private readonly bool[] _listening;
    private readonly bool[] _heard;
    private readonly List<double> _delaysMs = [];
    private int _room = -1;
    private int _position;
    private long _sentNs;
    private long _lastSentNs;
    private long _nextUs = long.MaxValue;

    public Markers(int rooms)
    {
        _connected = new bool[rooms];
        _listening = new bool[rooms];
        _heard = new bool[rooms];
    }

    public int Bursts { get; private set; }

    public int Missed { get; private set; }

    /// <summary>Bursts that were sent too unevenly to be judged.</summary>
    public int Void { get; private set; }

    public int SelfEchoes { get; private set; }

    public IReadOnlyList<double> DelaysMs => _delaysMs;

    public long NextDeadlineUs => _nextUs;

    public void SetConnected(int room, bool connected) => _connected[room] = connected;

    /// <summary>Forgets what was measured and begins with the next room in turn.</summary>
    public void Begin(long nowUs)
    {
        Bursts = Missed = SelfEchoes = Void = 0;
        _delaysMs.Clear();
        _sentNs = 0;
        _nextUs = nowUs + IntervalUs;
    }

    public void End()
    {
        Judge();
        _sentNs = 0;
        _nextUs = long.MaxValue;
    }

    public void Advance(long nowUs)
    {
        if (nowUs < _nextUs) return;
        _nextUs = nowUs + IntervalUs;
        Judge();
        _sentNs = 0;
        _position = 0;
        _room = NextConnected();
        Array.Clear(_heard);
        _connected.CopyTo(_listening, 0);
    }

    /// <summary>Adds the burst to a room's microphone while it is its turn.</summary>
    public void Fill(int room, Span<short> samples, long departsNs)
    {
        if (room != _room || _position >= LengthSamples || _nextUs == long.MaxValue) return;
        if (_position == 0)
        {
            _sentNs = departsNs;
            Bursts++;
        }
        else if (_sentNs != 0 && departsNs - _lastSentNs > StarvedNs)
        {
            _sentNs = 0;
            Void++;
        }
        _lastSentNs = departsNs;
        foreach (ref short sample in samples)
            sample = (short)Math.Clamp(sample + (Amplitude * Math.Sin(2 * Math.PI * FrequencyHz * _position++ / 8000)), -32768, 32767);
    }

    /// <summary>A room hears a burst begin.</summary>
    public void Heard(int room, long onsetNs)
    {
        if (_sentNs == 0 || _heard[room]) return;
        _heard[room] = true;
        if (room == _room) SelfEchoes++;
        else _delaysMs.Add((onsetNs - _sentNs) / 1e6);
    }

    private void Judge()
    {
        if (_sentNs == 0) return;
        for (int room = 0; room < _heard.Length; room++)
        {
            if (room != _room && _listening[room] && _connected[room] && !_heard[room]) Missed++;
        }
    }

    private int NextConnected()
    {
        for (int step = 1; step <= _connected.Length; step++)
        {
            int room = (_room + step) % _connected.Length;
            if (_connected[room]) return room;
        }
        return -1;
    }
}
