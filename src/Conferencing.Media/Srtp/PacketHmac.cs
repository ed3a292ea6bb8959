using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Conferencing.Media.Srtp;

/// <summary>
/// HMAC-SHA1 (RFC 2104) of a packet and the word that is authenticated with it, under one key whose two first blocks are hashed beforehand: four
/// blocks for a packet of 20 ms of G.711 instead of six, and no call into a library. Compares no tags.
/// </summary>
internal sealed class PacketHmac
{
    private const int LengthSize = 8;
    private const byte PaddingBegins = 0x80;

    private readonly Sha1State _inner;
    private readonly Sha1State _outer;

    /// <param name="key">At most a block.</param>
    public PacketHmac(ReadOnlySpan<byte> key)
    {
        _inner = Begun(key, 0x36);
        _outer = Begun(key, 0x5C);
    }

    /// <param name="hash">Twenty bytes.</param>
    public void Compute(ReadOnlySpan<byte> packet, uint word, Span<byte> hash)
    {
        var state = _inner;
        int taken = state.Take(packet);
        Span<byte> rest = stackalloc byte[2 * Sha1State.BlockSize];
        packet[taken..].CopyTo(rest);
        int length = packet.Length - taken;
        BinaryPrimitives.WriteUInt32BigEndian(rest[length..], word);
        Finish(ref state, rest, length + sizeof(uint), packet.Length + sizeof(uint), hash);

        state = _outer;
        hash[..SHA1.HashSizeInBytes].CopyTo(rest);
        Finish(ref state, rest, SHA1.HashSizeInBytes, SHA1.HashSizeInBytes, hash);
    }

    private static Sha1State Begun(ReadOnlySpan<byte> key, byte pad)
    {
        Span<byte> block = stackalloc byte[Sha1State.BlockSize];
        block.Clear();
        key.CopyTo(block);
        foreach (ref byte one in block)
            one ^= pad;
        var state = Sha1State.Initial;
        state.Take(block);
        CryptographicOperations.ZeroMemory(block);
        return state;
    }

    /// <summary>Pads what is left (RFC 3174 4); the key's block counts in the length.</summary>
    private static void Finish(ref Sha1State state, Span<byte> rest, int length, int whole, Span<byte> hash)
    {
        int padded = length < Sha1State.BlockSize - LengthSize ? Sha1State.BlockSize : 2 * Sha1State.BlockSize;
        rest[length] = PaddingBegins;
        rest[(length + 1)..padded].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(rest[(padded - LengthSize)..], (ulong)(Sha1State.BlockSize + whole) * 8);
        state.Take(rest[..padded]);
        state.Write(hash);
    }
}
