using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Conferencing.Media.Srtp;

/// <summary>AES-CM with HMAC-SHA1 (RFC 3711 4.1.1 and 4.2.1, RFC 6188).</summary>
internal sealed class CounterModeCipher : PacketCipher
{
    /// <summary>Bytes of n_a (RFC 3711 5.2), for every length of the tag.</summary>
    public const int AuthenticationKeySize = 20;

    private readonly AesCounter _aes;
    private readonly Vector128<byte> _salt;
    private readonly PacketHmac _hmac;

    public CounterModeCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> authenticationKey, int tagSize)
    {
        Span<byte> block = stackalloc byte[16];
        block.Clear();
        salt.CopyTo(block);
        _salt = Vector128.Create<byte>(block);
        _aes = new AesCounter(key);
        _hmac = new PacketHmac(authenticationKey);
        TagSize = tagSize;
    }

    public override int TagSize { get; }

    public override void Seal(Span<byte> packet, int clear, in PacketPosition position, uint word, Span<byte> tag)
    {
        _aes.Xor(Counter(position), packet[clear..], packet[clear..]);
        Span<byte> whole = stackalloc byte[SHA1.HashSizeInBytes];
        _hmac.Compute(packet, word, whole);
        whole[..TagSize].CopyTo(tag);
    }

    public override bool TryOpen(
        ReadOnlySpan<byte> packet, int clear, in PacketPosition position, uint word, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        Span<byte> whole = stackalloc byte[SHA1.HashSizeInBytes];
        _hmac.Compute(packet, word, whole);
        if (!CryptographicOperations.FixedTimeEquals(whole[..TagSize], tag))
            return false;
        packet[..clear].CopyTo(plain);
        _aes.Xor(Counter(position), packet[clear..], plain[clear..]);
        return true;
    }

    public override void Dispose() => _aes.Dispose();

    /// <summary>(salt · 2^16) ⊕ (SSRC · 2^64) ⊕ (index · 2^16), RFC 3711 4.1.1.</summary>
    private Vector128<byte> Counter(in PacketPosition position) => _salt ^ Vector128.Create(
        BinaryPrimitives.ReverseEndianness((ulong)position.Ssrc), BinaryPrimitives.ReverseEndianness(position.Index << 16)).AsByte();
}
