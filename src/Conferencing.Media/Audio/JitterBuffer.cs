using Conferencing.Media.Rtp;

namespace Conferencing.Media.Audio;

/// <summary>Settings of a jitter buffer.</summary>
public sealed record JitterBufferOptions
{
    /// <summary>How long the delay stays after the last packet that needed it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>What comes later than this is lost instead of waited for.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>What became of a packet put into a jitter buffer.</summary>
public enum PutResult
{
    Stored,
    Duplicate,
    Late,
    BufferFull,
}

/// <summary>
/// Turns one source's packets, early, late, twice or never, into a frame each tick. Plays from a position in media time
/// that moves one frame a tick; waiting longer means moving it back, waiting less means moving it forward:
/// <code>
///   packets   |  7  |  8  |     | 10  | 11  |         lead = timestamp − position, when a packet arrives
///   position              ^ played next                lead &lt; 0: late
/// </code>
/// The lead of a packet that comes just in time is 0, so a clean line is played without any margin. It knows neither the
/// clock nor the network; ticks are counted by <see cref="Take"/> and <see cref="Skip"/>.
/// </summary>
public sealed class JitterBuffer
{
    /// <summary>The longest packet taken, milliseconds.</summary>
    public const int MaxPacketMs = 120;

    /// <summary>Below −50 dBov a frame may lose samples unheard (square of a sample).</summary>
    private const double QuietSquare = 107.0 * 107.0;

    /// <summary>Ticks that a cut waits for a quiet moment: 500 ms.</summary>
    private const int Patience = 25;

    private PlayoutQueue _queue = new();
    private DelayTarget _target;
    private RecoveryMargin _margin;
    private Concealment _concealment = null!;
    private short[] _scratch = [];
    private SequenceWindow _window;
    private bool _started;
    private long _position;
    private long _ticks;
    private int _pendingInsert;
    private int _unplayedRun;
    private long _playedSequence;
    private int _missing;
    private int _madeUp;
    private bool _silenceIntended;
    private bool _wasRecovered;
    private readonly ComfortNoise _noise = new(1);
    private bool _isNoise;
    private int _noiseMade;
    private bool _arrived;
    private long _newestTimestamp;
    private long _newestEnd;
    private bool _newestWasLate;
    private int _cutWait;
    private bool _quiet;
    private int _lateDiscarded;
    private double _leadSum;
    private int _leadCount;

    public JitterBuffer(JitterBufferOptions options, int sampleRateHz = 8000)
    {
        int windowTicks = (int)(options.Window.TotalMilliseconds / 20);
        _target = new DelayTarget(Math.Max(2, windowTicks), options.MaxDelay, sampleRateHz);
        Tune(sampleRateHz);
    }

    /// <summary>Rate of everything that is counted in samples: 8000, 16000 or 48000.</summary>
    public int SampleRateHz { get; private set; }

    /// <summary>Samples of a frame, 20 ms.</summary>
    private int Frame => SampleRateHz / 50;

    /// <summary>A packet further ahead than this comes after a jump of the sender's timestamps: 300 ms.</summary>
    private int MaxLead => SampleRateHz * 3 / 10;

    /// <summary>A new packet further behind than this does, too: 1 s.</summary>
    private int MaxLag => SampleRateHz;

    /// <summary>The longest gap filled from the packet after it: 60 ms.</summary>
    private int MaxRecovered => SampleRateHz * 60 / 1000;

    private int Scale => SampleRateHz / 8000;

    /// <summary>Frames made up because a packet was lost or late; silence that the sender chose is not counted.</summary>
    public long ConcealedFrames { get; private set; }

    /// <summary>True when all of the last frame was comfort noise.</summary>
    public bool PlayedNoise => _noiseMade == Frame;

    /// <summary>Where the next frame is played from, once what is to be inserted has been.</summary>
    private long Base => _position - _pendingInsert;

    /// <summary>Goes on with sound of another sample rate; what waits is forgotten.</summary>
    public void Tune(int sampleRateHz)
    {
        if (SampleRateHz == sampleRateHz)
            return;

        SampleRateHz = sampleRateHz;
        _concealment = new Concealment(sampleRateHz);
        _scratch = new short[2 * Frame];
        _target.Tune(sampleRateHz);
        _queue.Tune(sampleRateHz);
        Reset();
    }

