using System.Globalization;
using System.Text.RegularExpressions;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// The real server program on a data folder and ports of its own, with the bridge node it starts. It may be killed and started
/// again on the same folder.
/// </summary>
internal sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _logPath;
    private readonly string[] _settings;
    private ClientProgram? _program;

    private ServerProcess(string folder, string[] settings)
    {
        _settings = settings;
        DataFolder = Path.Combine(folder, "data");
        _logPath = Path.Combine(folder, "server.log");
        Directory.CreateDirectory(DataFolder);
    }

    public string DataFolder { get; }

    public int WebPort { get; } = Ports.One();

    public int SipPort { get; } = Ports.One();

    public int FirstRtpPort { get; } = Ports.Block(40);

    public Uri Url => new($"http://127.0.0.1:{WebPort}");

    /// <summary>What the server has printed since its first start, and what its bridge nodes have logged.</summary>
    public string Log => string.Join(
        "\n", new[] { _logPath, Path.Combine(DataFolder, "logs", "bridge.log"), Path.Combine(DataFolder, "bridge", "node.log") }
            .Where(File.Exists).Select(path => $"--- {path}\n{ReadShared(path)}"));

    /// <param name="settings">Pairs of a setting and its value, for example <c>--Redial:FirstIntervalSeconds 3</c>.</param>
    public static async Task<ServerProcess> Start(string folder, params string[] settings)
    {
        var server = new ServerProcess(folder, settings);
        try
        {
            await server.StartAgain();
        }
        catch
        {
            server.Dispose();
            throw;
        }
        return server;
    }

    /// <summary>The code with which the first administrator is made, as the server prints it.</summary>
    public async Task<string> ReadSetupCode()
    {
        await Eventually.True(TimeSpan.FromSeconds(5), () => CodeOnALine().IsMatch(_program!.Log), () => Log);
        return CodeOnALine().Match(_program!.Log).Value;
    }

    /// <summary>Starts the program; returns when its pages answer.</summary>
    public async Task StartAgain()
    {
        _program?.Dispose();
        _program = Launch(_logPath, []);
        using var http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.True(StartLimit, () => Answers(http), () => Log);
    }

    /// <summary>Starts a second program beside this one, on its folder and ports save for <paramref name="settings"/>, and waits for it to refuse.</summary>
    public async Task<(int ExitCode, string Said)> StartRival(params string[] settings)
    {
        using var rival = Launch(Path.Combine(Path.GetDirectoryName(DataFolder)!, $"rival-{Ports.One()}.log"), settings);
        await Eventually.True(StartLimit, () => rival.HasExited, () => rival.Log);
        await rival.AwaitLastWord(TimeSpan.FromSeconds(5));
        return (rival.ExitCode, rival.Log);
    }

    /// <summary>SIGKILL to the server alone; its bridge lives on.</summary>
    public void Kill() => _program!.Kill();

    /// <summary>An ordinary stop (SIGTERM). True if it ended by itself, with exit code 0.</summary>
    public bool Stop(TimeSpan within) => _program!.Terminate(within) && _program.ExitCode == 0;

    /// <summary>The living bridge node's process, null when there is none.</summary>
    public int? BridgeProcessId
    {
        get
        {
            string file = Path.Combine(DataFolder, "bridge", "node.lock");
            return File.Exists(file) && int.TryParse(ReadShared(file), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && IsBridge(id) ? id : null;
        }
    }

    public void Dispose()
    {
        _program?.Terminate(TimeSpan.FromSeconds(8));
        if (BridgeProcessId is { } bridge) ClientProgram.Kill(bridge);
        _program?.Dispose();
    }

    private ClientProgram Launch(string logPath, string[] more)
    {
        string[] arguments =
        [
            ProgramPath(), "--Data:Folder", DataFolder, "--Web:Port", Text(WebPort), "--Web:Bind", "127.0.0.1", "--Sip:Port", Text(SipPort),
            "--Rtp:FirstPort", Text(FirstRtpPort), "--Rtp:LastPort", Text(FirstRtpPort + 39), .. _settings, .. more,
        ];
        return ClientProgram.Start("dotnet", "dotnet-sdk-10.0", logPath, Path.GetDirectoryName(DataFolder)!, arguments);
    }

    private async Task<bool> Answers(HttpClient http)
    {
        Assert.False(_program!.HasExited, Log);
        try
        {
            using var answer = await http.GetAsync(new Uri("/healthz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string ProgramPath()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        string path = Path.GetFullPath(Path.Combine(
            build.FullName, "../../../../../src/Conferencing.Server/bin", build.Parent!.Name, build.Name, "Conferencing.Server.dll"));
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: build the solution first.");
    }

    private static bool IsBridge(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains("Conferencing.Bridge", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b[A-HJ-NP-Z2-9]{12}\b")]
    private static partial Regex CodeOnALine();
}
