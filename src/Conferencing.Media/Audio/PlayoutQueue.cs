namespace Conferencing.Media.Audio;

/// <summary>Waiting packets, and the one being played decoded: real samples from any position in media time, as far as there are any.</summary>
internal struct PlayoutQueue()
{
    private PacketStore _store = new();

    /// <summary>Has its room from the start: who is first listened to long after the call began costs nothing then.</summary>
    private readonly List<(AudioCodec Codec, AudioDecoder Decoder)> _decoders = new(2);

    private short[] _decoded = [];
    private long _decodedAt;
    private int _decodedCount;

    /// <summary>What the comfort noise decoded last tells, dBov.</summary>
    public int NoiseLevel { get; private set; }

    /// <summary>True when the packet decoded last also says what the one before it said.</summary>
    public bool Repeats { get; private set; }

    public bool IsEmpty => _store.Count == 0;

    /// <summary>Where the last decoded packet ends.</summary>
    public long DecodedEnd => _decodedAt + _decodedCount;

    public bool TryPut(in PacketStore.Slot slot, ReadOnlySpan<byte> payload) => _store.TryPut(slot, payload);

    /// <summary>Throws away what was never played and ended before a position. Returns how many packets.</summary>
    public int RemoveBefore(long position) => _store.RemoveBefore(position);

    public void Clear()
    {
        _store.Clear();
        ForgetDecoded();
        foreach (var (_, decoder) in _decoders)
            decoder.Reset();
    }

    public void ForgetDecoded() => _decodedCount = 0;

    /// <summary>Makes room for sound of another sample rate, and forgets everything.</summary>
    public void Tune(int sampleRateHz)
    {
        // The longest packet, and a frame given back before it.
        int most = (JitterBuffer.MaxPacketMs + 20) * sampleRateHz / 1000;
        if (_decoded.Length < most)
            _decoded = new short[most];
        Clear();
    }

    /// <summary>Copies samples from the position on; fewer than asked for at the end of a packet, 0 where there are none.</summary>
    public int Pull(long position, Span<short> samples)
    {
        int into = (int)(position - _decodedAt);
        int count = Math.Min(samples.Length, _decodedCount - into);
        _decoded.AsSpan(into, count).CopyTo(samples);
        return count;
    }

    public bool Covers(long position) => position >= _decodedAt && position < DecodedEnd;

    /// <summary>How loud the packet at a position is, undecoded; null when it is not there or is decoded already, or its codec cannot tell.</summary>
    public double? MeanSquareAt(long position)
    {
        int next = Covers(position) ? -1 : _store.FindFirst(position);
        if (next < 0 || _store[next].Timestamp > position)
            return null;

        ref readonly var packet = ref _store[next];
        return packet.Codec.SumOfSquares(_store.Payload(next)) / packet.Samples;
    }

    /// <summary>Decodes the packet at a position; false when it is not there.</summary>
    public bool TryDecode(long position, out PacketStore.Slot packet)
    {
        packet = default;
        int next = _store.FindFirst(position);
        if (next < 0 || _store[next].Timestamp > position)
            return false;

        packet = _store[next];
        _decodedAt = packet.Timestamp;
        _decodedCount = packet.Samples;
        DecoderOf(packet.Codec).Decode(_store.Payload(next), _decoded.AsSpan(0, packet.Samples));
        Repeats = packet.Codec.Repeats(_store.Payload(next));
        if (packet.Codec is ComfortNoiseCodec)
            NoiseLevel = ComfortNoise.LevelOf(_store.Payload(next));
        _store.Remove(next);
        return true;
    }

    /// <summary>Fills the gap from a position on with what the packet after it repeats; false when there is no such packet, or it repeats nothing.</summary>
    public bool TryRecover(long position, int limit)
    {
        int next = _store.FindFirst(position);
        if (next < 0 || _store[next].Timestamp - position > limit)
            return false;

        int count = (int)(_store[next].Timestamp - position);
        if (!DecoderOf(_store[next].Codec).TryRecover(_store.Payload(next), _decoded.AsSpan(0, count)))
            return false;

        _decodedAt = position;
        _decodedCount = count;
        return true;
    }

    private AudioDecoder DecoderOf(AudioCodec codec)
    {
        foreach (var (of, decoder) in _decoders)
        {
            if (ReferenceEquals(of, codec))
                return decoder;
        }

        var made = codec.NewDecoder();
        _decoders.Add((codec, made));
        return made;
    }

    /// <summary>Samples from the position to the next packet, at most <paramref name="limit"/>.</summary>
    public int Gap(long position, int limit)
    {
        int next = _store.FindFirst(position);
        return next < 0 ? limit : (int)Math.Min(limit, _store[next].Timestamp - position);
    }

    /// <summary>Samples from the position on without a gap.</summary>
    public long Contiguous(long position)
    {
        long end = Covers(position) ? DecodedEnd : position;
        for (int next = _store.FindFirst(end); next >= 0 && _store[next].Timestamp <= end; next = _store.FindFirst(end))
            end = _store[next].End;
        return end - position;
    }

    /// <summary>Puts samples that were pulled back before a position, where the rest of the decoded packet begins.</summary>
    public void GiveBack(ReadOnlySpan<short> samples, long position)
    {
        int rest = (int)(DecodedEnd - position);
        _decoded.AsSpan(_decodedCount - rest, rest).CopyTo(_decoded.AsSpan(samples.Length));
        samples.CopyTo(_decoded);
        _decodedAt = position - samples.Length;
        _decodedCount = samples.Length + rest;
    }
}
