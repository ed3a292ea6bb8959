using System.Buffers.Binary;
using System.Security.Cryptography;
using Conferencing.Signalling.Defence;

namespace Conferencing.Signalling.Digest;

/// <summary>
/// A nonce that carries its own time and seal (RFC 7616 section 5.4), so that nothing is kept for strangers. It is good only for the source it was
/// sent to: whoever uses it receives there.
/// </summary>
/// <param name="Serial">Tells apart two nonces of the same moment.</param>
internal readonly record struct DigestNonce(Tick Issued, ulong Serial)
{
    private const int SealBytes = 16;
    private const int Bytes = 16 + SealBytes;

    public string Seal(byte[] secret, SourceKey source)
    {
        Span<byte> text = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(text, Issued.Microseconds);
        BinaryPrimitives.WriteUInt64BigEndian(text[8..], Serial);
        Authenticate(secret, source, text[..16], text[16..]);
        return Convert.ToHexStringLower(text);
    }

    /// <summary>False when this source was not sent it by us.</summary>
    public static bool TryOpen(string text, byte[] secret, SourceKey source, out DigestNonce nonce)
    {
        nonce = default;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (text.Length != 2 * Bytes || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> seal = stackalloc byte[SealBytes];
        Authenticate(secret, source, bytes[..16], seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, bytes[16..]))
            return false;
        nonce = new DigestNonce(new Tick(BinaryPrimitives.ReadInt64BigEndian(bytes)), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return true;
    }

    private static void Authenticate(byte[] secret, SourceKey source, ReadOnlySpan<byte> body, Span<byte> seal)
    {
        Span<byte> sealedText = stackalloc byte[25];
        body.CopyTo(sealedText);
        BinaryPrimitives.WriteUInt64BigEndian(sealedText[16..], source.Bits);
        sealedText[24] = source.IsV6 ? (byte)6 : (byte)4;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, sealedText, hash);
        hash[..SealBytes].CopyTo(seal);
    }
}

/// <summary>
/// Which nonces an account has used, and how often (the nc of RFC 7616 section 3.4.5): a count may only rise. Only right passwords come here, and
/// a fixed number of nonces is kept; those older than one pushed out count as used.
/// </summary>
internal sealed class NonceUses
{
    private const int Kept = 8;
    private readonly Dictionary<DigestNonce, uint> _counts = [];
    private Tick _floor = new(-1);

    /// <summary>False for a request that was seen before.</summary>
    public bool TryUse(DigestNonce nonce, uint count)
    {
        if (count == 0 || nonce.Issued <= _floor || (_counts.TryGetValue(nonce, out var used) && count <= used))
            return false;
        _counts[nonce] = count;
        if (_counts.Count > Kept)
        {
            var oldest = _counts.Keys.MinBy(one => one.Issued);
            _counts.Remove(oldest);
            _floor = oldest.Issued > _floor ? oldest.Issued : _floor;
        }

        return true;
    }
}