    /// <summary>Forgets the source. Settings and counters stay.</summary>
    public void Reset()
    {
        _queue.Clear();
        _concealment.Reset();
        _target.Reset();
        _margin.Reset();
        _started = false;
        _pendingInsert = 0;
        _missing = 0;
        _wasRecovered = false;
        _silenceIntended = false;
        _isNoise = false;
        _arrived = false;
        _newestWasLate = false;
        _cutWait = 0;
    }

    /// <summary>Offers a packet. One that is stored may still prove late at the next tick: <see cref="TakeLateCount"/>.</summary>
    /// <param name="sequence">Extended sequence number.</param>
    /// <param name="timestamp">When it was sampled, in samples: the extended RTP timestamp in units of the sample rate.</param>
    public PutResult Put(long sequence, long timestamp, AudioCodec codec, ReadOnlySpan<byte> payload)
    {
        if (Refuses(sequence, timestamp, out bool newest, out long lead) is { } refused)
            return refused;

        Note(timestamp, newest, lead);
        return Store(sequence, timestamp, codec, payload);
    }

    /// <summary>Offers comfort noise: from its time on noise is played where there is no sound. It says nothing of how long packets are on their way.</summary>
    /// <param name="level">The byte that tells the level (RFC 3389); silence when it is empty.</param>
    public PutResult PutNoise(long sequence, long timestamp, ReadOnlySpan<byte> level)
    {
        if (Refuses(sequence, timestamp, out _, out long lead) is { } refused)
            return refused;
        if (lead >= 0)
            return Store(sequence, timestamp, ComfortNoiseCodec.At(SampleRateHz), level);
        if (sequence > _playedSequence)
            BeginNoise(sequence, ComfortNoise.LevelOf(level));
        return PutResult.Stored;
    }

    /// <summary>The same where its timestamp cannot be compared with the sound's: it follows what is there.</summary>
    public PutResult PutNoise(long sequence, ReadOnlySpan<byte> level) => _started ? PutNoise(sequence, _newestEnd, level) : PutResult.Stored;

    /// <summary>Why a packet is not taken; null when it is. The first one, and one that leapt, begin anew.</summary>
    private PutResult? Refuses(long sequence, long timestamp, out bool newest, out long lead)
    {
        if (!_started)
            Start(sequence, timestamp);

        var verdict = _window.See(sequence);
        newest = verdict == SequenceVerdict.Newest;
        lead = timestamp - Base;
        if (newest && (lead > MaxLead || lead < -MaxLag))
        {
            Start(sequence, timestamp);
            _window.See(sequence);
            lead = 0;
        }

        return verdict switch
        {
            SequenceVerdict.Duplicate => PutResult.Duplicate,
            SequenceVerdict.TooOld => PutResult.Late,
            _ => null,
        };
    }

    private PutResult Store(long sequence, long timestamp, AudioCodec codec, ReadOnlySpan<byte> payload)
    {
        int samples = codec.Samples(payload);
        _newestEnd = Math.Max(_newestEnd, timestamp + samples);
        var slot = new PacketStore.Slot(sequence, timestamp, samples, payload.Length, codec);
        return _queue.TryPut(slot, payload) ? PutResult.Stored : PutResult.BufferFull;
    }

    /// <summary>Plays the next frame, 20 ms, whatever arrived. Silence before the first packet.</summary>
    /// <returns>Samples of it that were made up.</returns>
    public int Take(Span<short> frame)
    {
        _madeUp = 0;
        _noiseMade = 0;
        if (_started)
        {
            Settle();
            int inserted = Insert(frame);
            if (inserted > 0 || !TryCut(frame))
                Play(frame[inserted..]);
            _quiet = LevelMeter.SumOfSquares(frame) < QuietSquare * Frame;
        }
        else
        {
            frame.Clear();
        }

        _ticks++;
        return _madeUp;
    }

    /// <summary>
    /// How loud the next frame is, as the mean square of its samples, where its packet tells it undecoded and nothing is missing before it; null elsewhere.
    /// </summary>
    public double? Glance() => _started && _missing == 0 && _pendingInsert == 0 && !_isNoise ? _queue.MeanSquareAt(_position) : null;

