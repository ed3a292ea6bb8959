using System.Diagnostics;

namespace Conferencing.Media.Srtp;

/// <summary>How packets are encrypted and authenticated: the SRTP suites that room systems use.</summary>
public enum SrtpSuite
{
    /// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 4568 6.2.1).</summary>
    AesCm128HmacSha1Tag80,

    /// <summary>AES_CM_128_HMAC_SHA1_32 (RFC 4568 6.2.2).</summary>
    AesCm128HmacSha1Tag32,

    /// <summary>AES_256_CM_HMAC_SHA1_80 (RFC 6188).</summary>
    AesCm256HmacSha1Tag80,

    /// <summary>AES_256_CM_HMAC_SHA1_32 (RFC 6188).</summary>
    AesCm256HmacSha1Tag32,

    /// <summary>AEAD_AES_128_GCM (RFC 7714).</summary>
    AeadAes128Gcm,

    /// <summary>AEAD_AES_256_GCM (RFC 7714).</summary>
    AeadAes256Gcm,
}

/// <summary>Sizes in bytes that follow from a suite.</summary>
public static class SrtpSuiteSizes
{
    public static bool IsAead(this SrtpSuite suite) => suite is SrtpSuite.AeadAes128Gcm or SrtpSuite.AeadAes256Gcm;

    public static int KeySize(this SrtpSuite suite) => suite switch
    {
        SrtpSuite.AesCm128HmacSha1Tag80 or SrtpSuite.AesCm128HmacSha1Tag32 or SrtpSuite.AeadAes128Gcm => 16,
        SrtpSuite.AesCm256HmacSha1Tag80 or SrtpSuite.AesCm256HmacSha1Tag32 or SrtpSuite.AeadAes256Gcm => 32,
        _ => throw new UnreachableException($"Suite {suite} is not listed."),
    };

    public static int SaltSize(this SrtpSuite suite) => suite.IsAead() ? 12 : 14;

    /// <summary>Of an RTP packet. RTCP's is 10 in both counter mode suites: only RTP is shortened (RFC 4568 6.2.2).</summary>
    public static int TagSize(this SrtpSuite suite) => suite switch
    {
        SrtpSuite.AesCm128HmacSha1Tag32 or SrtpSuite.AesCm256HmacSha1Tag32 => 4,
        _ => suite.RtcpTagSize(),
    };

    public static int RtcpTagSize(this SrtpSuite suite) => suite.IsAead() ? 16 : 10;
}
