using System.Runtime.Intrinsics;

namespace Conferencing.Media.Srtp;

/// <summary>What a session key is for: the label of RFC 3711 4.3.1 and 4.3.2.</summary>
internal enum SrtpKeyUse : byte
{
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// <summary>Session keys from a master key (RFC 3711 4.3, RFC 6188 3, RFC 7714 11). They are derived once: the rate is zero.</summary>
internal static class SrtpKeyDerivation
{
    private const int SaltSize = 14;

    /// <param name="salt">14 bytes, or the 12 of an AEAD suite, which zeros follow.</param>
    public static byte[] Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, SrtpKeyUse use, int size)
    {
        Span<byte> counter = stackalloc byte[16];
        counter.Clear();
        salt.CopyTo(counter);
        counter[SaltSize - 7] ^= (byte)use; // the label stands before the 48 bits of the index, which is zero
        var derived = new byte[size];
        using var aes = new AesCounter(key);
        aes.Xor(Vector128.Create<byte>(counter), derived, derived);
        return derived;
    }
}
