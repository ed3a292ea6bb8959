using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// A program nobody here wrote, or the product itself, run as a child with its output in a file. Disposing kills it if it still
/// runs, and whatever it started with it.
/// </summary>
internal sealed class ClientProgram : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int SigKill = 9;
    private const int SigStop = 19;
    private const int SigCont = 18;

    private static readonly IReadOnlyDictionary<string, string> NoEnvironment = new Dictionary<string, string>();
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Running = [];

    private readonly Process _process;
    private readonly StreamWriter _log;

    static ClientProgram() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    private ClientProgram(Process process, string logPath)
    {
        _process = process;
        LogPath = logPath;
        _log = new StreamWriter(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public string LogPath { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Everything the program has written so far, both streams.</summary>
    public string Log => ReadShared(LogPath);

    /// <param name="package">The Debian package that brings the program, named when it is missing.</param>
    public static ClientProgram Start(string program, string package, string logPath, string folder, params IEnumerable<string> arguments)
        => StartWith(Find(program, package), logPath, folder, NoEnvironment, arguments);

    /// <summary>Starts a program that needs a raw socket: directly as root, otherwise through sudo without a password.</summary>
    public static ClientProgram StartPrivileged(string program, string package, string logPath, string folder, params IEnumerable<string> arguments)
    {
        string path = Find(program, package);
        return GetEffectiveUser() == 0
            ? StartWith(path, logPath, folder, NoEnvironment, arguments)
            : StartWith(Find("sudo", "sudo"), logPath, folder, NoEnvironment, ["-n", path, .. arguments]);
    }

    public static ClientProgram StartWith(
        string path, string logPath, string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var program = new ClientProgram(new Process { StartInfo = start }, logPath);
        program.Begin();
        return program;
    }

    public static string Find(string program, string package)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/bin", "/usr/sbin", "/bin", "/sbin"];
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"{program} is missing. Install it: apt-get install --no-install-recommends {package}");
    }

    /// <summary>SIGTERM, then SIGKILL when it has not gone within the time. True if it went by itself.</summary>
    public bool Terminate(TimeSpan within) => End(SigTerm, within);

    /// <summary>SIGINT, for programs that finish their files on it.</summary>
    public bool Interrupt(TimeSpan within) => End(SigInt, within);

    public void Kill()
    {
        Send(SigKill);
        _process.WaitForExit(5000);
        Forget();
    }

    /// <summary>A line for a program that is driven at its prompt.</summary>
    public void Say(string line) => _process.StandardInput.WriteLine(line);

    public void Freeze() => Send(SigStop);

    public void Thaw() => Send(SigCont);

    public bool WaitForExit(TimeSpan within)
    {
        bool gone = _process.WaitForExit(within);
        if (gone) Forget();
        return gone;
    }

    /// <summary>Until the program has ended and all it said is in the log. Not for one whose children keep its output open.</summary>
    public async Task AwaitLastWord(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(limit.Token);
        Forget();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit(5000);
        Forget();
        _process.Dispose();
        lock (_log) _log.Dispose();
    }

    public static void Kill(int processId) => _ = SendSignal(processId, SigKill);

    private bool End(int signal, TimeSpan within)
    {
        Send(signal);
        bool gone = _process.WaitForExit(within);
        if (!gone) Kill();
        Forget();
        return gone;
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.Start();
        lock (Gate) Running.Add(_process.Id);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Write(string? line)
    {
        if (line is null) return;
        lock (_log)
        {
            if (_log.BaseStream.CanWrite) _log.WriteLine(line);
        }
    }

    private void Send(int signal)
    {
        if (!_process.HasExited) _ = SendSignal(_process.Id, signal);
    }

    private void Forget()
    {
        lock (Gate) Running.Remove(_process.Id);
    }

    private static void KillAll()
    {
        lock (Gate)
        {
            foreach (int id in Running)
                _ = SendSignal(id, SigKill);
        }
    }

    private static string ReadShared(string path)
    {
        if (!File.Exists(path)) return "";
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUser();
}
