using System.Buffers.Binary;
using Conferencing.Bridge.Codecs;

namespace Conferencing.Bridge.Recordings;

/// <summary>A track as Ogg Opus (RFC 7845), mono. Silence costs next to nothing. In steady state nothing is allocated.</summary>
internal sealed class OpusTrack : ITrackFile
{
    private const int FrameSamples = 960;

    /// <summary>Packets of 20 ms in a page: half a second.</summary>
    private const int PagePackets = 25;

    private static readonly OpusEncoder Fresh = new(OpusCodec.Received);

    private readonly OpusEncoder _encoder = new(OpusCodec.Received);
    private readonly OggFile _file;
    private readonly byte[] _packet = new byte[OpusCodec.Received.MaxFrameBytes];
    private readonly short[] _nothing = new short[FrameSamples];
    private int _waiting;
    private bool _isFresh;

    /// <summary>The one that players skip included.</summary>
    private long _packets = 1;

    /// <exception cref="IOException">The file cannot be made.</exception>
    public OpusTrack(string path, uint serial, string title)
    {
        _file = new OggFile(path, serial);
        // Players skip the first packet: a file without any would not open.
        int length = _encoder.Encode(_nothing, _packet);
        _file.Begin(Head(_encoder.LookAhead + FrameSamples), [.. "OpusTags"u8, .. OggFile.Comments(title)], _packet.AsSpan(0, length), FrameSamples);
    }

    /// <summary>20 ms that say only that there is nothing (RFC 6716: CELT, full band, its silence flag set), in fewer bytes than an encoder takes.</summary>
    private static ReadOnlySpan<byte> Silence => [0xF8, 0xFF, 0xFE];

    public int RateHz => 48000;

    public long Bytes => _file.Bytes;

    public void Add(ReadOnlySpan<short> frame)
    {
        _isFresh = false;
        int length = _encoder.Encode(frame, _packet);
        Put(_packet.AsSpan(0, length));
    }

    public void AddSilence()
    {
        // The decoder begins anew after it; so does the encoder.
        if (!_isFresh)
            _encoder.CopyFrom(Fresh);
        _isFresh = true;
        Put(Silence);
    }

    /// <summary>One packet more brings out what the encoder still holds; players cut off the rest of it (section 4).</summary>
    public void Finish()
    {
        int length = _encoder.Encode(_nothing, _packet);
        _file.Add(_packet.AsSpan(0, length), (_packets * FrameSamples) + _encoder.LookAhead);
        _file.Finish();
    }

    public void Dispose() => _file.Dispose();

    private void Put(ReadOnlySpan<byte> packet)
    {
        _packets++;
        _file.Add(packet, _packets * FrameSamples);
        if (++_waiting < PagePackets)
            return;
        _file.Flush();
        _waiting = 0;
    }

    /// <summary>Section 5.1.</summary>
    private static byte[] Head(int skipped)
    {
        var head = new byte[19];
        "OpusHead"u8.CopyTo(head);
        (head[8], head[9]) = (1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), (ushort)skipped);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), 48000);
        return head;
    }
}
