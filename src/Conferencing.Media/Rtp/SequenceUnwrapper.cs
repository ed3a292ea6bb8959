namespace Conferencing.Media.Rtp;

/// <summary>Extends 16-bit sequence numbers to 64 bits: each is taken as the nearest to the highest so far.</summary>
public struct SequenceUnwrapper
{
    private bool _started;

    /// <summary>The highest extended number so far.</summary>
    public long Highest { get; private set; }

    /// <summary>What <paramref name="sequenceNumber"/> means; changes nothing.</summary>
    public readonly long Extend(ushort sequenceNumber) =>
        _started ? Highest + Serial16.Distance((ushort)Highest, sequenceNumber) : sequenceNumber;

    public long Unwrap(ushort sequenceNumber)
    {
        long extended = Extend(sequenceNumber);
        if (!_started || extended > Highest)
            Highest = extended;
        _started = true;
        return extended;
    }
}
