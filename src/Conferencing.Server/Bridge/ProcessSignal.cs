using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Conferencing.Server.Bridge;

/// <summary>Asking a process of ours to end, and ending it.</summary>
internal static class ProcessSignal
{
    private const int SigTerm = 15;

    /// <summary>SIGTERM; where there are no signals, the end.</summary>
    public static void Terminate(int process)
    {
        if (process <= 0) return;
        if (OperatingSystem.IsWindows()) Kill(process);
        else _ = Send(process, SigTerm);
    }

    public static void Kill(int process)
    {
        if (process <= 0) return;
        try
        {
            using var one = Process.GetProcessById(process);
            one.Kill();
        }
        catch (ArgumentException)
        {
            // It has just ended.
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int process, int signal);
}
