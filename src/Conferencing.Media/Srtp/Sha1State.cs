using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Conferencing.Media.Srtp;

/// <summary>
/// The chaining value of SHA-1 (RFC 3174) as a value that is copied: what a key begins with is computed once and not for every packet, which no
/// hash of the framework allows. Neither branches nor looks anything up by what it hashes. Pads nothing.
/// </summary>
internal struct Sha1State
{
    public const int BlockSize = 64;

    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;
    private uint _e;

    public static Sha1State Initial { get; } = new() { _a = 0x67452301, _b = 0xEFCDAB89, _c = 0x98BADCFE, _d = 0x10325476, _e = 0xC3D2E1F0 };

    /// <summary>Takes whole blocks. Returns how many bytes that were.</summary>
    public int Take(ReadOnlySpan<byte> data)
    {
        Span<uint> words = stackalloc uint[80];
        int taken = 0;
        for (; data.Length - taken >= BlockSize; taken += BlockSize)
        {
            Schedule(data.Slice(taken, BlockSize), words);
            Compress(words);
        }

        return taken;
    }

    public readonly void Write(Span<byte> hash)
    {
        BinaryPrimitives.WriteUInt32BigEndian(hash, _a);
        BinaryPrimitives.WriteUInt32BigEndian(hash[4..], _b);
        BinaryPrimitives.WriteUInt32BigEndian(hash[8..], _c);
        BinaryPrimitives.WriteUInt32BigEndian(hash[12..], _d);
        BinaryPrimitives.WriteUInt32BigEndian(hash[16..], _e);
    }

    /// <summary>The words of all rounds (6.1 a, b). From the 32nd on none depends on its three neighbours, when two steps are taken as one.</summary>
    private static void Schedule(ReadOnlySpan<byte> block, Span<uint> words)
    {
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(block), words);
        for (int t = 16; t < 32; t++)
            words[t] = BitOperations.RotateLeft(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
        ref uint first = ref MemoryMarshal.GetReference(words);
        for (nuint t = 32; t < 80; t += 4)
        {
            var mixed = Vector128.LoadUnsafe(ref first, t - 6) ^ Vector128.LoadUnsafe(ref first, t - 16)
                ^ Vector128.LoadUnsafe(ref first, t - 28) ^ Vector128.LoadUnsafe(ref first, t - 32);
            ((mixed << 2) | (mixed >> 30)).StoreUnsafe(ref first, t);
        }
    }

    /// <summary>The eighty rounds (6.1 d), five at a time, so that no value changes its name.</summary>
    private void Compress(ReadOnlySpan<uint> words)
    {
        uint a = _a, b = _b, c = _c, d = _d, e = _e;
        int t = 0;
        for (; t < 20; t += 5)
        {
            Round(a, ref b, ref e, Choose(b, c, d), 0x5A827999 + words[t]);
            Round(e, ref a, ref d, Choose(a, b, c), 0x5A827999 + words[t + 1]);
            Round(d, ref e, ref c, Choose(e, a, b), 0x5A827999 + words[t + 2]);
            Round(c, ref d, ref b, Choose(d, e, a), 0x5A827999 + words[t + 3]);
            Round(b, ref c, ref a, Choose(c, d, e), 0x5A827999 + words[t + 4]);
        }

        for (; t < 40; t += 5)
        {
            Round(a, ref b, ref e, b ^ c ^ d, 0x6ED9EBA1 + words[t]);
            Round(e, ref a, ref d, a ^ b ^ c, 0x6ED9EBA1 + words[t + 1]);
            Round(d, ref e, ref c, e ^ a ^ b, 0x6ED9EBA1 + words[t + 2]);
            Round(c, ref d, ref b, d ^ e ^ a, 0x6ED9EBA1 + words[t + 3]);
            Round(b, ref c, ref a, c ^ d ^ e, 0x6ED9EBA1 + words[t + 4]);
        }

        for (; t < 60; t += 5)
        {
            Round(a, ref b, ref e, Majority(b, c, d), 0x8F1BBCDC + words[t]);
            Round(e, ref a, ref d, Majority(a, b, c), 0x8F1BBCDC + words[t + 1]);
            Round(d, ref e, ref c, Majority(e, a, b), 0x8F1BBCDC + words[t + 2]);
            Round(c, ref d, ref b, Majority(d, e, a), 0x8F1BBCDC + words[t + 3]);
            Round(b, ref c, ref a, Majority(c, d, e), 0x8F1BBCDC + words[t + 4]);
        }

        for (; t < 80; t += 5)
        {
            Round(a, ref b, ref e, b ^ c ^ d, 0xCA62C1D6 + words[t]);
            Round(e, ref a, ref d, a ^ b ^ c, 0xCA62C1D6 + words[t + 1]);
            Round(d, ref e, ref c, e ^ a ^ b, 0xCA62C1D6 + words[t + 2]);
            Round(c, ref d, ref b, d ^ e ^ a, 0xCA62C1D6 + words[t + 3]);
            Round(b, ref c, ref a, c ^ d ^ e, 0xCA62C1D6 + words[t + 4]);
        }

        (_a, _b, _c, _d, _e) = (_a + a, _b + b, _c + c, _d + d, _e + e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(uint a, ref uint b, ref uint e, uint mixed, uint word)
    {
        e += BitOperations.RotateLeft(a, 5) + mixed + word;
        b = BitOperations.RotateLeft(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Choose(uint b, uint c, uint d) => d ^ (b & (c ^ d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Majority(uint b, uint c, uint d) => (b & c) + (d & (b ^ c));
}
