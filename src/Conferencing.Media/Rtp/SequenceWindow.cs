namespace Conferencing.Media.Rtp;

public enum SequenceVerdict
{
    /// <summary>Higher than all before.</summary>
    Newest,

    /// <summary>Overtaken by others, and not seen before.</summary>
    Reordered,

    Duplicate,

    /// <summary>So old that it cannot be told whether it was seen.</summary>
    TooOld,
}

/// <summary>Which of the last 64 extended sequence numbers have been seen.</summary>
public struct SequenceWindow
{
    private const int Size = 64;

    /// <summary>Bit n: the number n below the highest was seen.</summary>
    private ulong _seen;
    private long _highest;

    public SequenceVerdict See(long sequence)
    {
        long behind = _highest - sequence;
        if (_seen == 0 || behind < 0)
        {
            _seen = _seen == 0 || behind <= -Size ? 1 : (_seen << (int)-behind) | 1;
            _highest = sequence;
            return SequenceVerdict.Newest;
        }

        if (behind >= Size)
            return SequenceVerdict.TooOld;

        ulong bit = 1UL << (int)behind;
        if ((_seen & bit) != 0)
            return SequenceVerdict.Duplicate;

        _seen |= bit;
        return SequenceVerdict.Reordered;
    }
}
