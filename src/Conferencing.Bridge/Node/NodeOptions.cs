using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Conferencing.Bridge.Codecs;
using Conferencing.Bridge.Sip;
using Conferencing.Media;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Registrations;
using Microsoft.Extensions.Configuration;

namespace Conferencing.Bridge.Node;

/// <summary>Settings of a bridge node, from the same files, variables and switches as the server's.</summary>
internal sealed record NodeOptions
{
    public required string DataFolder { get; init; }
    public required Uri ServerUrl { get; init; }
    public required IPEndPoint Sip { get; init; }

    /// <summary>Null where IPv6 is not listened on.</summary>
    public IPAddress? Sip6 { get; init; }

    /// <summary>Its certificate files may be still to be made: <see cref="TlsCertificates.MakeOwn"/>.</summary>
    public required SipConnectionOptions SipConnections { get; init; }

    public IPEndPoint? NameServer { get; init; }

    /// <summary>The IPv4 address put into SDP and Contact; null takes, for each peer, the one the machine reaches it from.</summary>
    public IPAddress? PublicAddress { get; init; }

    public IPAddress? PublicAddress6 { get; init; }

    /// <summary>The account to keep at a province's registrar; null for none.</summary>
    public RegistrationOptions? Registration { get; init; }

    public SipUri? OutboundProxy { get; init; }

    /// <summary>The account's password. Never written anywhere.</summary>
    public ImmutableArray<DigestCredential> Credentials { get; init; } = [];

    public required int FirstRtpPort { get; init; }
    public required int LastRtpPort { get; init; }
    public required string Name { get; init; }

    /// <summary>Without a server and without a running conference for this long, the node ends itself.</summary>
    public required TimeSpan Orphan { get; init; }

    public required int InvitesPerSecond { get; init; }

    public required SessionTimerOptions SessionTimers { get; init; }

    /// <summary>Media loops; 0 leaves it to the number of processor cores.</summary>
    public required int MediaLoops { get; init; }

    /// <summary>What rooms are offered, the preferred first.</summary>
    public required ImmutableArray<AudioFormat> Codecs { get; init; }

    /// <summary>Gain and gate of each room's sound.</summary>
    public MediaConferenceOptions Sound { get; init; } = new();

    /// <summary>What recordings leave free on the disk.</summary>
    public required long MinFreeBytes { get; init; }

    /// <summary>A recording that lasts longer is ended.</summary>
    public required TimeSpan LongestRecording { get; init; }

    /// <summary>The number that echoes; 0 for none.</summary>
    public required int EchoNumber { get; init; }

    /// <summary>A load run's peer on this machine; port 0 is any port. Null outside of load runs.</summary>
    public IPEndPoint? TrustedPeer { get; init; }

    public DefenceLimits Defence { get; init; } = new();
    public RegistrarLimits Registrar { get; init; } = new();

    /// <summary>In a session of its own, with its output in data/logs.</summary>
    public required bool Detached { get; init; }

    public string NodeFolder => Path.Combine(DataFolder, "bridge");
    public string KeyFile => Path.Combine(DataFolder, "keys", "bridge.key");
    public string PromptFolder => Path.Combine(DataFolder, "prompts");
    public string RecordingFolder => Path.Combine(NodeFolder, "recordings");
    public string LogFile => Path.Combine(DataFolder, "logs", "bridge.log");

