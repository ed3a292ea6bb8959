using System.Buffers.Binary;
using System.Text;

namespace Conferencing.Bridge.Recordings;

/// <summary>
/// An Ogg Opus file (RFC 7845), mono, that only ever grows: each page is handed to the operating system with one write, so that after the
/// death of the process it opens as it is, short of the page that was being filled. Does not encode.
/// </summary>
internal sealed class OpusFile : IDisposable
{
    /// <summary>Packets of 20 ms in a page: half a second.</summary>
    private const int PagePackets = 25;

    private const int PacketSamples = 960;
    private const int RateHz = 48000;
    private const int TailBytes = 1 << 17;

    /// <summary>Where the header tells how many samples are skipped: after the first page's own header of one segment.</summary>
    private const int SkipOffset = 28 + 10;

    private readonly FileStream _file;
    private readonly OggStream _ogg;
    private readonly int _lookAhead;
    private int _waiting;

    /// <summary>The one that is skipped included.</summary>
    private long _packets = 1;

    /// <param name="lookAhead">Samples by which the encoder is late.</param>
    /// <param name="title">What players show.</param>
    /// <param name="first">A packet that players skip: a file without any would not open.</param>
    public OpusFile(string path, uint serial, int lookAhead, string title, ReadOnlySpan<byte> first)
    {
        // No buffer: a page is one write(2). Who reads it while it grows, or deletes it, is not in the way.
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _ogg = new OggStream(serial);
        _lookAhead = lookAhead;
        // All at once: there is no moment at which it would not open.
        Write([.. Page(Head(lookAhead + PacketSamples), 0, OggStream.Mark.First), .. Page(Tags(title), 0), .. Page(first, PacketSamples)]);
    }

    public long Bytes { get; private set; }

    /// <summary>A packet of 20 ms.</summary>
    public void Add(ReadOnlySpan<byte> packet)
    {
        if (_waiting == PagePackets || !_ogg.TryAdd(packet))
        {
            Flush();
            _ogg.TryAdd(packet);
        }

        _packets++;
        _waiting++;
        if (_waiting == PagePackets)
            Flush();
    }

    /// <summary>Ends the file in good order.</summary>
    /// <param name="packet">One packet more, which brings out what the encoder still holds; players cut off the rest of it (section 4).</param>
    public void Finish(ReadOnlySpan<byte> packet)
    {
        if (!_ogg.TryAdd(packet))
        {
            Flush();
            _ogg.TryAdd(packet);
        }

        Write(_ogg.Cut((_packets * PacketSamples) + _lookAhead, OggStream.Mark.Last));
    }

    /// <summary>How long a file plays that may have been left in the middle of a page.</summary>
    public static TimeSpan LengthOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var tail = new byte[Math.Min(TailBytes, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var skipped = new byte[2];
        file.Seek(SkipOffset, SeekOrigin.Begin);
        file.ReadExactly(skipped);
        long samples = (OggStream.LastGranule(tail) ?? 0) - BinaryPrimitives.ReadUInt16LittleEndian(skipped);
        return TimeSpan.FromSeconds((double)Math.Max(0, samples) / RateHz);
    }

    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        if (!_ogg.IsEmpty)
            Write(_ogg.Cut(_packets * PacketSamples));
        _waiting = 0;
    }

    private byte[] Page(ReadOnlySpan<byte> packet, long granule, OggStream.Mark mark = OggStream.Mark.None)
    {
        _ogg.TryAdd(packet);
        return _ogg.Cut(granule, mark).ToArray();
    }

    private void Write(ReadOnlySpan<byte> page)
    {
        _file.Write(page);
        Bytes += page.Length;
    }

    /// <summary>Section 5.1.</summary>
    private static byte[] Head(int skipped)
    {
        var head = new byte[19];
        "OpusHead"u8.CopyTo(head);
        (head[8], head[9]) = (1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), (ushort)skipped);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), RateHz);
        return head;
    }

    /// <summary>Section 5.2; cut so that it fits into one page.</summary>
    private static byte[] Tags(string title)
    {
        const int Longest = 500;
        var vendor = "conferencing"u8;
        var comment = Encoding.UTF8.GetBytes($"TITLE={(title.Length > Longest ? title[..Longest] : title)}");
        var tags = new byte[8 + 4 + vendor.Length + 4 + 4 + comment.Length];
        "OpusTags"u8.CopyTo(tags);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(8), vendor.Length);
        vendor.CopyTo(tags.AsSpan(12));
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(12 + vendor.Length), 1);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(16 + vendor.Length), comment.Length);
        comment.CopyTo(tags.AsSpan(20 + vendor.Length));
        return tags;
    }
}
