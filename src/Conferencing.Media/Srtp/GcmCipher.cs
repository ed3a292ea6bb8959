using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Conferencing.Media.Srtp;

/// <summary>AES-GCM (RFC 7714) by the processor's own instructions: no call into a library for a packet of 160 bytes, and no exception for a forged one.</summary>
internal sealed class GcmCipher : PacketCipher
{
    private readonly AesCounter _aes;
    private readonly GcmHash _hash;
    private readonly GcmFrame _frame;

    public GcmCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, bool isRtcp)
    {
        _aes = new AesCounter(key);
        _hash = new GcmHash(_aes.Encrypt(Vector128<byte>.Zero));
        _frame = new GcmFrame(salt, isRtcp);
    }

    public static bool IsAccelerated => AesCounter.IsAccelerated && GcmHash.IsSupported;

    public override int TagSize => GcmFrame.TagSize;

    public override void Seal(Span<byte> packet, int clear, in PacketPosition position, uint word, Span<byte> tag)
    {
        var (first, next) = Counters(position);
        _aes.Xor(next, packet[clear..], packet[clear..]);
        Tag(packet, clear, word, first).CopyTo(tag);
    }

    public override bool TryOpen(
        ReadOnlySpan<byte> packet, int clear, in PacketPosition position, uint word, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        var (first, next) = Counters(position);
        Span<byte> expected = stackalloc byte[GcmFrame.TagSize];
        Tag(packet, clear, word, first).CopyTo(expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag))
            return false;
        packet[..clear].CopyTo(plain);
        _aes.Xor(next, packet[clear..], plain[clear..]);
        return true;
    }

    public override void Dispose() => _aes.Dispose();

    private Vector128<byte> Tag(ReadOnlySpan<byte> packet, int clear, uint word, Vector128<byte> first) =>
        _hash.Of(_frame.Associated(packet[..clear], word), packet[clear..]) ^ _aes.Encrypt(first);

    /// <summary>J0 of SP 800-38D 7.1, which makes the tag, and the one after it, with which the key stream begins.</summary>
    private (Vector128<byte> First, Vector128<byte> Next) Counters(in PacketPosition position)
    {
        Span<byte> block = stackalloc byte[16];
        _frame.Nonce(position, block);
        BinaryPrimitives.WriteUInt32BigEndian(block[GcmFrame.NonceSize..], 1);
        var first = Vector128.Create<byte>(block);
        BinaryPrimitives.WriteUInt32BigEndian(block[GcmFrame.NonceSize..], 2);
        return (first, Vector128.Create<byte>(block));
    }
}

/// <summary>The same through the platform's library, where the processor has no instructions for it.</summary>
internal sealed class PlatformGcmCipher : PacketCipher
{
    private readonly AesGcm _gcm;
    private readonly GcmFrame _frame;

    public PlatformGcmCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, bool isRtcp)
    {
        _gcm = new AesGcm(key, GcmFrame.TagSize);
        _frame = new GcmFrame(salt, isRtcp);
    }

    public override int TagSize => GcmFrame.TagSize;

    public override void Seal(Span<byte> packet, int clear, in PacketPosition position, uint word, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[GcmFrame.NonceSize];
        _frame.Nonce(position, nonce);
        _gcm.Encrypt(nonce, packet[clear..], packet[clear..], tag, _frame.Associated(packet[..clear], word));
    }

    public override bool TryOpen(
        ReadOnlySpan<byte> packet, int clear, in PacketPosition position, uint word, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[GcmFrame.NonceSize];
        _frame.Nonce(position, nonce);
        try
        {
            _gcm.Decrypt(nonce, packet[clear..], tag, plain[clear..packet.Length], _frame.Associated(packet[..clear], word));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        packet[..clear].CopyTo(plain);
        return true;
    }

    public override void Dispose() => _gcm.Dispose();
}

/// <summary>Nonce and associated bytes of a packet under GCM (RFC 7714 8.1 to 9.3).</summary>
internal sealed class GcmFrame
{
    public const int TagSize = 16;
    public const int NonceSize = 12;

    private readonly byte[] _salt;

    /// <summary>An RTCP packet may be authenticated without being encrypted: then all of it, and its index.</summary>
    private readonly byte[] _associated;

    public GcmFrame(ReadOnlySpan<byte> salt, bool isRtcp)
    {
        _salt = salt.ToArray();
        _associated = isRtcp ? new byte[SrtpReceiver.MaxDatagram + 4] : [];
    }

    /// <summary>Two zeros, SSRC, 48 bits of index, all ⊕ salt.</summary>
    public void Nonce(in PacketPosition position, Span<byte> nonce)
    {
        BinaryPrimitives.WriteUInt16BigEndian(nonce, 0);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], position.Ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(nonce[6..], (ushort)(position.Index >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], (uint)position.Index);
        for (int i = 0; i < NonceSize; i++)
            nonce[i] ^= _salt[i];
    }

    /// <summary>What is clear in the packet; RTCP's index with its E flag as well.</summary>
    public ReadOnlySpan<byte> Associated(ReadOnlySpan<byte> clear, uint word)
    {
        if (_associated.Length == 0)
            return clear;
        clear.CopyTo(_associated);
        BinaryPrimitives.WriteUInt32BigEndian(_associated.AsSpan(clear.Length), word);
        return _associated.AsSpan(0, clear.Length + 4);
    }
}
