using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// Debian's baresip 1.0.0 without a screen or sound card: answers at <see cref="Uri"/>, plays a tone from a file, records what
/// it hears, and is driven by JSON over its control port.
/// </summary>
internal sealed partial class Baresip : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BaresipOptions _options;
    private readonly string _folder;
    private readonly int _controlPort = Ports.One();
    private readonly List<BaresipEvent> _events = [];
    private readonly Lock _gate = new();
    private ClientProgram? _program;
    private BaresipControl? _control;

    private Baresip(BaresipOptions options, string folder)
    {
        _options = options;
        _folder = Path.Combine(folder, options.Folder ?? options.Name);
    }

    public string Name => _options.Name;

    public int ToneHz => _options.ToneHz;

    public int SipPort { get; } = Ports.Block(2);

    /// <summary>The first call's RTP port; a phone of several calls takes the next even one for each.</summary>
    public int RtpPort { get; } = Ports.Block(20);

    /// <summary>Where its calls may receive sound.</summary>
    public IReadOnlyCollection<int> RtpPorts => [.. Enumerable.Range(0, 10).Select(i => RtpPort + (2 * i))];

    public string Uri => _options.Transport == "udp" ? $"sip:{Name}@{Host}:{SipPort}" : $"sip:{Name}@{Host}:{ListeningPort};transport={_options.Transport}";

    private string Host => _options.Address.Contains(':', StringComparison.Ordinal) ? $"[{_options.Address}]" : _options.Address;

    /// <summary>It receives TLS at the port after the one for the others.</summary>
    private int ListeningPort => _options.Transport == "tls" ? SipPort + 1 : SipPort;

    public string Log => _program?.Log ?? "";

    public static async Task<Baresip> Start(string folder, BaresipOptions options)
    {
        var phone = new Baresip(options, folder);
        try
        {
            await phone.Start();
        }
        catch
        {
            await phone.DisposeAsync();
            throw;
        }
        return phone;
    }

    public IReadOnlyList<BaresipEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public int Count(string type) => Events.Count(e => e.Type == type);

    /// <summary>Waits until as many events of a type have come as asked for.</summary>
    public Task WaitFor(string type, int count, TimeSpan within)
        => Eventually.True(within, () => Count(type) >= count, () => $"{Name}: {string.Join(" ", Events.Select(e => e.Type))}");

    /// <summary>The first REGISTER may be over before the control port is connected, and its event lost: its log tells of it.</summary>
    public Task WaitUntilRegistered(TimeSpan within) => Eventually.True(within, () => Registration().IsMatch(Log), () => Log);

    public Task Do(string command, string? parameters = null) => _control!.Send(command, parameters);

    /// <summary>At a finger's pace: the phone itself plays one key after the other.</summary>
    public async Task Press(string keys)
    {
        foreach (var key in keys)
        {
            await Do("sndcode", key.ToString());
            await Task.Delay(TimeSpan.FromMilliseconds(400));
        }
    }

    /// <summary>
    /// What each call heard, the oldest first. Complete only after <see cref="Stop"/>; baresip joins packets end to end, so a lost one
    /// leaves no hole.
    /// </summary>
    public IReadOnlyList<string> Recordings
        => [.. Directory.GetFiles(Path.Combine(_folder, "rec"), "dump-*-dec.wav").OrderBy(File.GetLastWriteTimeUtc)];

    /// <summary>Waits until its only call has been heard for so long: the recording grows with every packet.</summary>
    public Task Hears(TimeSpan sound, TimeSpan within)
        => Eventually.True(within, () => Recordings is [var file] && new FileInfo(file).Length >= sound.TotalSeconds * _options.RateHz * _options.Channels * sizeof(short), () => Log);

    /// <summary>Ends it in good order: BYE, and recordings finished.</summary>
    public void Stop()
    {
        _control?.Dispose();
        _control = null;
        _program?.Terminate(TimeSpan.FromSeconds(5));
    }

    /// <summary>Stands still for a while, as a starved program does.</summary>
    public async Task Freeze(TimeSpan time)
    {
        _program!.Freeze();
        await Task.Delay(time);
        _program.Thaw();
    }

    /// <summary>SIGKILL: no BYE, no RTCP BYE, nothing.</summary>
    public void Kill() => _program?.Kill();

    public ValueTask DisposeAsync()
    {
        Stop();
        _program?.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"SIP/2\.0 200 (?:(?!SIP/2\.0 \d).)*?CSeq: \d+ REGISTER", RegexOptions.Singleline)]
    private static partial Regex Registration();

    private async Task Start()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "rec"));
        string tone = Path.Combine(_folder, "tone.wav");
        Tones.WriteWav(tone, ToneHz, _options.ToneSeconds, _options.RateHz, _options.Channels);
        await File.WriteAllTextAsync(Path.Combine(_folder, "config"), Config(tone));
        await File.WriteAllTextAsync(Path.Combine(_folder, "accounts"), Account());
        await File.WriteAllTextAsync(Path.Combine(_folder, "contacts"), "\n");
        string program = ClientProgram.Find("baresip", "baresip-core");
        _program = ClientProgram.Start(
            "stdbuf", "coreutils", Path.Combine(_folder, "log"), Path.Combine(_folder, "rec"), "-oL", program, Host[0] == '[' ? "-6" : "-4", "-f", _folder, "-s", "-v");
        _control = await Connect();
    }

    private async Task<BaresipControl> Connect()
    {
        return await Eventually.Some(
            Patience,
            async () =>
            {
                Assert.False(_program!.HasExited, $"baresip did not start: {Log}");
                return await BaresipControl.TryConnect(_controlPort, Heard);
            },
            () => Log);
    }

    private void Heard(BaresipEvent happened)
    {
        lock (_gate) _events.Add(happened);
    }

    private string Account()
        => $"<sip:{Name}@{_options.Domain ?? $"{Host}:{_options.RegistrarPort ?? ListeningPort}"};transport={_options.Transport}>;"
            + (_options.Password is { } password ? $"regint=60;auth_user={Name};auth_pass={password};" : "regint=0;")
            + $"answermode={(_options.AutoAnswer ? "auto" : "manual")};"
            + $"audio_codecs={string.Join(',', _options.Codecs)};ptime={_options.PtimeMs}{(_options.Proxy is { } proxy ? $";outbound=\"{proxy}\"" : "")}"
            + $"{(_options.Encryption is { } mode ? $";mediaenc={mode}" : "")}\n";

    // The module's facts: aufile needs exactly the file's rate and channels; sndfile records at the codec's rate.
    private string Config(string tone) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        poll_method epoll
        sip_listen {Host}:{SipPort}
        {(_options.CertificateFile is { } file ? "sip_certificate " + file : "")}
        call_local_timeout 3600
        call_max_calls {_options.MaxCalls}
        audio_player aubridge,play
        audio_source aufile,{tone}
        audio_alert aubridge,alert
        ausrc_srate {_options.RateHz}
        auplay_srate {_options.RateHz}
        ausrc_channels {_options.Channels}
        auplay_channels {_options.Channels}
        audio_txmode poll
        audio_level no
        ausrc_format s16
        auplay_format s16
        auenc_format s16
        audec_format s16
        audio_buffer 20-160
        rtp_ports {RtpPort}-{RtpPort + 18}
        rtcp_mux no
        jitter_buffer_delay 1-20
        rtp_stats yes
        net_interface {_options.Address}
        rtp_timeout 0
        module_path {ModuleFolder()}
        snd_path {_folder}/rec
        module g711.so
        module g722.so
        module opus.so
        module aufile.so
        module aubridge.so
        module sndfile.so
        module srtp.so
        module_tmp account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:{_controlPort}
        ringback_disabled yes

        """);

    private static string ModuleFolder()
        => Directory.Exists("/usr/lib/baresip/modules")
            ? "/usr/lib/baresip/modules"
            : throw new InvalidOperationException("baresip's modules are missing. Install them: apt-get install --no-install-recommends baresip-core");
}

/// <summary>What kind of room a baresip is to be.</summary>
internal sealed record BaresipOptions(string Name, int ToneHz)
{
    /// <summary>1 makes it answer busy to a second call, like many old room codecs.</summary>
    public int MaxCalls { get; init; } = 4;

    /// <summary>Its folder, where two have one name.</summary>
    public string? Folder { get; init; }

    /// <summary>127.0.0.1 or ::1.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>udp, tcp or tls.</summary>
    public string Transport { get; init; } = "udp";

    /// <summary>Key and certificate in one PEM file, for tls.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The proxy its calls go through.</summary>
    public string? Proxy { get; init; }

    /// <summary>The port of the bridge it registers with.</summary>
    public int? RegistrarPort { get; init; }

    /// <summary>The domain its account is of, reached by <see cref="Proxy"/>; null stands for the registrar's address, or its own.</summary>
    public string? Domain { get; init; }

    /// <summary>It registers, and answers when it is asked for a password; null when it does neither.</summary>
    public string? Password { get; init; }

    public bool AutoAnswer { get; init; } = true;

    public string[] Codecs { get; init; } = ["PCMU/8000/1", "PCMA/8000/1"];

    public int PtimeMs { get; init; } = 20;

    /// <summary>Rate of its tone and of what it plays: that of its best codec.</summary>
    public int RateHz => Speaks("opus") ? 48000 : Speaks("G722") ? 16000 : 8000;

    public int Channels => Speaks("opus") ? 2 : 1;

    private bool Speaks(string codec) => Array.Exists(Codecs, name => name.StartsWith(codec + "/", StringComparison.OrdinalIgnoreCase));

    /// <summary>baresip's mediaenc: srtp takes keys beside the plain profile, srtp-mand insists on the secure one; null for neither.</summary>
    public string? Encryption { get; init; }

    /// <summary>The tone's length: a call goes silent when the file ends.</summary>
    public int ToneSeconds { get; init; } = 180;
}

/// <param name="Type">For example CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED.</param>
internal sealed record BaresipEvent(DateTimeOffset At, string Type, string Parameter);

/// <summary>The netstring JSON connection to one baresip (ctrl_tcp): one client at a time.</summary>
internal sealed class BaresipControl : IDisposable
{
    private readonly TcpClient _client;
    private readonly Action<BaresipEvent> _heard;

    private BaresipControl(TcpClient client, Action<BaresipEvent> heard)
    {
        _client = client;
        _heard = heard;
    }

    public static async Task<BaresipControl?> TryConnect(int port, Action<BaresipEvent> heard)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException)
        {
            client.Dispose();
            return null;
        }
        var control = new BaresipControl(client, heard);
        _ = Task.Run(control.Read);
        return control;
    }

    public async Task Send(string command, string? parameters)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            parameters is null ? (object)new { command, token = "1" } : new { command, @params = parameters, token = "1" });
        byte[] head = System.Text.Encoding.ASCII.GetBytes($"{json.Length}:");
        await _client.GetStream().WriteAsync((byte[])[.. head, .. json, (byte)',']);
    }

    public void Dispose() => _client.Dispose();

    private async Task Read()
    {
        try
        {
            var stream = _client.GetStream();
            while (await ReadLength(stream) is { } length)
            {
                byte[] json = new byte[length + 1];
                await stream.ReadExactlyAsync(json);
                Take(json.AsMemory(0, length));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The phone ended, or we did.
        }
    }

    private static async Task<int?> ReadLength(NetworkStream stream)
    {
        int length = 0;
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == ':') return length;
            length = (length * 10) + (one[0] - '0');
        }
        return null;
    }

    private void Take(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("event", out _)) return;
            string type = document.RootElement.GetProperty("type").GetString() ?? "";
            string parameter = document.RootElement.TryGetProperty("param", out var value) ? value.GetString() ?? "" : "";
            _heard(new BaresipEvent(DateTimeOffset.UtcNow, type, parameter));
        }
        catch (JsonException)
        {
            // baresip puts raw control characters into some replies; events are clean.
        }
    }
}
