using System.Buffers.Binary;

namespace Conferencing.Bridge.Recordings;

/// <summary>What an Ogg FLAC stream begins with (RFC 9639 sections 8 and 10.1): mono, 16 bits, as many samples as there will be.</summary>
internal static class FlacHead
{
    /// <summary>Where the first packet has the sample rate, in the upper 20 bits of four bytes.</summary>
    private const int RateOffset = StreamInfo + 10;

    private const int StreamInfo = Mapping + 4;
    private const int StreamInfoSize = 34;

    /// <summary>The mapping's own header, then the signature of FLAC.</summary>
    private const int Mapping = 9 + 4;

    /// <summary>Section 10.1: so the first packet of FLAC in Ogg begins.</summary>
    private static ReadOnlySpan<byte> Signature => "\u007FFLAC"u8;

    private const byte LastBlock = 0x80;
    private const byte CommentBlock = 4;

    /// <param name="least">Samples in the smallest block but the last.</param>
    /// <param name="most">In the largest; another number, so that readers know blocks of any size.</param>
    public static byte[] First(int rateHz, int least, int most)
    {
        var head = new byte[StreamInfo + StreamInfoSize];
        // Version 1.0 of the mapping; one more header packet.
        ((ReadOnlySpan<byte>)[.. Signature, 1, 0, 0, 1, .. "fLaC"u8]).CopyTo(head);
        head[Mapping + 3] = StreamInfoSize;
        var info = head.AsSpan(StreamInfo);
        BinaryPrimitives.WriteUInt16BigEndian(info, (ushort)least);
        BinaryPrimitives.WriteUInt16BigEndian(info[2..], (ushort)most);
        // Rate (20 bits), channels less one (3), bits of a sample less one (5), the upper bits of how many samples: not known.
        BinaryPrimitives.WriteUInt32BigEndian(info[10..], ((uint)rateHz << 12) | (15u << 4));
        return head;
    }

    /// <summary>The sample rate in a first packet, Hz; 0 when it is not one of FLAC.</summary>
    /// <param name="head">At least its first 31 bytes.</param>
    public static int RateOf(ReadOnlySpan<byte> head) =>
        head.StartsWith(Signature) ? (int)(BinaryPrimitives.ReadUInt32BigEndian(head[RateOffset..]) >> 12) : 0;

    public static byte[] Second(string title)
    {
        var comments = OggFile.Comments(title);
        return [LastBlock | CommentBlock, (byte)(comments.Length >> 16), (byte)(comments.Length >> 8), (byte)comments.Length, .. comments];
    }
}
