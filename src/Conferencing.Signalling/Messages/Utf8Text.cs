using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>UTF-8 text that is being put together in rented memory. Knows no header.</summary>
internal struct Utf8Text : IDisposable
{
    private const int FirstBytes = 2048;
    private const int LongestNumber = 20;

    /// <summary>No character of UTF-16 becomes more bytes.</summary>
    private const int BytesPerCharacter = 3;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length;

    public Utf8Text()
    {
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    public void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
    }

    public void Add(ReadOnlySpan<char> text)
    {
        var room = Room(text.Length);
        if (Ascii.FromUtf16(text, room, out var written) != OperationStatus.Done)
            written = Encoding.UTF8.GetBytes(text, Room(text.Length * BytesPerCharacter));
        _length += written;
    }

    public void Add(char letter) => Add(new ReadOnlySpan<char>(in letter));

    public void Add(long number)
    {
        Utf8Formatter.TryFormat(number, Room(LongestNumber), out var written);
        _length += written;
    }

    public readonly byte[] ToArray(ReadOnlySpan<byte> more)
    {
        var bytes = new byte[_length + more.Length];
        _bytes.AsSpan(0, _length).CopyTo(bytes);
        more.CopyTo(bytes.AsSpan(_length));
        return bytes;
    }

    private Span<byte> Room(int wanted)
    {
        if (_bytes.Length - _length < wanted)
            Grow(_length + wanted);
        return _bytes.AsSpan(_length);
    }

    private void Grow(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(least, _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
