namespace Conferencing.Media;

public enum MediaKind
{
    Other,
    Rtp,
    Rtcp,
}

/// <summary>What a datagram on a media port is, by its first two bytes (RFC 7983, RFC 5761 4).</summary>
public static class MediaPath
{
    public static MediaKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2 || datagram[0] is < 128 or > 191)
            return MediaKind.Other;

        return datagram[1] is >= 192 and <= 223 ? MediaKind.Rtcp : MediaKind.Rtp;
    }
}
