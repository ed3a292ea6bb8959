using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>The four bytes every RTCP packet begins with (RFC 3550 6.4.1).</summary>
public readonly record struct RtcpHeader
{
    public const int Size = 4;

    /// <summary>Report or source count, 0 to 31.</summary>
    public int Count { get; init; }

    public RtcpType Type { get; init; }

    /// <summary>Bytes of the whole packet, this header included.</summary>
    public int Length { get; init; }

    /// <summary>Bytes of padding at the end, part of <see cref="Length"/>.</summary>
    public int Padding { get; init; }

    public static bool TryParse(ReadOnlySpan<byte> data, out RtcpHeader header)
    {
        header = default;
        if (data.Length < Size || data[0] >> 6 != 2)
            return false;

        int length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(data[2..]) + 1);
        if (length > data.Length)
            return false;

        int padding = (data[0] & 0x20) != 0 ? data[length - 1] : 0;
        if (padding > length - Size)
            return false;

        header = new RtcpHeader { Count = data[0] & 0x1F, Type = (RtcpType)data[1], Length = length, Padding = padding };
        return true;
    }

    /// <param name="length">Bytes of the whole packet, a multiple of four.</param>
    public static void Write(Span<byte> data, int count, RtcpType type, int length)
    {
        data[0] = (byte)(0x80 | count);
        data[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(data[2..], (ushort)((length / 4) - 1));
    }
}
