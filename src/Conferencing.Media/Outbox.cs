using System.Runtime.InteropServices;
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
    private LegReport[] _reports = new LegReport[16];
    private LegLevel[] _levels = new LegLevel[16];
    private int _count;
    private int _used;
    private int _taken;
    private int _reportCount;
    private int _levelCount;

    private enum Kind
    {
        Rtp,
        Rtcp,
        Event,
        Report,
        Levels,
        LegFrame,
        MixFrame,
    }

    /// <param name="Number">Of a recorded frame.</param>
    private record struct Entry(Kind Kind, LegId Leg, int Offset, int Length, long Number, MediaEvent? Event);

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
        Grow(size);
        return _bytes.AsSpan(_used, size);
    }

    public void Commit(LegId leg, bool isRtcp, int length)
    {
        if (_seals.Count > 0 && _seals.TryGetValue(leg, out var sender))
        {
            var datagram = _bytes.AsSpan(_used, length + SrtpSender.MaxOverhead);
            length = isRtcp ? sender.SealRtcp(datagram, length) : sender.SealRtp(datagram, length);
        }

        Add(new Entry(isRtcp ? Kind.Rtcp : Kind.Rtp, leg, _used, length, 0, null));
        _used += length;
    }

    public void Tell(MediaEvent mediaEvent) => Add(new Entry(Kind.Event, default, 0, 0, 0, mediaEvent));

    public void Tell(in LegReport report)
    {
        if (_reportCount == _reports.Length)
            Array.Resize(ref _reports, _reports.Length * 2);
        _reports[_reportCount] = report;
        Add(new Entry(Kind.Report, default, _reportCount++, 1, 0, null));
    }

    /// <summary>At least one.</summary>
    public void Tell(ReadOnlySpan<LegLevel> levels)
    {
        if (_levelCount + levels.Length > _levels.Length)
            Array.Resize(ref _levels, Math.Max(_levels.Length * 2, _levelCount + levels.Length));
        levels.CopyTo(_levels.AsSpan(_levelCount));
        Add(new Entry(Kind.Levels, default, _levelCount, levels.Length, 0, null));
        _levelCount += levels.Length;
    }

    /// <summary>A recorded frame, to be filled before anything else is put here.</summary>
    /// <param name="leg">Null for the mix.</param>
    public Span<short> Record(LegId? leg, long number, int samples)
    {
        int size = samples * sizeof(short);
        _used += _used & 1;
        Grow(size);
        Add(new Entry(leg is null ? Kind.MixFrame : Kind.LegFrame, leg.GetValueOrDefault(), _used, size, number, null));
        var frame = MemoryMarshal.Cast<byte, short>(_bytes.AsSpan(_used, size));
        _used += size;
        return frame;
    }

    public bool TryTake(out MediaOutput output)
    {
        if (_taken == _count)
        {
            _taken = _count = _used = _reportCount = _levelCount = 0;
            output = default;
            return false;
        }

        ref var entry = ref _entries[_taken++];
        output = Make(entry);
        entry.Event = null;
        return true;
    }

    private MediaOutput Make(in Entry entry) => entry.Kind switch
    {
        Kind.Event => MediaOutput.Tell(entry.Event!),
        Kind.Report => MediaOutput.Tell(_reports.AsSpan(entry.Offset, 1)),
        Kind.Levels => MediaOutput.Tell(_levels.AsSpan(entry.Offset, entry.Length)),
        Kind.Rtp or Kind.Rtcp => MediaOutput.Transmit(entry.Leg, entry.Kind == Kind.Rtcp, _bytes.AsSpan(entry.Offset, entry.Length)),
        _ => MediaOutput.Record(new RecordedFrame
        {
            Leg = entry.Kind == Kind.MixFrame ? null : entry.Leg,
            Number = entry.Number,
            Samples = MemoryMarshal.Cast<byte, short>(_bytes.AsSpan(entry.Offset, entry.Length)),
        }),
    };

    private void Grow(int size)
    {
        if (_used + size > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + size));
    }

    private void Add(in Entry entry)
    {
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);
        _entries[_count++] = entry;
    }
}
