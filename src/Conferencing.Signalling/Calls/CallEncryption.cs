using System.Security.Cryptography;

namespace Conferencing.Signalling.Calls;

/// <summary>Whether a call's media are encrypted by SRTP with keys in the SDP (SDES, RFC 4568).</summary>
public enum CallEncryption
{
    /// <summary>Neither offered nor accepted.</summary>
    Off,

    /// <summary>Offered and accepted; a peer that cannot is called all the same.</summary>
    Preferred,

    /// <summary>A call without it comes to nothing: <see cref="CallFailureKind.NotEncrypted"/>.</summary>
    Required,
}

/// <summary>The crypto suites of SDES that room systems use.</summary>
public enum CryptoSuite
{
    /// <summary>AEAD_AES_256_GCM (RFC 7714).</summary>
    AeadAes256Gcm,

    /// <summary>AEAD_AES_128_GCM (RFC 7714).</summary>
    AeadAes128Gcm,

    /// <summary>AES_256_CM_HMAC_SHA1_80 (RFC 6188).</summary>
    AesCm256HmacSha1Tag80,

    /// <summary>AES_256_CM_HMAC_SHA1_32 (RFC 6188).</summary>
    AesCm256HmacSha1Tag32,

    /// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 4568 6.2.1).</summary>
    AesCm128HmacSha1Tag80,

    /// <summary>AES_CM_128_HMAC_SHA1_32 (RFC 4568 6.2.2).</summary>
    AesCm128HmacSha1Tag32,
}

/// <summary>Master key, salt and MKI of one direction. Equal by value; never shows what it holds.</summary>
public sealed class CryptoKey : IEquatable<CryptoKey>
{
    private readonly byte[] _material;
    private readonly byte[] _identifier;

    public CryptoKey(CryptoSuite suite, ReadOnlySpan<byte> material, ReadOnlySpan<byte> identifier = default)
    {
        Suite = suite;
        _material = material.ToArray();
        _identifier = identifier.ToArray();
    }

    public CryptoSuite Suite { get; }

    /// <summary>Key and salt joined, of the length that the suite wants.</summary>
    public ReadOnlySpan<byte> Material => _material;

    /// <summary>The MKI every packet carries; empty when there is none.</summary>
    public ReadOnlySpan<byte> Identifier => _identifier;

    public bool Equals(CryptoKey? other) =>
        other is not null && other.Suite == Suite
        && CryptographicOperations.FixedTimeEquals(other._material, _material) && other.Identifier.SequenceEqual(_identifier);

    public override bool Equals(object? obj) => Equals(obj as CryptoKey);

    public override int GetHashCode() => (int)Suite;

    public override string ToString() => $"{Suite}, key not shown";
}

/// <summary>The keys of one call, both ways; one suite for both.</summary>
/// <param name="Send">Ours: what we encrypt with.</param>
/// <param name="Receive">The peer's.</param>
public sealed record NegotiatedCrypto(CryptoKey Send, CryptoKey Receive)
{
    public CryptoSuite Suite => Send.Suite;
}
