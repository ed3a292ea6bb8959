using System.Numerics;
using System.Runtime.InteropServices;

namespace Conferencing.Media.Audio;

/// <summary>
/// Finds out whether a room sends back what it is sent: its loudspeaker into its microphone, or a bridge of its own. Compares how the level
/// of what it sends rises and falls with how that of what it was sent did, at every delay up to a second. It finds; it cancels nothing.
/// <code>
///   sent      . . ▃▇▅▁ . ▂▆▇▃ . . .            likeness at a delay = correlation of the two curves
///   received  . . . . . ▂▅▃ . . ▁▄▅▂           over 3.84 s; 0 and 1 frames are no echo but one voice in two microphones
/// </code>
/// </summary>
internal struct EchoWatch()
{
    /// <summary>Frames compared.</summary>
    private const int Window = 192;

    /// <summary>Frames of delay looked at: 40 ms to a second. Sooner nothing can come back.</summary>
    private const int LeastDelay = 2;
    private const int MostDelay = 50;

    /// <summary>A power of two that holds a window and the longest delay.</summary>
    private const int History = 256;

    /// <summary>Curves this much alike are one voice; two people who talk do not reach it.</summary>
    private const double Alike = 0.8;

    /// <summary>Once found it stays found while the curves are as much alike as this.</summary>
    private const double StillAlike = 0.55;

    /// <summary>Windows of speech (1.28 s each) that must agree on a delay.</summary>
    private const int Hits = 3;

    /// <summary>Windows of speech without it after which it is over.</summary>
    private const int Misses = 4;

    /// <summary>Windows of any kind without it after which nothing is claimed any more: 60 s.</summary>
    private const int Patience = 47;

    /// <summary>What the curves are compared in, dB: softer is noise.</summary>
    private const int LeastRange = 12;
    private const int MostRange = 30;

    /// <summary>A curve that moves less tells nothing, dB².</summary>
    private const double LeastVariance = 12;

    private readonly (sbyte Received, sbyte Sent)[] _levels = new (sbyte, sbyte)[History];
    private int _now;
    private int _known;
    private int _delay;
    private int _hits;
    private int _misses;
    private int _age;

    /// <summary>True while the room sends back what it is sent.</summary>
    public bool IsFound { get; private set; }

    /// <summary>How long that takes, from the bridge and back to it; of no meaning unless it is found.</summary>
    public TimeSpan Delay => MediaConference.FrameTime * _delay;

    /// <summary>Begins a tick with what came.</summary>
    public void Receive(double dbov)
    {
        _now = (_now + 1) & (History - 1);
        _levels[_now] = ((sbyte)dbov, LevelMeter.Silence);
        _known = Math.Min(_known + 1, History);
    }

    /// <summary>What is sent in this tick.</summary>
    public void Send(double dbov) => _levels[_now].Sent = (sbyte)dbov;

    /// <summary>The room is not listened to.</summary>
    public void Reset()
    {
        _known = 0;
        Forget();
    }

    /// <summary>Ends a window; compares when it was speech.</summary>
    public void Judge(in SoundWatch heard)
    {
        _age++;
        if (_age > Patience)
            Forget();
        if (heard.Kind != SoundKind.Speech || _known < History)
            return;

        double likeness = Compare(Math.Clamp(heard.LoudestDbov - heard.FloorDbov, LeastRange, MostRange), out int delay);
        if (IsFound)
            Follow(likeness, delay);
        else
            Seek(likeness, delay);
    }

    private void Seek(double likeness, int delay)
    {
        if (likeness < Alike)
        {
            _hits = 0;
            return;
        }

        _hits = _hits > 0 && IsNear(delay) ? _hits + 1 : 1;
        _delay = delay;
        _age = 0;
        (IsFound, _misses) = (_hits >= Hits, 0);
    }

    private void Follow(double likeness, int delay)
    {
        if (likeness >= Alike || (likeness >= StillAlike && IsNear(delay)))
        {
            _delay = delay;
            _misses = 0;
            _age = 0;
        }
        else if (likeness >= 0 && ++_misses >= Misses)
        {
            Forget();
        }
    }

    private bool IsNear(int delay) => Math.Abs(delay - _delay) <= 2;

    private void Forget()
    {
        IsFound = false;
        _hits = 0;
        _misses = 0;
        _age = 0;
    }

    /// <summary>The greatest likeness and its delay; −1 when the curves tell nothing, 0 when they are most alike without any delay.</summary>
    private double Compare(int range, out int delay)
    {
        Span<float> received = stackalloc float[Window];
        Span<float> sent = stackalloc float[Window + MostDelay];
        Unroll(received, range, ofSent: false);
        Unroll(sent, range, ofSent: true);
        double variance = Centre(received);
        delay = 0;
        if (variance < LeastVariance * Window)
            return -1;

        double best = 0;
        bool tells = false;
        for (int lag = 0; lag <= MostDelay; lag++)
        {
            double likeness = Likeness(received, variance, sent.Slice(MostDelay - lag, Window));
            tells |= likeness > -1;
            if (likeness <= best)
                continue;
            (best, delay) = (likeness, lag);
        }

        return !tells ? -1 : delay < LeastDelay ? 0 : best;
    }

    /// <summary>Correlation, −1 to 1; −1 too where what was sent does not move.</summary>
    private static double Likeness(ReadOnlySpan<float> received, double variance, ReadOnlySpan<float> sent)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(received);
        var b = MemoryMarshal.Cast<float, Vector<float>>(sent);
        var product = Vector<float>.Zero;
        var sum = Vector<float>.Zero;
        var squares = Vector<float>.Zero;
        for (int i = 0; i < a.Length; i++)
        {
            product += a[i] * b[i];
            sum += b[i];
            squares += b[i] * b[i];
        }

        double mean = Vector.Sum(sum) / Window;
        double spread = Vector.Sum(squares) - (Window * mean * mean);
        return spread < LeastVariance * Window ? -1 : Vector.Sum(product) / Math.Sqrt(variance * spread);
    }

    /// <summary>The latest levels of either in order, from a range below the loudest up.</summary>
    private readonly void Unroll(Span<float> levels, int range, bool ofSent)
    {
        int loudest = LevelMeter.Silence;
        for (int i = 0; i < levels.Length; i++)
        {
            var (received, sent) = _levels[(_now - levels.Length + 1 + i) & (History - 1)];
            sbyte level = ofSent ? sent : received;
            levels[i] = level;
            loudest = Math.Max(loudest, level);
        }

        for (int i = 0; i < levels.Length; i++)
            levels[i] = Math.Max(0, levels[i] - (loudest - range));
    }

    /// <summary>Takes the mean off. Returns the sum of squares.</summary>
    private static double Centre(Span<float> levels)
    {
        float sum = 0;
        foreach (float level in levels)
            sum += level;
        double squares = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] -= sum / levels.Length;
            squares += levels[i] * levels[i];
        }

        return squares;
    }
}
