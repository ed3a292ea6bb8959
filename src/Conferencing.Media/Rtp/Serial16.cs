namespace Conferencing.Media.Rtp;

/// <summary>Serial number arithmetic on 16 bits (RFC 1982): the only place where numbers wrap.</summary>
public static class Serial16
{
    /// <summary>The signed way from <paramref name="from"/> to <paramref name="to"/>: −32768 to 32767.</summary>
    public static short Distance(ushort from, ushort to) => unchecked((short)(to - from));

    public static bool IsNewer(ushort candidate, ushort than) => Distance(than, candidate) > 0;
}
