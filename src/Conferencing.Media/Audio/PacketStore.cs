using Conferencing.Media.Rtp;

namespace Conferencing.Media.Audio;

/// <summary>
/// Encoded packets that wait to be played, each copied into a place of its own. Its memory comes with the first packet and grows with the longest one;
/// nothing else allocates. What is used lies together, and the place last left is taken next: where one packet comes and goes each tick, as on most
/// lines, the same few cache lines serve for ever.
/// </summary>
internal struct PacketStore()
{
    /// <summary>320 ms of 10 ms packets.</summary>
    private const int Slots = 32;

    /// <summary>Most rooms send 160 bytes for ever, and many a caller nothing: a slot for the longest packet would be fifty kilobytes a leg.</summary>
    private const int Step = 256;

    /// <summary>The longest payload taken: 120 ms of G.711, and whatever else fits a datagram of our own.</summary>
    public const int MaxPayload = RtpPacket.MaxDatagram - RtpHeader.FixedSize;

    /// <summary>The first <see cref="Count"/> are used, in no order.</summary>
    private readonly Slot[] _slots = new Slot[Slots];

    /// <summary>Where each slot's payload lies; behind those in use the places that are free.</summary>
    private readonly byte[] _places = [.. Enumerable.Range(0, Slots).Select(place => (byte)place)];

    private byte[] _payloads = [];

    /// <summary>Bytes of one place: as the longest packet so far needs, in steps.</summary>
    private int _slotBytes;

    internal record struct Slot(long Sequence, long Timestamp, int Samples, int Length, AudioCodec Codec)
    {
        public readonly long End => Timestamp + Samples;
    }

    public int Count { get; private set; }

    public ref readonly Slot this[int index] => ref _slots[index];

    public ReadOnlySpan<byte> Payload(int index) => _payloads.AsSpan(_places[index] * _slotBytes, _slots[index].Length);

    /// <summary>False when no more fits.</summary>
    public bool TryPut(in Slot slot, ReadOnlySpan<byte> payload)
    {
        if (Count == Slots)
            return false;

        if (payload.Length > _slotBytes)
            Grow((payload.Length + Step - 1) / Step * Step);
        _slots[Count] = slot;
        payload.CopyTo(_payloads.AsSpan(_places[Count] * _slotBytes));
        Count++;
        return true;
    }

    /// <summary>The last one takes its index.</summary>
    public void Remove(int index)
    {
        Count--;
        _slots[index] = _slots[Count];
        (_places[index], _places[Count]) = (_places[Count], _places[index]);
    }

    /// <summary>Throws away what ended at or before <paramref name="timestamp"/>. Returns how many packets.</summary>
    public int RemoveBefore(long timestamp)
    {
        int before = Count;
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_slots[i].End <= timestamp)
                Remove(i);
        }

        return before - Count;
    }

    /// <summary>The slot with the earliest packet that ends after <paramref name="timestamp"/>; −1 when there is none.</summary>
    public int FindFirst(long timestamp)
    {
        int found = -1;
        for (int i = 0; i < Count; i++)
        {
            ref readonly var slot = ref _slots[i];
            if (slot.End > timestamp && (found < 0 || slot.Timestamp < _slots[found].Timestamp))
                found = i;
        }

        return found;
    }

    public void Clear() => Count = 0;

    private void Grow(int slotBytes)
    {
        // Not cleared: no more is read of a place than was written.
        var larger = GC.AllocateUninitializedArray<byte>(Slots * slotBytes);
        for (int i = 0; i < Count; i++)
            Payload(i).CopyTo(larger.AsSpan(_places[i] * slotBytes));

        (_payloads, _slotBytes) = (larger, slotBytes);
    }
}
