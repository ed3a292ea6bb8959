using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>SDES with the one item that is mandatory, CNAME (RFC 3550 6.5.1).</summary>
public static class SourceDescription
{
    private const byte CnameItem = 1;

    /// <param name="canonicalName">UTF-8, at most 255 bytes.</param>
    public static int Write(Span<byte> data, uint ssrc, ReadOnlySpan<byte> canonicalName)
    {
        // The item list ends with one to four zero bytes, up to a multiple of four.
        int chunk = 4 + 2 + canonicalName.Length;
        int length = RtcpHeader.Size + ((chunk / 4) + 1) * 4;
        data[..length].Clear();
        RtcpHeader.Write(data, 1, RtcpType.SourceDescription, length);
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], ssrc);
        data[8] = CnameItem;
        data[9] = (byte)canonicalName.Length;
        canonicalName.CopyTo(data[10..]);
        return length;
    }

    /// <summary>The CNAME of the first chunk; false when there is none or an item does not fit.</summary>
    public static bool TryParse(in RtcpPart part, out uint ssrc, out ReadOnlySpan<byte> canonicalName)
    {
        ssrc = 0;
        canonicalName = default;
        if (part.Header.Type != RtcpType.SourceDescription || part.Header.Count == 0 || part.Body.Length < 4)
            return false;

        ssrc = BinaryPrimitives.ReadUInt32BigEndian(part.Body);
        var items = part.Body[4..];
        while (items.Length >= 2 && items[0] != 0 && items.Length >= 2 + items[1])
        {
            if (items[0] == CnameItem)
            {
                canonicalName = items.Slice(2, items[1]);
                return true;
            }

            items = items[(2 + items[1])..];
        }

        return false;
    }
}
