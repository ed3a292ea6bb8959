using Conferencing.Bridge.Tests.Recordings;

namespace Conferencing.Bridge.Tests;

/// <summary>The tests as a program of their own: something that can be killed while it records.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not ["record", var folder, var seconds, var codec])
            return 1;
        RecordingProgram.Run(folder, double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture), codec == Player.Opus);
        return 0;
    }
}
