using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>What a call takes of a line, each way, from what its codec sends. What a device really sends is measured elsewhere.</summary>
public static class CallRate
{
    /// <summary>IPv4 20, UDP 8, RTP 12 octets (RFC 791 3.1, 768, 3550 5.1), and the SRTP tag of 80 bits (RFC 3711 4.2).</summary>
    private const int HeadOctets = 20 + 8 + 12 + 10;

    /// <summary>Reports may take a twentieth of a session (RFC 3550 6.2).</summary>
    private const int ReportShare = 20;

    /// <summary>The most one room can be planned with: video that nobody has yet.</summary>
    public const int MostKbits = 100_000;

    /// <summary>A room with G.711 or G.722, the dearest of what is spoken by default: 64 kbit/s in packets of 20 ms.</summary>
    public static int Sound { get; } = Of(codecKbits: 64, packetMs: 20);

    /// <summary>Sound alone, with Opus at its usual 24 kbit/s: 47 kbit/s with all heads. Nobody is called with less.</summary>
    public const int Least = 64;

    /// <summary>
    /// Rates a room may be lowered to, the lowest first, in kbit/s of the line. At <see cref="Least"/> only Opus fits; from the next on any sound does.
    /// </summary>
    public static ImmutableArray<int> Ladder { get; } = [Least, 96, 128, 256, 384, 512, 768, 1024, 1536, 2048, 4096];

    /// <summary>Whole kbit/s, rounded up. What layer 2 adds depends on the line and belongs to what its owner enters as usable.</summary>
    public static int Of(int codecKbits, int packetMs)
    {
        var bits = codecKbits * 1000L + HeadOctets * 8L * 1000 / packetMs;
        return (int)((bits * (ReportShare + 1) / ReportShare + 999) / 1000);
    }
}