    /// <param name="arguments">The command line: <c>--detached</c>, <c>--config FILE</c>, and any setting as <c>--Sip:Port 5060</c>.</param>
    /// <exception cref="SettingException">A value cannot be used; its message is one line for the console.</exception>
    public static NodeOptions Read(IReadOnlyList<string> arguments)
    {
        var detached = arguments.Contains("--detached");
        string[] switches = [.. arguments.Where(argument => argument != "--detached")];
        var settings = Gather(switches);
        var sip = new IPEndPoint(Ip(settings, "Sip:Bind") ?? IPAddress.Any, Number(settings, "Sip:Port", 5060, 0, 65535));
        var folder = Path.GetFullPath(settings["Data:Folder"] ?? "data");
        var registration = RegistrarSettings.Account(settings);
        return new NodeOptions
        {
            DataFolder = folder,
            Registration = registration,
            OutboundProxy = RegistrarSettings.OutboundProxy(settings),
            Credentials = RegistrarSettings.Password(registration, folder),
            ServerUrl = Address(settings, "Server:Url", "http://127.0.0.1:5080"),
            Sip = sip,
            Sip6 = SipSettings.Bind6(settings, sip.Address),
            SipConnections = SipSettings.Connections(settings, sip.Port),
            NameServer = SipSettings.NameServer(settings),
            PublicAddress = SipSettings.PublicAddress(settings, "Sip:PublicAddress", AddressFamily.InterNetwork),
            PublicAddress6 = SipSettings.PublicAddress(settings, "Sip:PublicAddress6", AddressFamily.InterNetworkV6),
            FirstRtpPort = Number(settings, "Rtp:FirstPort", 20000, 1, 65535),
            LastRtpPort = Number(settings, "Rtp:LastPort", 20999, 1, 65535),
            Name = settings["Node:Name"] is { Length: > 0 } name ? name : Environment.MachineName,
            Orphan = TimeSpan.FromSeconds(Number(settings, "Node:OrphanSeconds", 30, 1, 86400)),
            InvitesPerSecond = Number(settings, "Bridge:InvitesPerSecond", 50, 1, 1000),
            SessionTimers = ReadSessionTimers(settings),
            MediaLoops = Number(settings, "Bridge:MediaLoops", 0, 0, 64),
            Codecs = ReadCodecs(settings),
            Sound = new MediaConferenceOptions { AutomaticGain = Switch(settings, "Sound:AutomaticGain", true), NoiseGate = Switch(settings, "Sound:NoiseGate", true) },
            MinFreeBytes = Number(settings, "Recording:MinFreeMegabytes", 1024, 0, int.MaxValue) * 1_000_000L,
            LongestRecording = TimeSpan.FromHours(Number(settings, "Recording:MaxHours", 12, 1, 24)),
            EchoNumber = Number(settings, "DialIn:EchoNumber", 9196, 0, 999_999_999),
            TrustedPeer = Loopback(settings, "Load:TrustedPeer"),
            Defence = DefenceOf(settings),
            Registrar = RegistrarOf(settings),
            Detached = detached,
        };
    }

    private static SessionTimerOptions ReadSessionTimers(IConfiguration settings)
    {
        var least = Number(settings, "Sip:MinSessionSeconds", 90, 90, 86400);
        var interval = Number(settings, "Sip:SessionSeconds", 1800, 0, 86400);
        if (interval > 0 && interval < least)
            throw new SettingException($"Sip:SessionSeconds is {interval}, but must be 0 or at least Sip:MinSessionSeconds, {least}.");
        return new SessionTimerOptions { Interval = TimeSpan.FromSeconds(interval), Minimum = TimeSpan.FromSeconds(least) };
    }

    private static ImmutableArray<AudioFormat> ReadCodecs(IConfiguration settings)
    {
        var text = settings["Bridge:Codecs"] is { Length: > 0 } given ? given : "opus, G722, PCMA, PCMU";
        return CodecOffer.Parse(text)
            ?? throw new SettingException($"Bridge:Codecs is '{text}', but must name one or more of opus, G722, PCMA and PCMU.");
    }

