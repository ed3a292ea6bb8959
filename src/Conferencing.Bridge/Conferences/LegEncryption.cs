using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Media.Srtp;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>Encryption in the words of plan, signalling, media and status, which do not know each other's.</summary>
internal static class LegEncryption
{
    private static readonly (CryptoSuite Agreed, SrtpSuite Media, string Name)[] Suites =
    [
        (CryptoSuite.AesCm128HmacSha1Tag80, SrtpSuite.AesCm128HmacSha1Tag80, "AES_CM_128_HMAC_SHA1_80"),
        (CryptoSuite.AesCm128HmacSha1Tag32, SrtpSuite.AesCm128HmacSha1Tag32, "AES_CM_128_HMAC_SHA1_32"),
        (CryptoSuite.AesCm256HmacSha1Tag80, SrtpSuite.AesCm256HmacSha1Tag80, "AES_256_CM_HMAC_SHA1_80"),
        (CryptoSuite.AesCm256HmacSha1Tag32, SrtpSuite.AesCm256HmacSha1Tag32, "AES_256_CM_HMAC_SHA1_32"),
        (CryptoSuite.AeadAes128Gcm, SrtpSuite.AeadAes128Gcm, "AEAD_AES_128_GCM"),
        (CryptoSuite.AeadAes256Gcm, SrtpSuite.AeadAes256Gcm, "AEAD_AES_256_GCM"),
    ];

    public static CallEncryption Wanted(EncryptionPolicy policy) => policy switch
    {
        EncryptionPolicy.Off => CallEncryption.Off,
        EncryptionPolicy.Preferred => CallEncryption.Preferred,
        EncryptionPolicy.Required => CallEncryption.Required,
        _ => throw new UnreachableException($"Encryption policy {policy} is not known."),
    };

    /// <summary>Null when the call is not encrypted.</summary>
    public static SrtpKeys? Keys(NegotiatedCrypto? agreed) => agreed is null ? null : new SrtpKeys(Key(agreed.Send), Key(agreed.Receive));

    /// <summary>What the status calls the suite.</summary>
    public static string? Name(SrtpKeys? keys) => keys is null ? null : Array.Find(Suites, one => one.Media == keys.Send.Suite).Name;

    private static SrtpKey Key(CryptoKey key) =>
        new(Array.Find(Suites, one => one.Agreed == key.Suite).Media, key.Material, key.Identifier);
}
