using Conferencing.Bridge.Rtp;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>The clock of the kernel's stamps on datagrams, nanoseconds.</summary>
internal static unsafe class WallClock
{
    public static long Now()
    {
        NativeUdp.TimeSpec time;
        _ = NativeUdp.GetClock(0, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
