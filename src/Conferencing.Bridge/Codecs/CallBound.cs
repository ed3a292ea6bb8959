using Conferencing.Contract;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Codecs;

/// <summary>What <see cref="ParticipantPlan.MostKbits"/> leaves for the sound itself: the way back of what a booking reckons a call takes of a line.</summary>
internal static class CallBound
{
    /// <summary>IPv4 20, UDP 8, RTP 12 octets, and the SRTP tag of 80 bits, in 50 packets a second.</summary>
    private const int HeadBits = (20 + 8 + 12 + 10) * 8 * 50;

    /// <summary>A lower bound is held to be this one: Opus has its place in it.</summary>
    private const int LeastKbits = 64;

    /// <summary>Null where the plan has no bound.</summary>
    public static Bandwidth? Of(int? mostKbits)
    {
        if (mostKbits is not { } wanted)
            return null;
        var kbits = Math.Max(wanted, LeastKbits);
        // Reports come on top of the sound, a twentieth of it (RFC 3550 section 6.2).
        return new Bandwidth(kbits, (int)(kbits * 1000L * 20 / 21) - HeadBits);
    }
}
