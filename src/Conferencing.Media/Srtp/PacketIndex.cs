namespace Conferencing.Media.Srtp;

/// <summary>The 48-bit index of an SRTP packet: roll-over counter and sequence number (RFC 3711 3.3.1).</summary>
public static class PacketIndex
{
    private const int Half = 1 << 15;

    /// <summary>What a sequence number most likely means after the highest index so far; null when that is before the first packet of all.</summary>
    public static ulong? Guess(ulong highest, ushort sequence)
    {
        long rollovers = (long)(highest >> 16);
        int last = (int)(highest & 0xFFFF);
        if (last < Half && sequence - last > Half)
            rollovers--;
        else if (last >= Half && last - Half > sequence)
            rollovers++;
        return rollovers < 0 ? null : Join((uint)rollovers, sequence);
    }

    public static ulong Join(uint rollovers, ushort sequence) => ((ulong)rollovers << 16) | sequence;

    /// <summary>The roll-over counter, which is authenticated with every packet.</summary>
    public static uint Rollovers(ulong index) => (uint)(index >> 16);
}