    /// <summary>Lets the next frame pass undecoded: nobody hears it.</summary>
    public void Skip()
    {
        if (_started)
        {
            Settle();
            _position = Base + Math.Max(0, Excess()) + Frame;
            _pendingInsert = 0;
            _unplayedRun = MaxLag;
            _missing = 0;
            _concealment.Reset();
            _queue.RemoveBefore(_position);
        }

        _ticks++;
    }

    /// <summary>The sender sends something else than sound just now; its absence is no loss.</summary>
    public void ExpectSilence() => _silenceIntended = true;

    /// <summary>Packets that proved late since this was last asked.</summary>
    public int TakeLateCount()
    {
        int count = _lateDiscarded;
        _lateDiscarded = 0;
        return count;
    }

    /// <summary>Milliseconds that packets waited beyond the tick they came in time for, on average since this was last asked.</summary>
    public double TakeDelayMs()
    {
        double delay = _leadCount == 0 ? 0 : _leadSum / _leadCount * 1000 / SampleRateHz;
        _leadSum = 0;
        _leadCount = 0;
        return delay;
    }

    /// <summary>The delay that the line asks for now.</summary>
    public double TargetMs => _target.Spread(Base - (Frame * _ticks)) * 1000.0 / SampleRateHz;

    /// <summary>Begins, or begins anew, at this packet: it is played at the next tick.</summary>
    private void Start(long sequence, long timestamp)
    {
        Reset();
        _started = true;
        _position = timestamp;
        _unplayedRun = MaxLag;
        _newestTimestamp = timestamp;
        _newestEnd = timestamp;
        _playedSequence = sequence - 1;
        _window = default;
    }

    private void Note(long timestamp, bool newest, long lead)
    {
        _arrived = true;
        _target.Observe(timestamp - (Frame * _ticks));
        if (newest)
            _newestTimestamp = timestamp;
        if (lead >= 0)
        {
            _leadSum += lead;
            _leadCount++;
        }
    }

    /// <summary>What the arrivals since the last tick mean for the position.</summary>
    private void Settle()
    {
        long offset = Base - (Frame * _ticks);
        _target.Margin = _margin.At(_ticks);
        // While a sender spares his silence the line is taken to be as it was.
        if (_arrived || !_isNoise)
            _target.Close(offset);
        bool newestLate = _newestTimestamp < Base;
        if (_arrived && newestLate && _newestWasLate)
        {
            Resynchronise();
            newestLate = false;
        }
        else if (_target.Wanted(offset) is var wanted && wanted < offset)
        {
            Wait((int)(offset - wanted));
        }

        if (_arrived)
            _newestWasLate = newestLate;
        _arrived = false;
        int late = _queue.RemoveBefore(_position);
        _lateDiscarded += late;
        if (late > 0)
            _margin.Forgive();
    }

    /// <summary>Twice running even the newest packet was late: the path has become longer, or the sender's clock was set back.</summary>
    private void Resynchronise()
    {
        _position = _newestTimestamp;
        _pendingInsert = 0;
        _queue.ForgetDecoded();
        _target.Reset();
    }

    /// <summary>Plays everything later from now on. Where nothing real was played the position just goes back.</summary>
    private void Wait(int samples)
    {
        int back = Math.Min(samples, _unplayedRun);
        _position -= back;
        _unplayedRun -= back;
        _pendingInsert += samples - back;
        _cutWait = 0;
    }

    /// <summary>Stretches: makes up sound without moving the position. Returns the samples written.</summary>
    private int Insert(Span<short> frame)
    {
        int count = Math.Min(_pendingInsert, frame.Length);
        if (count > 0)
            _concealment.Fill(frame[..count]);
        _pendingInsert -= count;
        _madeUp += count;
        return count;
    }

    /// <summary>Samples by which everything could be played sooner and still be in time.</summary>
    private int Excess()
    {
        if (!_target.IsSeasoned)
            return 0;

        long offset = Base - (Frame * _ticks);
        long wanted = _target.Wanted(offset);
        return wanted == DelayTarget.None ? 0 : (int)Math.Clamp(wanted - offset, 0, MaxLead);
    }

