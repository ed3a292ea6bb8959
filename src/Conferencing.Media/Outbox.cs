using Conferencing.Media.Srtp;

namespace Conferencing.Media;

/// <summary>
/// What a conference has to say until it is polled, in one buffer that grows to its working size and stays there. Every datagram
/// passes here, so this is where those of encrypted calls are sealed: none can be forgotten.
/// </summary>
internal sealed class Outbox
{
    private Entry[] _entries = new Entry[64];
    private byte[] _bytes = new byte[16 * 1024];
    private readonly Dictionary<LegId, SrtpSender> _seals = [];
    private int _count;
    private int _used;
    private int _taken;

    private record struct Entry(LegId Leg, bool IsRtcp, int Offset, int Length, MediaEvent? Event);

    /// <summary>From now on what goes to this leg is sealed; null ends that.</summary>
    public void Seal(LegId leg, SrtpSender? sender)
    {
        if (sender is null)
            _seals.Remove(leg);
        else
            _seals[leg] = sender;
    }

    /// <summary>Room for a datagram; not sent before <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        size += SrtpSender.MaxOverhead;
        if (_used + size > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + size));
        return _bytes.AsSpan(_used, size);
    }

    public void Commit(LegId leg, bool isRtcp, int length)
    {
        if (_seals.Count > 0 && _seals.TryGetValue(leg, out var sender))
        {
            var datagram = _bytes.AsSpan(_used, length + SrtpSender.MaxOverhead);
            length = isRtcp ? sender.SealRtcp(datagram, length) : sender.SealRtp(datagram, length);
        }

        Add(new Entry(leg, isRtcp, _used, length, null));
        _used += length;
    }

    public void Tell(MediaEvent mediaEvent) => Add(new Entry(default, false, 0, 0, mediaEvent));

    public bool TryTake(out MediaOutput output)
    {
        if (_taken == _count)
        {
            _taken = _count = _used = 0;
            output = default;
            return false;
        }

        ref var entry = ref _entries[_taken++];
        output = entry.Event is null
            ? MediaOutput.Transmit(entry.Leg, entry.IsRtcp, _bytes.AsSpan(entry.Offset, entry.Length))
            : MediaOutput.Tell(entry.Event);
        entry.Event = null;
        return true;
    }

    private void Add(in Entry entry)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);
        _entries[_count++] = entry;
    }
}