    private static DefenceLimits DefenceOf(IConfiguration settings)
    {
        var usual = new DefenceLimits();
        return usual with
        {
            Requests = PerSecond("Requests", 100, 20),
            KnownRequests = PerSecond("KnownRequests", 2000, 500),
            Registrations = PerSecond("Registrations", 400, 20),
            FailedAuthentications = PerMinute("FailedAuthentications", 100, 20),
            PinTries = PerMinute("PinTries", 12, 1),
            HalfOpenCalls = Number(settings, "Defence:HalfOpenCalls", usual.HalfOpenCalls, 1, 100_000),
            KnownHalfOpenCalls = Number(settings, "Defence:KnownHalfOpenCalls", usual.KnownHalfOpenCalls, 1, 100_000),
            FirstBan = TimeSpan.FromSeconds(Number(settings, "Defence:FirstBanSeconds", 60, 1, 86_400)),
            LongestBan = TimeSpan.FromSeconds(Number(settings, "Defence:LongestBanSeconds", 3600, 1, 604_800)),
        };

        RateLimit PerSecond(string name, int burst, int rate) => RateLimit.PerSecond(
            Number(settings, $"Defence:{name}Burst", burst, 1, 1_000_000), Number(settings, $"Defence:{name}PerSecond", rate, 1, 100_000));

        RateLimit PerMinute(string name, int burst, int rate) => RateLimit.PerMinute(
            Number(settings, $"Defence:{name}Burst", burst, 1, 1_000_000), Number(settings, $"Defence:{name}PerMinute", rate, 1, 100_000));
    }

    private static RegistrarLimits RegistrarOf(IConfiguration settings) => new()
    {
        MinExpires = TimeSpan.FromSeconds(Number(settings, "Registrar:MinSeconds", 60, 1, 86_400)),
        MaxExpires = TimeSpan.FromSeconds(Number(settings, "Registrar:MaxSeconds", 3600, 1, 604_800)),
        DefaultExpires = TimeSpan.FromSeconds(Number(settings, "Registrar:DefaultSeconds", 600, 1, 604_800)),
        MaxBindings = Number(settings, "Registrar:Devices", 5, 1, 100),
    };

    private static IConfiguration Gather(string[] switches)
    {
        try
        {
            var line = new ConfigurationBuilder().AddCommandLine(switches).Build();
            var builder = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
            if (line["config"] is { } file)
                builder.AddJsonFile(Path.GetFullPath(file), optional: false);
            return builder.AddEnvironmentVariables().AddCommandLine(switches).Build();
        }
        catch (Exception fault) when (fault is FormatException or IOException or InvalidDataException)
        {
            throw new SettingException($"The settings cannot be read: {fault.Message}");
        }
    }

    internal static int Number(IConfiguration settings, string name, int fallback, int least, int most)
    {
        if (settings[name] is not { Length: > 0 } text)
            return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new SettingException($"{name} is '{text}', but must be a number from {least} to {most}.");
    }

    private static bool Switch(IConfiguration settings, string name, bool fallback)
    {
        if (settings[name] is not { Length: > 0 } text)
            return fallback;
        return bool.TryParse(text, out var value) ? value : throw new SettingException($"{name} is '{text}', but must be true or false.");
    }

    internal static IPAddress? Ip(IConfiguration settings, string name)
    {
        if (settings[name] is not { Length: > 0 } text)
            return null;
        return IPAddress.TryParse(text, out var address) ? address : throw new SettingException($"{name} is '{text}', which is no IP address.");
    }

    /// <summary>Who is trusted without a PIN must be on this very machine.</summary>
    private static IPEndPoint? Loopback(IConfiguration settings, string name)
    {
        if (settings[name] is not { Length: > 0 } text)
            return null;
        return IPEndPoint.TryParse(text, out var peer) && IPAddress.IsLoopback(peer.Address)
            ? peer
            : throw new SettingException($"{name} is '{text}', but only a loopback address is trusted.");
    }

    private static Uri Address(IConfiguration settings, string name, string fallback)
    {
        var text = settings[name] is { Length: > 0 } given ? given : fallback;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new SettingException($"{name} is '{text}', which is no http address.");
    }
}

/// <summary>A setting that cannot be used; its message is one line for the console.</summary>
internal sealed class SettingException(string message) : Exception(message);
