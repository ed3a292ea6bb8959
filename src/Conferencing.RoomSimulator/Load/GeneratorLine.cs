using System.Globalization;
using System.Net;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator.Load;

/// <summary>Reads the arguments of a load run that makes its own calls; a wrong one is told in a sentence.</summary>
internal static class GeneratorLine
{
    public const string Usage =
        """
        Conferencing.RoomSimulator load --bridge IP:PORT [options]   rooms that call a bridge, all played by one thread: one line of JSON
        Conferencing.RoomSimulator load --dests FILE     [options]   the same streams to "ip port payload-type" lines, nobody is called

          --count N            rooms (200)
          --conferences M      room i calls conference i modulo M, by the numbers 1000, 1001, … (1)
          --first-number N     the first conference's number (1000)
          --talkers K          rooms of each conference that speak without end (3)
          --codec NAME         pcma, pcmu, g722, opus, l16 (pcma)
          --noise DBOV         how loud the others are, as minus so many dBov (66)
          --dtx                the others send only what their voice activity detection lets through
          --srtp SUITE         AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32, AEAD_AES_128_GCM, AEAD_AES_256_GCM (plain)
          --loss PERCENT       packets lost on the way to the bridge (0)
          --jitter MS          packets leave later by up to this (0)
          --drift PPM          the rooms' clocks err by up to this (0)
          --ip6                media by IPv6
          --seconds S          what is measured (10)
          --warm-up S          before that (3)
          --tail S             after that, when the figures have been told (0)
          --probes N           rooms of each conference that send bursts in turn and hear the others' (8)
          --pid P              the bridge's process, to be measured
          --metrics URL        /metrics of the bridge's server, for its collections of garbage
          --watch              tell gaps that the machine itself made from the bridge's
          --rtp-port P         the rooms' port; by IPv6 the first of one a room (20000)
          --stall MS           stop the bridge's process for so long in the middle (0)
        """;

    private static readonly (string Name, CryptoSuite Suite)[] Suites =
    [
        ("AES_CM_128_HMAC_SHA1_80", CryptoSuite.AesCm128HmacSha1Tag80),
        ("AES_CM_128_HMAC_SHA1_32", CryptoSuite.AesCm128HmacSha1Tag32),
        ("AEAD_AES_128_GCM", CryptoSuite.AeadAes128Gcm),
        ("AEAD_AES_256_GCM", CryptoSuite.AeadAes256Gcm),
    ];

    /// <summary>True when the arguments of a load run are for this way of it.</summary>
    public static bool IsMeant(string[] arguments) => arguments.Contains("--bridge") || arguments.Contains("--dests");

    /// <exception cref="CommandLineException">An argument makes no sense.</exception>
    public static GeneratorOptions Parse(string[] arguments)
    {
        var given = new Arguments(arguments);
        var usual = new GeneratorOptions();
        int process = Count("--pid", 0, 0);
        var options = usual with
        {
            Bridge = given.Text("--bridge", "") is { Length: > 0 } bridge ? EndPoint(bridge) : null,
            DestinationFile = given.Text("--dests", "") is { Length: > 0 } file ? file : null,
            Rooms = Count("--count", usual.Rooms, 1),
            Conferences = Count("--conferences", usual.Conferences, 1),
            FirstNumber = Count("--first-number", usual.FirstNumber, 1),
            Talkers = Count("--talkers", usual.Talkers, 0),
            Codec = CodecOf(given.Text("--codec", usual.Codec.Name)),
            NoiseDbov = -given.Number("--noise", -usual.NoiseDbov),
            LeavesSilenceOut = given.Flag("--dtx"),
            Suite = given.Text("--srtp", "") is { Length: > 0 } suite ? SuiteOf(suite) : null,
            LossPercent = given.Number("--loss", 0),
            JitterMs = Math.Min(given.Number("--jitter", 0), SendSchedule.LongestDelayMs),
            DriftPpm = given.Number("--drift", 0),
            IsIp6 = given.Flag("--ip6"),
            Seconds = Count("--seconds", usual.Seconds, 1),
            WarmUpSeconds = Count("--warm-up", usual.WarmUpSeconds, 0),
            TailSeconds = Count("--tail", 0, 0),
            Probes = Count("--probes", usual.Probes, 0),
            ProcessId = process == 0 ? null : process,
            Metrics = given.Text("--metrics", "") is { Length: > 0 } url ? MetricsAt(url) : null,
            Watches = given.Flag("--watch"),
            RtpPort = Count("--rtp-port", usual.RtpPort, 1024),
            StallMs = Count("--stall", 0, 0),
        };
        given.RefuseRest();
        return Checked(options);

        int Count(string name, int otherwise, int least)
        {
            double number = given.Number(name, otherwise);
            return number >= least && number == Math.Floor(number) && number <= int.MaxValue
                ? (int)number
                : throw new CommandLineException(string.Create(CultureInfo.InvariantCulture, $"{name} {number}: expected a whole number from {least} on."));
        }
    }

    private static GeneratorOptions Checked(GeneratorOptions options) => options switch
    {
        { Bridge: null, DestinationFile: null } => throw new CommandLineException("--bridge or --dests says where to."),
        { Bridge: not null, DestinationFile: not null } => throw new CommandLineException("--bridge and --dests exclude each other."),
        { DestinationFile: not null, Suite: not null } => throw new CommandLineException("--srtp needs calls: listed destinations have no keys."),
        { StallMs: > 0, ProcessId: null } => throw new CommandLineException("--stall needs --pid."),
        { IsIp6: false, Rooms: > RoomPorts.MostRooms } or { IsIp6: true, Rooms: > 65535 - 1024 } => throw new CommandLineException($"--count {options.Rooms} are too many."),
        _ => options,
    };

    private static IPEndPoint EndPoint(string text) => IPEndPoint.TryParse(text, out var at) && at.Port > 0
        ? at
        : throw new CommandLineException($"--bridge {text}: expected an address and a port.");

    private static Uri MetricsAt(string text) => Uri.TryCreate(text, UriKind.Absolute, out var at) && at.Scheme is "http" or "https"
        ? at
        : throw new CommandLineException($"--metrics {text}: expected an address of the web.");

    private static LoadCodec CodecOf(string name) => LoadCodec.Find(name) ?? throw new CommandLineException($"There is no codec '{name}'.");

    private static CryptoSuite SuiteOf(string name) => Array.Find(Suites, suite => suite.Name == name) is { Name: not null } found
        ? found.Suite
        : throw new CommandLineException($"There is no suite '{name}'.");
}
