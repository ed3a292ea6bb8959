using System.Buffers.Binary;
using System.Text;

namespace Conferencing.Bridge.Recordings;

/// <summary>
/// An Ogg file of one stream that only ever grows: each page is handed to the operating system with one write, so that after the death of the
/// process it opens as it is, short of the page that was being filled. Knows nothing of what the packets are.
/// </summary>
internal sealed class OggFile : IDisposable
{
    private readonly FileStream _file;
    private readonly OggStream _ogg;

    /// <summary>Position at the end of the last packet that was added.</summary>
    private long _granule;

    public OggFile(string path, uint serial)
    {
        // No buffer: a page is one write(2). Who reads it while it grows, or deletes it, is not in the way.
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _ogg = new OggStream(serial);
    }

    /// <summary>What is in the file.</summary>
    public long Bytes { get; private set; }

    /// <summary>The packets every reader needs first, each in a page of its own, all at once: there is no moment at which the file would not open.</summary>
    /// <param name="first">A packet of sound, ending at <paramref name="granule"/>.</param>
    /// <exception cref="IOException">The disk is full, or broken; the file is closed.</exception>
    public void Begin(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tags, ReadOnlySpan<byte> first, long granule)
    {
        try
        {
            Write([.. Page(head, 0, OggStream.Mark.First), .. Page(tags, 0), .. Page(first, granule)]);
        }
        catch
        {
            Dispose();
            throw;
        }

        _granule = granule;
    }

    /// <param name="granule">Position at the packet's end.</param>
    public void Add(ReadOnlySpan<byte> packet, long granule)
    {
        if (!_ogg.TryAdd(packet))
        {
            Flush();
            _ogg.TryAdd(packet);
        }

        _granule = granule;
    }

    /// <summary>What was added goes to the operating system.</summary>
    public void Flush()
    {
        if (!_ogg.IsEmpty)
            Write(_ogg.Cut(_granule));
    }

    /// <summary>Ends the stream in good order, with what was added since the page before.</summary>
    public void Finish() => Write(_ogg.Cut(_granule, OggStream.Mark.Last));

    public void Dispose() => _file.Dispose();

    /// <summary>The comment header that Opus (RFC 7845 section 5.2) and FLAC (RFC 9639 section 8.6) share; cut so that it fits into one page.</summary>
    /// <param name="title">What players show.</param>
    public static byte[] Comments(string title)
    {
        const int Longest = 500;
        var vendor = "conferencing"u8;
        var comment = Encoding.UTF8.GetBytes($"TITLE={(title.Length > Longest ? title[..Longest] : title)}");
        var comments = new byte[4 + vendor.Length + 4 + 4 + comment.Length];
        BinaryPrimitives.WriteInt32LittleEndian(comments, vendor.Length);
        vendor.CopyTo(comments.AsSpan(4));
        BinaryPrimitives.WriteInt32LittleEndian(comments.AsSpan(4 + vendor.Length), 1);
        BinaryPrimitives.WriteInt32LittleEndian(comments.AsSpan(8 + vendor.Length), comment.Length);
        comment.CopyTo(comments.AsSpan(12 + vendor.Length));
        return comments;
    }

    private byte[] Page(ReadOnlySpan<byte> packet, long granule, OggStream.Mark mark = OggStream.Mark.None)
    {
        _ogg.TryAdd(packet);
        return _ogg.Cut(granule, mark).ToArray();
    }

    /// <summary>Of a page that does not fit on the disk a part may be there.</summary>
    private void Write(ReadOnlySpan<byte> page)
    {
        try
        {
            _file.Write(page);
        }
        finally
        {
            Bytes = _file.Length;
        }
    }
}
