using Conferencing.Media.Rtp;

namespace Conferencing.Media.Audio;

/// <summary>
/// Encoded packets that wait to be played, each copied into a slot of its own. Its memory comes with the first packet and grows with the longest one;
/// nothing else allocates.
/// </summary>
internal sealed class PacketStore
{
    /// <summary>A power of two: 320 ms of 10 ms packets.</summary>
    private const int Slots = 32;

    /// <summary>Most rooms send 160 bytes for ever, and many a caller nothing: a slot for the longest packet would be fifty kilobytes a leg.</summary>
    private const int Step = 256;

    /// <summary>The longest payload taken: 120 ms of G.711, and whatever else fits a datagram of our own.</summary>
    public const int MaxPayload = RtpPacket.MaxDatagram - RtpHeader.FixedSize;

    private readonly Slot[] _slots = new Slot[Slots];
    private byte[] _payloads = [];

    /// <summary>Bytes of one slot: as the longest packet so far needs, in steps.</summary>
    private int _slotBytes;

    internal record struct Slot(bool Used, long Sequence, long Timestamp, int Samples, int Length, AudioCodec Codec)
    {
        public readonly long End => Timestamp + Samples;
    }

    public int Count { get; private set; }

    public ref readonly Slot this[int index] => ref _slots[index];

    public ReadOnlySpan<byte> Payload(int index) => _payloads.AsSpan(index * _slotBytes, _slots[index].Length);

    /// <summary>False when another packet holds the slot.</summary>
    public bool TryPut(in Slot slot, ReadOnlySpan<byte> payload)
    {
        int index = Index(slot.Sequence);
        if (_slots[index].Used)
            return false;

        if (payload.Length > _slotBytes)
            Grow((payload.Length + Step - 1) / Step * Step);
        _slots[index] = slot;
        payload.CopyTo(_payloads.AsSpan(index * _slotBytes));
        Count++;
        return true;
    }

    public void Remove(int index)
    {
        _slots[index].Used = false;
        Count--;
    }

    /// <summary>Throws away what ended at or before <paramref name="timestamp"/>. Returns how many packets.</summary>
    public int RemoveBefore(long timestamp)
    {
        int before = Count;
        for (int i = 0; i < Slots && Count > 0; i++)
        {
            if (_slots[i].Used && _slots[i].End <= timestamp)
                Remove(i);
        }

        return before - Count;
    }

    /// <summary>The slot with the earliest packet that ends after <paramref name="timestamp"/>; −1 when there is none.</summary>
    public int FindFirst(long timestamp)
    {
        int found = -1;
        if (Count == 0)
            return found;

        for (int i = 0; i < Slots; i++)
        {
            ref readonly var slot = ref _slots[i];
            if (slot.Used && slot.End > timestamp && (found < 0 || slot.Timestamp < _slots[found].Timestamp))
                found = i;
        }

        return found;
    }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    private void Grow(int slotBytes)
    {
        // Not cleared: no more is read of a slot than was written.
        var larger = GC.AllocateUninitializedArray<byte>(Slots * slotBytes);
        for (int i = 0; i < Slots; i++)
        {
            if (_slots[i].Used)
                Payload(i).CopyTo(larger.AsSpan(i * slotBytes));
        }

        (_payloads, _slotBytes) = (larger, slotBytes);
    }

    private static int Index(long sequence) => (int)(sequence & (Slots - 1));
}
