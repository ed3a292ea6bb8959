using System.Buffers.Binary;

namespace Conferencing.Bridge.Recordings;

/// <summary>How long a file of ours plays, whatever it holds, by its first and its last page.</summary>
internal static class OggLength
{
    private const int TailBytes = 1 << 17;

    /// <summary>The first page's own header, of one segment; its packet follows.</summary>
    private const int HeadOffset = 28;

    /// <summary>As much of that packet as is looked at.</summary>
    private const int HeadBytes = 32;

    private const int OpusRateHz = 48000;

    /// <summary>The file may have been left in the middle of a page; one that does not begin as ours do plays nothing.</summary>
    /// <exception cref="IOException">It cannot be read, or is shorter than its first page.</exception>
    public static TimeSpan Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var tail = new byte[Math.Min(TailBytes, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var head = new byte[HeadBytes];
        file.Seek(HeadOffset, SeekOrigin.Begin);
        file.ReadExactly(head);
        var (rateHz, skipped) = Read(head);
        if (rateHz == 0)
            return TimeSpan.Zero;
        long samples = (OggStream.LastGranule(tail) ?? 0) - skipped;
        return TimeSpan.FromSeconds((double)Math.Max(0, samples) / rateHz);
    }

    /// <summary>Positions of Opus count 48 kHz with what is skipped (RFC 7845 section 4), those of FLAC its own samples (RFC 9639 section 10.1); 0 Hz of anything else.</summary>
    private static (int RateHz, int Skipped) Read(ReadOnlySpan<byte> head) => head.StartsWith("OpusHead"u8)
        ? (OpusRateHz, BinaryPrimitives.ReadUInt16LittleEndian(head[10..]))
        : (FlacHead.RateOf(head), 0);
}
