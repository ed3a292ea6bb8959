using System.Buffers.Binary;

namespace Conferencing.Bridge.Recordings;

/// <summary>
/// Packets to pages of one logical Ogg stream (RFC 3533). Only whole packets go into a page, so that whatever pages a file has, they can be
/// played. Knows nothing of what the packets are.
/// </summary>
internal sealed class OggStream(uint serial)
{
    private const int HeaderSize = 27;
    private const int MaxSegments = 255;
    private const int MaxBody = 255 * MaxSegments;

    private static readonly uint[] Crc = MakeCrc();

    private readonly byte[] _page = new byte[HeaderSize + MaxSegments + MaxBody];
    private readonly byte[] _body = new byte[MaxBody];
    private readonly byte[] _lacing = new byte[MaxSegments];
    private int _length;
    private int _segments;
    private uint _sequence;

    [Flags]
    public enum Mark
    {
        None = 0,
        First = 2,
        Last = 4,
    }

    public bool IsEmpty => _segments == 0;

    /// <summary>False when the page is full; cut it and add the packet to the next.</summary>
    public bool TryAdd(ReadOnlySpan<byte> packet)
    {
        // Section 5: whole segments of 255 bytes, then one that is shorter, if need be empty.
        int segments = (packet.Length / 255) + 1;
        if (_segments + segments > MaxSegments)
            return false;
        packet.CopyTo(_body.AsSpan(_length));
        _length += packet.Length;
        _lacing.AsSpan(_segments, segments - 1).Fill(255);
        _lacing[_segments + segments - 1] = (byte)(packet.Length % 255);
        _segments += segments;
        return true;
    }

    /// <summary>The page of what was added. Valid until the next call.</summary>
    /// <param name="granule">Position at the end of its last packet.</param>
    public ReadOnlySpan<byte> Cut(long granule, Mark mark = Mark.None)
    {
        "OggS"u8.CopyTo(_page);
        _page[4] = 0;
        _page[5] = (byte)mark;
        BinaryPrimitives.WriteInt64LittleEndian(_page.AsSpan(6), granule);
        BinaryPrimitives.WriteUInt32LittleEndian(_page.AsSpan(14), serial);
        BinaryPrimitives.WriteUInt32LittleEndian(_page.AsSpan(18), _sequence++);
        _page.AsSpan(22, 4).Clear();
        _page[26] = (byte)_segments;
        _lacing.AsSpan(0, _segments).CopyTo(_page.AsSpan(HeaderSize));
        _body.AsSpan(0, _length).CopyTo(_page.AsSpan(HeaderSize + _segments));
        var page = _page.AsSpan(0, HeaderSize + _segments + _length);
        BinaryPrimitives.WriteUInt32LittleEndian(_page.AsSpan(22), Checksum(page));
        (_length, _segments) = (0, 0);
        return page;
    }

    /// <summary>The granule position of the last whole page in a piece of a file; null when there is none.</summary>
    public static long? LastGranule(ReadOnlySpan<byte> tail)
    {
        for (int at = tail.LastIndexOf("OggS"u8); at >= 0; at = tail[..at].LastIndexOf("OggS"u8))
        {
            if (IsWhole(tail[at..]))
                return BinaryPrimitives.ReadInt64LittleEndian(tail[(at + 6)..]);
        }

        return null;
    }

    private static bool IsWhole(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < HeaderSize || rest.Length < HeaderSize + rest[26])
            return false;
        int size = HeaderSize + rest[26];
        foreach (byte lacing in rest.Slice(HeaderSize, rest[26]))
            size += lacing;
        if (rest.Length < size)
            return false;
        Span<byte> page = rest[..size].ToArray();
        uint told = BinaryPrimitives.ReadUInt32LittleEndian(page[22..]);
        page.Slice(22, 4).Clear();
        return Checksum(page) == told;
    }

    /// <summary>Section 6: polynomial 04c11db7, not reflected, begun with zero.</summary>
    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        uint crc = 0;
        foreach (byte one in page)
            crc = (crc << 8) ^ Crc[(crc >> 24) ^ one];
        return crc;
    }

    private static uint[] MakeCrc()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i << 24;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc & 0x80000000) != 0 ? 0x04c11db7u : 0);
            table[i] = crc;
        }

        return table;
    }
}
