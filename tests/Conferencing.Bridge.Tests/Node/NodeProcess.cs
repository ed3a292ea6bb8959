using Conferencing.Bridge.Tests.Endpoints;

namespace Conferencing.Bridge.Tests.Node;

/// <summary>A real node, started as its own process on a data folder of the test.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly ClientProgram _program;

    private NodeProcess(ClientProgram program) => _program = program;

    public string Log => _program.Log;
    public int ProcessId => _program.ProcessId;
    public bool HasExited => _program.HasExited;
    public int ExitCode => _program.ExitCode;

    /// <param name="settings">As on the node's command line, for example <c>--Node:OrphanSeconds 1</c>.</param>
    public static NodeProcess Start(NodePlace place, params string[] settings)
    {
        Directory.CreateDirectory(Path.Combine(place.Folder, "keys"));
        File.WriteAllText(Path.Combine(place.Folder, "keys", "bridge.key"), FakeServer.Key);
        string[] arguments =
        [
            Program(),
            "--Data:Folder", place.Folder, "--Server:Url", $"http://127.0.0.1:{place.ServerPort}",
            "--Sip:Bind", "127.0.0.1", "--Sip:Port", $"{place.SipPort}",
            "--Rtp:FirstPort", $"{place.RtpPort}", "--Rtp:LastPort", $"{place.RtpPort + 9}", "--Bridge:MediaLoops", "1",
            .. settings,
        ];
        return new(ClientProgram.Start("dotnet", "dotnet", Path.Combine(place.Folder, $"node-{Guid.NewGuid():N}.log"), place.Folder, arguments));
    }

    /// <summary>The program where it was built: beside the tests lie only the libraries that these need.</summary>
    private static string Program() => Path.Combine(
        AppContext.BaseDirectory.Replace("tests/Conferencing.Bridge.Tests", "src/Conferencing.Bridge", StringComparison.Ordinal), "Conferencing.Bridge.dll");

    /// <summary>SIGKILL.</summary>
    public void Kill() => _program.Kill();

    /// <summary>SIGTERM. True if it ended by itself.</summary>
    public bool Terminate(TimeSpan within) => _program.Terminate(within);

    public bool WaitForExit(TimeSpan within) => _program.WaitForExit(within);

    public void Dispose() => _program.Dispose();
}

/// <summary>A data folder and ports that nobody else uses.</summary>
internal sealed class NodePlace : IDisposable
{
    private readonly WorkFolder _folder = new();

    public string Folder => _folder.Path;
    public int ServerPort { get; } = Ports.One();
    public int SipPort { get; } = Ports.One();
    public int RtpPort { get; } = Ports.Block(10);

    public void Dispose() => _folder.Dispose();
}
