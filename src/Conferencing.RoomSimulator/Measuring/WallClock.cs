using Conferencing.Bridge.Rtp;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>The clock of the kernel's stamps on datagrams.</summary>
internal static unsafe class WallClock
{
    /// <summary>Nanoseconds since 1970.</summary>
    public static long NowNs()
    {
        NativeUdp.TimeSpec time;
        _ = NativeUdp.GetClock(0, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
