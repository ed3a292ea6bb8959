using System.Globalization;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>A room played by sipp from one of the scenarios beside this file, call after call until it is stopped.</summary>
internal sealed class Sipp : IDisposable
{
    private readonly ClientProgram _program;
    private readonly string _statistics;
    private readonly string _errors;

    private Sipp(ClientProgram program, string folder, int sipPort, int rtpPort, int toneHz)
    {
        _program = program;
        _statistics = Path.Combine(folder, "statistics");
        _errors = Path.Combine(folder, "errors");
        SipPort = sipPort;
        RtpPort = rtpPort;
        ToneHz = toneHz;
    }

    public int SipPort { get; }

    /// <summary>The first call's RTP port.</summary>
    public int RtpPort { get; }

    public int ToneHz { get; }

    public string Uri => $"sip:sipp@127.0.0.1:{SipPort}{(IsTcp ? ";transport=tcp" : "")}";

    private bool IsTcp { get; init; }

    /// <summary>Calls that went all the way through the scenario, as of a second ago.</summary>
    public int Successes
    {
        get
        {
            if (!File.Exists(_statistics)) return 0;
            string[] lines = File.ReadAllLines(_statistics);
            int column = Array.IndexOf(lines[0].Split(';'), "SuccessfulCall(C)");
            return lines.Length > 1 && lines[^1].Split(';') is var cells && cells.Length > column ? int.Parse(cells[column], CultureInfo.InvariantCulture) : 0;
        }
    }

    /// <summary>All it said, and what it found wrong in the messages it received.</summary>
    public string Log => _program.Log + (File.Exists(_errors) ? File.ReadAllText(_errors) : "");

    /// <summary>Rings for 0.3 s, answers and plays a tone.</summary>
    public static Task<Sipp> Answering(string folder, int toneHz) => Start(folder, "answer", toneHz);

    /// <summary>The same by TCP, each message on the caller's connection.</summary>
    public static Task<Sipp> AnsweringByTcp(string folder, int toneHz) => Start(folder, "answer", toneHz, isTcp: true);

    /// <summary>Agrees on encryption by a key that it does not use: what it plays is plain.</summary>
    public static Task<Sipp> AnsweringUnderAWrongKey(string folder, int toneHz) => Start(folder, "answer", toneHz, crypto:
        "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz");

    /// <summary>Answers, plays a tone, and has one word for being asked to call somebody else.</summary>
    /// <param name="status">For example "405 Method Not Allowed".</param>
    public static Task<Sipp> AnsweringRefer(string folder, int toneHz, string status) => Start(folder, "refer", toneHz, status);

    /// <summary>Answers, plays a tone, and watches the conference it is in.</summary>
    public static Task<Sipp> Watching(string folder, int toneHz) => Start(folder, "watcher", toneHz);

    /// <summary>Refuses at once.</summary>
    /// <param name="status">Status and phrase, for example "486 Busy Here".</param>
    public static Task<Sipp> Refusing(string folder, string status) => Start(folder, "refuse", 0, status);

    public static Task<Sipp> Ringing(string folder) => Start(folder, "ring");

    public static Task<Sipp> AnsweringWithoutMedia(string folder) => Start(folder, "no-media");

    /// <summary>Any scenario by name.</summary>
    /// <param name="status">What the scenario leaves to the test.</param>
    /// <param name="losing">Percent of the messages that are thrown away.</param>
    public static Task<Sipp> Playing(string folder, string scenario, string status = "", int losing = 0) => Start(folder, scenario, 0, status, losing);

    /// <summary>A scenario that sees, and may leave unanswered, what is sent again.</summary>
    public static Task<Sipp> PlayingDeaf(string folder, string scenario) => Start(folder, scenario, more: ["-nr"]);

    /// <summary>Calls by a scenario that checks what it receives, once unless sipp is told more; returns sipp's exit code, 0 when all was right.</summary>
    public static async Task<int> Call(string folder, string scenario, int port, params string[] more)
    {
        string own = Path.Combine(folder, $"sipp-{scenario}-{port}");
        Directory.CreateDirectory(own);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Endpoints", "Scenarios", scenario + ".xml"), Path.Combine(own, "scenario.xml"));
        using var program = ClientProgram.Start(
            "sipp", "sip-tester", Path.Combine(own, "log"), own,
            [$"127.0.0.1:{Text(port)}", "-sf", "scenario.xml", "-s", "room", "-i", "127.0.0.1", "-p", Text(Ports.One()), "-mi", "127.0.0.1", "-mp", Text(Ports.Block(4)),
            "-m", "1", "-timeout", "90", "-timeout_error", "-nostdin", "-trace_err", "-error_file", "errors", .. more]);
        await Eventually.True(TimeSpan.FromSeconds(100), () => program.HasExited, () => program.Log);
        string errors = Path.Combine(own, "errors");
        if (program.ExitCode != 0) throw new InvalidOperationException(File.Exists(errors) ? await File.ReadAllTextAsync(errors) : program.Log);
        return program.ExitCode;
    }

    public void Stop() => _program.Terminate(TimeSpan.FromSeconds(3));

    public void Dispose() => _program.Dispose();

    private static async Task<Sipp> Start(string folder, string scenario, int toneHz = 0, string status = "", int losing = 0, bool isTcp = false, string crypto = "", string[]? more = null)
    {
        int sipPort = Ports.One();
        int rtpPort = Ports.Block(20);
        string own = Path.Combine(folder, $"sipp-{scenario}-{sipPort}");
        Directory.CreateDirectory(own);
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Endpoints", "Scenarios", scenario + ".xml"));
        if (crypto.Length > 0) text = text.Replace("a=ptime:20", $"a=ptime:20\n{crypto}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(own, "scenario.xml"), text.Replace("STATUS", status, StringComparison.Ordinal));
        if (toneHz > 0) Pcap.WriteTone(Path.Combine(own, "tone.pcap"), toneHz, seconds: 180);
        // Playing a capture needs a raw socket.
        string[] loss = losing > 0 ? ["-lost", Text(losing)] : [];
        // An INVITE that follows a refusal within the same Call-ID is a call like any other (RFC 3261 8.1.3.5): sipp must not remember the dead one.
        string[] arguments =
        [
            "-sf", "scenario.xml", "-i", "127.0.0.1", "-p", Text(sipPort), "-mi", "127.0.0.1", "-mp", Text(rtpPort), "-nostdin", "-nd", "-deadcall_wait", "0",
            "-trace_err", "-error_file", "errors", "-trace_stat", "-stf", "statistics", "-fd", "1", "-t", isTcp ? "t1" : "u1", .. loss, .. more ?? [],
        ];
        var program = ClientProgram.StartPrivileged("sipp", "sip-tester", Path.Combine(own, "log"), own, arguments);
        await Eventually.True(TimeSpan.FromSeconds(10), () => isTcp ? Ports.IsTakenTcp(sipPort) : Ports.IsTaken(sipPort), () => program.Log);
        return new Sipp(program, own, sipPort, rtpPort, toneHz) { IsTcp = isTcp };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