    /// <summary>Plays a frame out of more than a frame, when there is delay to lose and it is quiet or has waited long.</summary>
    private bool TryCut(Span<short> frame)
    {
        int limit = Math.Min(Excess(), Frame);
        if (limit <= 0)
        {
            _cutWait = 0;
            return false;
        }

        _cutWait++;
        if (!_quiet && (_cutWait < Patience || limit < TimeStretch.MinCut * Scale))
            return false;

        if (_queue.Contiguous(_position) < Frame + limit)
        {
            SkipSilence(limit);
            return false;
        }

        var longer = _scratch.AsSpan(0, Frame + limit);
        for (int i = 0; i < longer.Length;)
            i += Pull(longer[i..]);
        int cut = _quiet ? limit : TimeStretch.BestCut(longer, limit, Scale);
        TimeStretch.Cut(longer[..(Frame + cut)], frame, Scale);
        var rest = longer[(Frame + cut)..];
        _queue.GiveBack(rest, _position);
        _position -= rest.Length;
        _concealment.Play(frame);
        return true;
    }

    /// <summary>While nothing is heard and nothing waits, time is cut for nothing.</summary>
    private void SkipSilence(int samples)
    {
        if ((_concealment.IsSilent || _isNoise) && _queue.IsEmpty)
            _position += samples;
    }

    /// <summary>Fills a frame with what there is, and makes up what is not.</summary>
    private void Play(Span<short> frame)
    {
        for (int i = 0; i < frame.Length;)
        {
            int real = Pull(frame[i..]);
            if (real > 0)
                _concealment.Play(frame.Slice(i, real));
            else
                real = Conceal(frame[i..]);
            i += real;
        }
    }

    private int Conceal(Span<short> samples)
    {
        int count = _queue.Gap(_position, samples.Length);
        if (_isNoise)
            FillNoise(samples[..count]);
        else
            MakeUp(samples[..count]);
        _position += count;
        _unplayedRun = Math.Min(_unplayedRun + count, MaxLag);
        _missing = Math.Min(_missing + count, 3 * Frame);
        return count;
    }

    private void FillNoise(Span<short> samples)
    {
        _noise.Fill(samples);
        _noiseMade += samples.Length;
    }

    private void MakeUp(Span<short> samples)
    {
        if (_silenceIntended)
            _concealment.Hush();
        _concealment.Fill(samples);
        _madeUp += samples.Length;
    }

    /// <summary>Real samples from the position on; fewer than asked for at the end of a packet, 0 at a gap.</summary>
    private int Pull(Span<short> samples)
    {
        if (!_queue.Covers(_position))
        {
            long end = _queue.DecodedEnd;
            if (_queue.TryDecode(_position, out var packet))
                EndGap(packet, end);
            else if (_missing > 0 || !_queue.TryRecover(_position, MaxRecovered))
                return 0;
            else
                _wasRecovered = true;
        }

        int count = _queue.Pull(_position, samples);
        _position += count;
        _unplayedRun = 0;
        return count;
    }

    /// <summary>Tells loss and delay from silence suppression: there the numbers go on and the timestamps do not.</summary>
    private void EndGap(in PacketStore.Slot packet, long lastEnd)
    {
        bool suppressed = packet.Sequence == _playedSequence + 1 && packet.Timestamp > lastEnd;
        if (_missing > 0 && !suppressed && !_silenceIntended)
            ConcealedFrames += (_missing + Frame - 1) / Frame;
        bool couldBeRecovered = _wasRecovered || (_missing > 0 && _missing <= packet.Samples && !suppressed);
        if (couldBeRecovered && _queue.Repeats)
            _margin.Note(packet.Samples, _ticks);
        _wasRecovered = false;
        _missing = 0;
        _silenceIntended = false;
        _isNoise = false;
        _playedSequence = packet.Sequence;
        if (packet.Codec is ComfortNoiseCodec)
            BeginNoise(packet.Sequence, _queue.NoiseLevel);
    }

    private void BeginNoise(long sequence, int dbov)
    {
        _isNoise = true;
        _silenceIntended = true;
        _missing = 0;
        _playedSequence = sequence;
        _noise.SetLevel(dbov);
        _concealment.Hush();
    }
}
