using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>BYE of one source, without a reason (RFC 3550 6.6).</summary>
public static class Goodbye
{
    public static int Write(Span<byte> data, uint ssrc)
    {
        RtcpHeader.Write(data, 1, RtcpType.Goodbye, 8);
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], ssrc);
        return 8;
    }

    /// <summary>True when <paramref name="ssrc"/> is among the sources that leave.</summary>
    public static bool Names(in RtcpPart part, uint ssrc)
    {
        if (part.Header.Type != RtcpType.Goodbye)
            return false;

        for (int i = 0; i < part.Header.Count && part.Body.Length >= (i + 1) * 4; i++)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(part.Body[(i * 4)..]) == ssrc)
                return true;
        }

        return false;
    }
}
