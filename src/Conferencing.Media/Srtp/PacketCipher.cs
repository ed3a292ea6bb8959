namespace Conferencing.Media.Srtp;

/// <summary>
/// Seals and opens what is between a packet's clear beginning and its tag, with the session keys of one direction of RTP or RTCP.
/// Does not know where in a packet tag, MKI and index stand, nor which packets were seen.
/// </summary>
internal abstract class PacketCipher : IDisposable
{
    public abstract int TagSize { get; }

    /// <summary>The first three labels are RTP's, the others RTCP's.</summary>
    public static PacketCipher Create(SrtpKey master, bool isRtcp)
    {
        var suite = master.Suite;
        int offset = isRtcp ? SrtpKeyUse.RtcpEncryption - SrtpKeyUse.RtpEncryption : 0;
        var key = Derive(SrtpKeyUse.RtpEncryption, suite.KeySize());
        var salt = Derive(SrtpKeyUse.RtpSalt, suite.SaltSize());
        if (!suite.IsAead())
            return new CounterModeCipher(key, salt, Derive(SrtpKeyUse.RtpAuthentication, CounterModeCipher.AuthenticationKeySize), isRtcp ? suite.RtcpTagSize() : suite.TagSize());
        return GcmCipher.IsAccelerated ? new GcmCipher(key, salt, isRtcp) : new PlatformGcmCipher(key, salt, isRtcp);

        byte[] Derive(SrtpKeyUse use, int size) => SrtpKeyDerivation.Derive(master.Key, master.Salt, (SrtpKeyUse)((int)use + offset), size);
    }

    /// <summary>Encrypts the packet from <paramref name="clear"/> on, in place, and writes the tag.</summary>
    /// <param name="position">Source and index: what makes the key stream this packet's own.</param>
    /// <param name="word">The 32 bits authenticated with the packet: RTP's roll-over counter, RTCP's index with its E flag.</param>
    public abstract void Seal(Span<byte> packet, int clear, in PacketPosition position, uint word, Span<byte> tag);

    /// <summary>False when the tag is not the packet's; then <paramref name="plain"/> is of no meaning.</summary>
    /// <param name="plain">As long as the packet; the clear beginning is copied, too.</param>
    public abstract bool TryOpen(
        ReadOnlySpan<byte> packet, int clear, in PacketPosition position, uint word, ReadOnlySpan<byte> tag, Span<byte> plain);

    public abstract void Dispose();
}

/// <summary>Source and index of a packet.</summary>
internal readonly record struct PacketPosition(uint Ssrc, ulong Index);
