using System.Diagnostics;

namespace Conferencing.Server.Tests.Rig;

/// <summary>
/// A program that lives no longer than this process, however this process ends: a shell between the two waits for the end of its input, and then
/// ends the program. It runs as nobody where this process is root, for servers refuse to be that. Knows nothing about the program.
/// </summary>
internal sealed class Keeper : IDisposable
{
    private const string Script =
        """
        exec 3<&0
        trap '' TERM INT HUP
        "$@" < /dev/null > /dev/null 2>&1 &
        program=$!
        { cat; kill $program; for times in 1 2 3 4 5 6 7 8 9 10; do kill -0 $program || exit 0; sleep 0.1; done; kill -KILL $program; } <&3 >/dev/null 2>&1 &
        watch=$!
        wait $program
        kill -KILL $watch 2>/dev/null
        """;

    private readonly Process _shell;

    private Keeper(Process shell) => _shell = shell;

    public bool HasEnded => _shell.HasExited;

    public static Keeper Start(params string[] program)
    {
        string[] all = [.. AsNobody, "sh", "-c", Script, "kept-for-tests", .. program];
        var shell = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" })!;
        return new Keeper(shell);
    }

    /// <summary>What stands before a command that is to run as the programs kept here do.</summary>
    public static string[] AsNobody => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : [];

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit(TimeSpan.FromSeconds(20));
        _shell.Dispose();
    }
}
