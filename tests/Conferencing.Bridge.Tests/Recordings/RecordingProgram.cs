using System.Diagnostics;
using System.Globalization;
using System.Net;
using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Rtp;
using Conferencing.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>
/// A process that records a conference in real time with the node's own media loop and recorder, and says on its output how many frames of
/// time have been mixed: what was said is known to the reader even if the process dies in the next moment.
/// </summary>
internal static class RecordingProgram
{
    public static void Run(string folder, double seconds, bool withOpus)
    {
        using var plane = new MediaPlane(
            new MediaPlaneOptions { Bind = IPAddress.Loopback, FirstPort = 23001, LastPort = 23999, Loops = 1 }, (_, _) => { }, NullLogger.Instance);
        var begun = new ManualResetEventSlim();
        using var recorder = new Recorder(
            new RecorderOptions { Folder = folder, MinFreeBytes = 0, Longest = TimeSpan.FromHours(1), WithOpus = withOpus }, (_, _) => begun.Set(), NullLogger.Instance);
        var order = new RecordingOrder(Guid.NewGuid(), Guid.NewGuid(), Tracks: true, "Thử");
        recorder.Start(order, plane.Open(order.ConferenceId));
        begun.Wait();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            Console.WriteLine(clock.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));
            Thread.Sleep(5);
        }
    }
}
