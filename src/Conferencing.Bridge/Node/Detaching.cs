using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Node;

/// <summary>Leaves the session and the output of whoever started the process, so that the node outlives it. On Linux only.</summary>
internal static partial class Detaching
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>
    /// A session of its own: neither a terminal's Ctrl-C nor its end reaches this process any more. Refused, and not needed,
    /// when the process leads its group already.
    /// </summary>
    public static void LeaveSession()
    {
        if (OperatingSystem.IsLinux())
            _ = SetSid();
    }

    /// <summary>What the runtime prints goes to this file from now on.</summary>
    public static void PointOutputTo(FileStream file)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = file.SafeFileHandle.DangerousGetHandle().ToInt32();
        _ = Dup2(descriptor, StandardOutput);
        _ = Dup2(descriptor, StandardError);
    }

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Dup2(int from, int to);
}
