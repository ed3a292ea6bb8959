using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Conferencing.Media.Srtp;

/// <summary>
/// AES in counter mode: by the processor's own instructions, four blocks in flight, else through the platform's AES.
/// Knows nothing of packets.
/// </summary>
internal sealed class AesCounter : IDisposable
{
    private const int BlockSize = 16;
    private const int Lanes = 4;

    private readonly Vector128<byte>[] _roundKeys = [];
    private readonly ICryptoTransform? _platform;
    private readonly byte[] _counters = [];
    private readonly byte[] _stream = [];

    /// <param name="key">16 or 32 bytes.</param>
    /// <param name="portable">Forces the platform's AES, for tests of it.</param>
    public AesCounter(ReadOnlySpan<byte> key, bool portable = false)
    {
        if (IsAccelerated && !portable)
        {
            _roundKeys = Expand(key);
            return;
        }

        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB; // one block at a time: the counter makes the mode
        aes.Padding = PaddingMode.None;
        _platform = aes.CreateEncryptor(key.ToArray(), null);
        _counters = new byte[Lanes * BlockSize];
        _stream = new byte[Lanes * BlockSize];
    }

    public static bool IsAccelerated => X86Aes.IsSupported || ArmAes.IsSupported;

    /// <summary>Adds the key stream that begins with this counter block. The last 32 bits count.</summary>
    /// <param name="destination">At least as long as the source; may be the source itself.</param>
    public void Xor(Vector128<byte> counter, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        uint number = BinaryPrimitives.ReverseEndianness(counter.AsUInt32()[3]);
        Span<byte> stream = stackalloc byte[Lanes * BlockSize];
        while (!source.IsEmpty)
        {
            Stream(counter, number, stream);
            int count = Math.Min(source.Length, stream.Length);
            Add(source[..count], stream, destination);
            source = source[count..];
            destination = destination[count..];
            number += Lanes;
        }
    }

    /// <summary>One block through AES itself.</summary>
    public Vector128<byte> Encrypt(Vector128<byte> block)
    {
        Span<byte> stream = stackalloc byte[Lanes * BlockSize];
        Stream(block, BinaryPrimitives.ReverseEndianness(block.AsUInt32()[3]), stream);
        return Vector128.Create<byte>(stream[..BlockSize]);
    }

    public void Dispose() => _platform?.Dispose();

    private static void Add(ReadOnlySpan<byte> source, ReadOnlySpan<byte> stream, Span<byte> destination)
    {
        int at = 0;
        for (; at + BlockSize <= source.Length; at += BlockSize)
            (Vector128.Create(source[at..]) ^ Vector128.Create(stream[at..])).CopyTo(destination[at..]);
        for (; at < source.Length; at++)
            destination[at] = (byte)(source[at] ^ stream[at]);
    }

    private void Stream(Vector128<byte> counter, uint number, Span<byte> stream)
    {
        if (_platform is not null)
        {
            for (int i = 0; i < Lanes; i++)
                Numbered(counter, number + (uint)i).CopyTo(_counters, i * BlockSize);
            _platform.TransformBlock(_counters, 0, _counters.Length, _stream, 0);
            _stream.CopyTo(stream);
            return;
        }

        var a = Numbered(counter, number);
        var b = Numbered(counter, number + 1);
        var c = Numbered(counter, number + 2);
        var d = Numbered(counter, number + 3);
        if (X86Aes.IsSupported)
            EncryptX86(_roundKeys, ref a, ref b, ref c, ref d);
        else
            EncryptArm(_roundKeys, ref a, ref b, ref c, ref d);
        a.CopyTo(stream);
        b.CopyTo(stream[BlockSize..]);
        c.CopyTo(stream[(2 * BlockSize)..]);
        d.CopyTo(stream[(3 * BlockSize)..]);
    }

    private static Vector128<byte> Numbered(Vector128<byte> counter, uint number) =>
        counter.AsUInt32().WithElement(3, BinaryPrimitives.ReverseEndianness(number)).AsByte();

    private static void EncryptX86(
        ReadOnlySpan<Vector128<byte>> keys, ref Vector128<byte> a, ref Vector128<byte> b, ref Vector128<byte> c, ref Vector128<byte> d)
    {
        var (w, x, y, z) = (a ^ keys[0], b ^ keys[0], c ^ keys[0], d ^ keys[0]);
        for (int round = 1; round < keys.Length - 1; round++)
        {
            var key = keys[round];
            w = X86Aes.Encrypt(w, key);
            x = X86Aes.Encrypt(x, key);
            y = X86Aes.Encrypt(y, key);
            z = X86Aes.Encrypt(z, key);
        }

        var last = keys[^1];
        a = X86Aes.EncryptLast(w, last);
        b = X86Aes.EncryptLast(x, last);
        c = X86Aes.EncryptLast(y, last);
        d = X86Aes.EncryptLast(z, last);
    }

    /// <summary>Arm adds the round key before the substitution and mixes columns apart.</summary>
    private static void EncryptArm(
        ReadOnlySpan<Vector128<byte>> keys, ref Vector128<byte> a, ref Vector128<byte> b, ref Vector128<byte> c, ref Vector128<byte> d)
    {
        var (w, x, y, z) = (a, b, c, d);
        for (int round = 0; round < keys.Length - 2; round++)
        {
            var key = keys[round];
            w = ArmAes.MixColumns(ArmAes.Encrypt(w, key));
            x = ArmAes.MixColumns(ArmAes.Encrypt(x, key));
            y = ArmAes.MixColumns(ArmAes.Encrypt(y, key));
            z = ArmAes.MixColumns(ArmAes.Encrypt(z, key));
        }

        var (late, last) = (keys[^2], keys[^1]);
        a = ArmAes.Encrypt(w, late) ^ last;
        b = ArmAes.Encrypt(x, late) ^ last;
        c = ArmAes.Encrypt(y, late) ^ last;
        d = ArmAes.Encrypt(z, late) ^ last;
    }

    /// <summary>The key schedule of FIPS 197 5.2 on little-endian words.</summary>
    private static Vector128<byte>[] Expand(ReadOnlySpan<byte> key)
    {
        int words = key.Length / 4;
        var schedule = new uint[4 * (words + 7)];
        MemoryMarshal.Cast<byte, uint>(key).CopyTo(schedule);
        uint constant = 1;
        for (int i = words; i < schedule.Length; i++)
        {
            uint word = schedule[i - 1];
            if (i % words == 0)
            {
                word = Substitute(BitOperations.RotateRight(word, 8)) ^ constant;
                constant = (constant << 1) ^ (constant >> 7) * 0x11B;
            }
            else if (words == 8 && i % words == 4)
            {
                word = Substitute(word);
            }

            schedule[i] = schedule[i - words] ^ word;
        }

        return MemoryMarshal.Cast<uint, Vector128<byte>>(schedule).ToArray();
    }

    /// <summary>The S-box on each byte of a word; by instructions, so no table can be watched through the cache.</summary>
    private static uint Substitute(uint word)
    {
        var everywhere = Vector128.Create(word).AsByte();
        return X86Aes.IsSupported
            ? X86Aes.KeygenAssist(everywhere, 0).AsUInt32()[0]
            : ArmAes.Encrypt(everywhere, Vector128<byte>.Zero).AsUInt32()[0];
    }
}
