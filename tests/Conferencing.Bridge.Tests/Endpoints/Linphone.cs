using System.Globalization;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>Debian's linphonec without a screen or sound card, driven at its prompt. Answers by itself.</summary>
internal sealed class Linphone : IDisposable
{
    private readonly ClientProgram _program;

    private Linphone(ClientProgram program, int port)
    {
        _program = program;
        SipPort = port;
    }

    public int SipPort { get; }

    /// <summary>Where its call receives sound.</summary>
    public int RtpPort { get; private init; }

    /// <summary>What it heard in its calls, by the wall clock; complete once it has ended.</summary>
    public string Recording { get; private init; } = "";

    public string Log => _program.Log;

    /// <param name="toneHz">What it plays into its calls; null for nothing.</param>
    /// <param name="encrypted">It insists on SRTP with keys in the SDP.</param>
    public static async Task<Linphone> Start(string folder, string name = "linphone", int? toneHz = null, bool encrypted = false)
    {
        int port = Ports.Block(2);
        string own = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.Combine(own, ".local", "share", "linphone"));
        int rtp = Ports.Block(4);
        await File.WriteAllTextAsync(Path.Combine(own, "rc"), Settings(port, rtp, encrypted));
        var environment = new Dictionary<string, string> { ["HOME"] = own, ["XDG_DATA_HOME"] = own, ["XDG_CONFIG_HOME"] = own, ["TERM"] = "dumb" };
        var program = ClientProgram.StartWith(
            ClientProgram.Find("linphonec", "linphone-cli"), Path.Combine(own, "log"), own, environment, ["-c", Path.Combine(own, "rc"), "-S", "-a"]);
        program.Say("soundcard use files");
        string heard = Path.Combine(own, "heard.wav");
        if (toneHz is { } tone)
        {
            Tones.WriteWav(Path.Combine(own, "tone.wav"), tone, 180);
            program.Say($"play {Path.Combine(own, "tone.wav")}");
            program.Say($"record {heard}");
        }

        await Eventually.True(TimeSpan.FromSeconds(15), () => Ports.IsTaken(port), () => program.Log);
        return new Linphone(program, port) { Recording = heard, RtpPort = rtp };
    }

    public string Uri(string transport) => $"sip:linphone@127.0.0.1:{SipPort.ToString(CultureInfo.InvariantCulture)};transport={transport}";

    public void Say(string line) => _program.Say(line);

    /// <summary>Registers with this bridge or proxy; the password also serves for calls.</summary>
    public void Register(string user, int port, string transport, string password)
    {
        string host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        Say($"register sip:{user}@{host} sip:{host};transport={transport} {password}");
    }

    /// <summary>Ends it in good order: its recording is finished.</summary>
    public void Quit()
    {
        if (_program.HasExited) return;
        _program.Say("quit");
        if (!_program.WaitForExit(TimeSpan.FromSeconds(3))) _program.Terminate(TimeSpan.FromSeconds(5));
    }

    public void Dispose()
    {
        Quit();
        _program.Dispose();
    }

    private static string Settings(int port, int rtp, bool encrypted) => string.Create(CultureInfo.InvariantCulture, $"""
        [sip]
        sip_port={port}
        sip_tcp_port={port}
        sip_tls_port={port + 1}
        contact="linphone" <sip:linphone@127.0.0.1>
        use_ipv6=0
        ipv6_migration_done=1
        guess_hostname=0
        register_only_when_network_is_up=0
        auto_net_state_mon=0
        keepalive_period=0
        {(encrypted ? "media_encryption=srtp\nmedia_encryption_mandatory=1" : "media_encryption=none")}
        [rtp]
        audio_rtp_port={rtp}
        video_rtp_port={rtp + 2}
        [video]
        enabled=0
        [storage]
        uri=null
        """);
}
