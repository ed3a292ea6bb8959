using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Conferencing.Benchmarks;

/// <summary>One of this repository's programs as a child: its standard output as lines, its errors shown. Disposing ends it.</summary>
internal sealed class ChildProgram : IDisposable
{
    private const int SigTerm = 15;

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private ChildProgram(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it writes to standard output; complete when it has ended.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    /// <param name="project">A project under src, built in the same configuration as this program.</param>
    public static ChildProgram Start(string project, params IEnumerable<string> arguments) => StartIn("src", project, arguments);

    /// <param name="part">The folder of the repository that the project lies in.</param>
    public static ChildProgram StartIn(string part, string project, params IEnumerable<string> arguments)
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        string framework = build.Name, configuration = build.Parent!.Name;
        string root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
        string program = Path.Combine(root, part, project, "bin", configuration, framework, project + ".dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var child = new ChildProgram(new Process { StartInfo = start, EnableRaisingEvents = true });
        child.Begin();
        return child;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Terminate(_process.Id);
        if (!_process.WaitForExit(TimeSpan.FromSeconds(8))) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) _lines.Writer.TryComplete();
            else _lines.Writer.TryWrite(line.Data);
        };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text && !text.Contains(" info ", StringComparison.Ordinal)) Console.Error.WriteLine(text);
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Asks a process to end.</summary>
    public static void Terminate(int processId) => _ = SendSignal(processId, SigTerm);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
