using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Conferencing.RoomSimulator.Load;

namespace Conferencing.Benchmarks.Audio;

/// <summary>
/// Debian's Janus with its AudioBridge, as it is configured by default: plain RTP participants, no audio levels told. Disposing ends it. Measures
/// nothing.
/// </summary>
internal sealed class JanusPeer : IDisposable
{
    private const string Plugin = "janus.plugin.audiobridge";
    private const int FirstRoom = 900_000;

    /// <summary>It fails now and then to load its own transport, and says so or hangs.</summary>
    private const int Tries = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("conferencing-janus-").FullName;
    private readonly Process _process;
    private readonly StreamWriter _log;
    private int _rooms;

    private JanusPeer(string plugins, int firstPort)
    {
        Configure(plugins, firstPort);
        _log = new StreamWriter(Path.Combine(_folder, "log")) { AutoFlush = true };
        _process = StartProcess();
    }

    public int ProcessId => _process.Id;

    private string SocketPath => Path.Combine(_folder, "janus.sock");

    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static JanusPeer Start(int firstPort)
    {
        var plugins = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, "janus/plugins")).FirstOrDefault(Directory.Exists) : null;
        if (plugins is null)
            throw new InvalidOperationException("Janus is not installed: apt-get install --no-install-recommends janus");
        for (int i = 0; i < Tries; i++)
        {
            var janus = new JanusPeer(plugins, firstPort);
            if (janus.ComesUp())
                return janus;
            janus.Dispose();
        }

        throw new InvalidOperationException("Janus did not start.");
    }

    /// <summary>Makes conferences and lets the load's rooms join them. Returns what ends them, and where each room sends to.</summary>
    public (IDisposable Ends, string[] Destinations) Invite(int rooms, int conferences, string codec, int rtpPort)
    {
        var api = new JanusApi(SocketPath);
        long desk = api.Attach(Plugin);
        var numbers = Enumerable.Range(0, conferences).Select(_ => FirstRoom + _rooms++).ToArray();
        foreach (int number in numbers)
        {
            api.Tell(desk, new JsonObject
            {
                ["request"] = "create",
                ["room"] = number,
                ["sampling_rate"] = codec == "opus" ? 48000 : 8000,
                ["allow_rtp_participants"] = true,
                ["audiolevel_event"] = false,
            });
        }

        var destinations = new string[rooms];
        for (int room = 0; room < rooms; room++)
            destinations[room] = Join(api, numbers[room % conferences], room, codec, rtpPort);
        return (new Meeting(api, desk, numbers), destinations);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            ChildProgram.Terminate(_process.Id);
        if (!_process.WaitForExit(TimeSpan.FromSeconds(2)))
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Join(JanusApi api, int number, int room, string codec, int rtpPort)
    {
        int type = codec switch { "opus" => 111, "pcma" => 8, _ => 0 };
        var said = api.Tell(api.Attach(Plugin), new JsonObject
        {
            ["request"] = "join",
            ["room"] = number,
            ["id"] = room + 1,
            ["codec"] = codec,
            ["rtp"] = new JsonObject { ["ip"] = RoomPorts.AddressOf(room).ToString(), ["port"] = rtpPort, ["payload_type"] = type },
        });
        return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1 {said["rtp"]!["port"]!.GetValue<int>()} {said["rtp"]!["payload_type"]?.GetValue<int>() ?? type}");
    }

    private bool ComesUp()
    {
        for (int i = 0; i < 30 && !_process.HasExited; i++)
        {
            if (Answers())
                return true;
            Thread.Sleep(100);
        }

        return false;
    }

    private bool Answers()
    {
        try
        {
            using var api = new JanusApi(SocketPath);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>At the priority that the bridge takes itself, as far as that is permitted.</summary>
    private Process StartProcess()
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("nice", ["-n", "-15", "janus", "-F", _folder, "-o"]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Write(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
            _log.WriteLine(line.Data);
    }

    private void Configure(string plugins, int firstPort)
    {
        string transports = Path.Combine(Path.GetDirectoryName(plugins)!, "transports");
        string others = string.Join(',', Directory.GetFiles(plugins, "*.so").Select(Path.GetFileName).Where(name => name != "libjanus_audiobridge.so"));
        string ways = string.Join(',', Directory.GetFiles(transports, "*.so").Select(Path.GetFileName).Where(name => name != "libjanus_pfunix.so"));
        File.WriteAllText(Path.Combine(_folder, "janus.jcfg"), $$"""
            general: { configs_folder = "{{_folder}}"; plugins_folder = "{{plugins}}"; transports_folder = "{{transports}}"; events_folder = "/nonexistent"; loggers_folder = "/nonexistent"; interface = "127.0.0.1"; debug_level = 3; session_timeout = 0; server_name = "load" }
            nat: { ice_enforce_list = "lo" }
            plugins: { disable = "{{others}}" }
            transports: { disable = "{{ways}}" }

            """);
        File.WriteAllText(Path.Combine(_folder, "janus.transport.pfunix.jcfg"), $$"""
            general: { enabled = true; json = "compact"; path = "{{SocketPath}}"; type = "SOCK_SEQPACKET" }
            admin: { admin_enabled = false }

            """);
        File.WriteAllText(
            Path.Combine(_folder, "janus.plugin.audiobridge.jcfg"),
            string.Create(CultureInfo.InvariantCulture, $"general: {{ local_ip = \"127.0.0.1\"; rtp_port_range = \"{firstPort}-{firstPort + 3999}\" }}\n"));
    }

    /// <summary>Conferences under way.</summary>
    private sealed class Meeting(JanusApi api, long desk, int[] numbers) : IDisposable
    {
        public void Dispose()
        {
            foreach (int number in numbers)
                api.Tell(desk, new JsonObject { ["request"] = "destroy", ["room"] = number });
            api.Dispose();
        }
    }
}
