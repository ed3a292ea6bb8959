namespace Conferencing.Bridge.Recordings;

/// <summary>Bits to bytes, the highest first. Whoever writes sees to it that they fit.</summary>
internal sealed class BitWriter(int capacity)
{
    private readonly byte[] _bytes = new byte[capacity];
    private ulong _bits;
    private int _count;
    private int _length;

    /// <summary>The whole bytes so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => (_bits, _count, _length) = (0, 0, 0);

    /// <param name="count">0 to 32 of the lowest bits.</param>
    public void Put(uint value, int count)
    {
        _bits = (_bits << count) | (value & ((1UL << count) - 1));
        for (_count += count; _count >= 8; _count -= 8)
            _bytes[_length++] = (byte)(_bits >> (_count - 8));
    }

    /// <summary>So many zeros, then a one.</summary>
    public void PutUnary(uint zeros)
    {
        for (; zeros >= 32; zeros -= 32)
            Put(0, 32);
        Put(1, (int)zeros + 1);
    }

    /// <summary>Zeros up to the next whole byte.</summary>
    public void Align() => Put(0, (8 - _count) % 8);
}
