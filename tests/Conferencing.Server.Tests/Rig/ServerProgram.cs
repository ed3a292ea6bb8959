using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Conferencing.Server.Tests.Rig;

/// <summary>The server as a process of its own, as people start it; without a bridge.</summary>
internal sealed class ServerProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Task _listening;
    private readonly Task<string> _errors;

    private ServerProgram(Process process) => (_process, _listening, _errors) = (process, Listen(process.StandardOutput), process.StandardError.ReadToEndAsync());

    public int ProcessId => _process.Id;

    public static ServerProgram Start(string folder, int port, params string[] more) => Command(
        ["--Data:Folder", folder, "--Web:Port", $"{port}", "--Web:Bind", "127.0.0.1", "--Bridge:Supervise", "false", .. more]);

    public static ServerProgram Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "Conferencing.Server.dll"))) start.ArgumentList.Add(argument);
        return new ServerProgram(Process.Start(start)!);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task Answers(int port)
    {
        using var http = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if ((await http.GetAsync(new Uri($"http://127.0.0.1:{port}/healthz"))).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>The first line of its output that has this in it, once it has been written.</summary>
    public async Task<string> Says(string words)
    {
        using var limit = new CancellationTokenSource(Patience);
        string? line;
        while ((line = _said.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal))) is null) await Task.Delay(50, limit.Token);
        return line;
    }

    public void Kill() => _process.Kill();

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<(int ExitCode, string Output, string Errors)> End()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        await _listening;
        return (_process.ExitCode, string.Concat(_said.Select(line => line + "\n")), await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task Listen(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line) _said.Enqueue(line);
    }
}
