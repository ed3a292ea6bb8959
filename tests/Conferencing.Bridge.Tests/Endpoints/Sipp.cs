using System.Globalization;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>A room played by sipp from one of the scenarios beside this file, call after call until it is stopped.</summary>
internal sealed class Sipp : IDisposable
{
    private readonly ClientProgram _program;

    private Sipp(ClientProgram program, int sipPort, int rtpPort, int toneHz)
    {
        _program = program;
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

    public string Log => _program.Log;

    /// <summary>Rings for 0.3 s, answers and plays a tone.</summary>
    public static Task<Sipp> Answering(string folder, int toneHz) => Start(folder, "answer", toneHz);

    /// <summary>The same by TCP, each message on the caller's connection.</summary>
    public static Task<Sipp> AnsweringByTcp(string folder, int toneHz) => Start(folder, "answer", toneHz, isTcp: true);

    /// <summary>Refuses at once.</summary>
    /// <param name="status">Status and phrase, for example "486 Busy Here".</param>
    public static Task<Sipp> Refusing(string folder, string status) => Start(folder, "refuse", 0, status);

    public static Task<Sipp> Ringing(string folder) => Start(folder, "ring");

    public static Task<Sipp> AnsweringWithoutMedia(string folder) => Start(folder, "no-media");

    public void Stop() => _program.Terminate(TimeSpan.FromSeconds(3));

    public void Dispose() => _program.Dispose();

    private static async Task<Sipp> Start(string folder, string scenario, int toneHz = 0, string status = "", bool isTcp = false)
    {
        int sipPort = Ports.One();
        int rtpPort = Ports.Block(20);
        string own = Path.Combine(folder, $"sipp-{scenario}-{sipPort}");
        Directory.CreateDirectory(own);
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Endpoints", "Scenarios", scenario + ".xml"));
        await File.WriteAllTextAsync(Path.Combine(own, "scenario.xml"), text.Replace("STATUS", status, StringComparison.Ordinal));
        if (toneHz > 0) Pcap.WriteTone(Path.Combine(own, "tone.pcap"), toneHz, seconds: 180);
        // Playing a capture needs a raw socket.
        var program = ClientProgram.StartPrivileged(
            "sipp", "sip-tester", Path.Combine(own, "log"), own,
            "-sf", "scenario.xml", "-i", "127.0.0.1", "-p", Text(sipPort), "-mi", "127.0.0.1", "-mp", Text(rtpPort), "-nostdin", "-nd",
            "-trace_err", "-error_file", "errors", "-t", isTcp ? "t1" : "u1");
        await Eventually.True(TimeSpan.FromSeconds(10), () => isTcp ? Ports.IsTakenTcp(sipPort) : Ports.IsTaken(sipPort), () => program.Log);
        return new Sipp(program, sipPort, rtpPort, toneHz) { IsTcp = isTcp };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
