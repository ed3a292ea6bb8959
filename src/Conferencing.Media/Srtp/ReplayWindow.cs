namespace Conferencing.Media.Srtp;

/// <summary>
/// Which of the last 128 packet indices of a source were authentic (RFC 3711 3.3.2). Looking changes nothing: only a packet that
/// proved authentic is marked.
/// </summary>
public struct ReplayWindow
{
    private const int Size = 128;

    /// <summary>Bit n: the index n below the highest was marked. Zero before the first mark.</summary>
    private UInt128 _marked;

    /// <summary>The highest index marked so far.</summary>
    public ulong Highest { get; private set; }

    public readonly bool IsEmpty => _marked == UInt128.Zero;

    /// <summary>Null when the index is new.</summary>
    public readonly DropReason? Look(ulong index)
    {
        if (IsEmpty || index > Highest)
            return null;
        ulong behind = Highest - index;
        if (behind >= Size)
            return DropReason.TooOld;
        return (_marked >> (int)behind & 1) == UInt128.Zero ? null : DropReason.Replayed;
    }

    public void Mark(ulong index)
    {
        if (IsEmpty || index > Highest)
        {
            ulong ahead = index - Highest;
            _marked = IsEmpty || ahead >= Size ? UInt128.One : _marked << (int)ahead | 1;
            Highest = index;
        }
        else
        {
            _marked |= UInt128.One << (int)(Highest - index);
        }
    }
}
