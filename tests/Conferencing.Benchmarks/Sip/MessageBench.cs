using System.Globalization;
using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;

namespace Conferencing.Benchmarks.Sip;

/// <summary>
/// How many messages a second one core reads and writes, and what they leave for the garbage collector: a whole INVITE of a room system with
/// its session description. Without sockets; by processor time.
/// </summary>
internal static class MessageBench
{
    private const string Description =
        "v=0\r\no=room 3720 3720 IN IP4 192.0.2.20\r\ns=Giao ban\r\nc=IN IP4 192.0.2.20\r\nb=AS:384\r\nt=0 0\r\n"
        + "m=audio 49170 RTP/AVP 9 8 0 18 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n"
        + "a=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n";

    private static readonly byte[] Invite = Encoding.UTF8.GetBytes(
        "INVITE sip:8801@192.0.2.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.20:5060;branch=z9hG4bK776asdhds4f1;rport\r\nMax-Forwards: 70\r\n"
        + "From: \"Phong hop tinh\" <sip:phonghop@192.0.2.20>;tag=1928301774\r\nTo: <sip:8801@192.0.2.1:5060>\r\nCall-ID: a84b4c76e66710@192.0.2.20\r\n"
        + "CSeq: 314159 INVITE\r\nContact: <sip:phonghop@192.0.2.20:5060>\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK\r\n"
        + "Supported: timer, replaces, 100rel\r\nSession-Expires: 1800\r\nMin-SE: 90\r\nUser-Agent: Room codec 9.2\r\nContent-Type: application/sdp\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(Description)}\r\n\r\n{Description}");

    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(500);

    public static int Run(string[] arguments)
    {
        var options = BenchOptions.Parse(arguments);
        var works = Works();
        foreach (var work in works)
            Measure(work.Act); // warm
        var rounds = Enumerable.Range(0, options.Rounds).Select(_ => works.Select(work => Measure(work.Act)).ToArray()).ToList();
        Console.WriteLine($"An INVITE of {Invite.Length} bytes, {rounds.Count} rounds in turn; processor time of one core");
        Console.WriteLine($"{"",-44}{"a second: median (least-most)",34}{"bytes allocated",18}");
        for (var i = 0; i < works.Length; i++)
        {
            double[] rates = [.. rounds.Select(round => round[i].Rate)];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{works[i].Name,-44}{$"{BenchResult.Median(rates):N0} ({rates.Min():N0}-{rates.Max():N0})",34}{rounds[^1][i].Allocated,18:N0}"));
        }

        return 0;
    }

    private static (string Name, Action Act)[] Works()
    {
        var limits = new MessageLimits();
        SipParser.Parse(Invite, limits, out var message);
        var invite = (SipRequest)message!;
        var answer = SipResponse.Answering(invite, 200, "OK", "ours") with { ContentType = "application/sdp", Body = invite.Body };
        var source = SipPath.Udp(new IPEndPoint(IPAddress.Parse("192.0.2.20"), 5060));
        var heartbeat = new OptionsRequest(5060, 5060).Write(1).ToArray();
        var engine = new SignallingEngine(new SignallingOptions { Incoming = IncomingPolicy.Answer }, new Random(1));
        return
        [
            ("read an INVITE", () => SipParser.Parse(Invite, limits, out _)),
            ("write that INVITE", () => SipWriter.Write(invite)),
            ("write its 200", () => SipWriter.Write(answer)),
            ("read its session description", () => SdpParser.Parse(invite.Body.Span, out _)),
            ("answer an OPTIONS, from bytes to bytes", () => Answer(engine, heartbeat, source)),
        ];
    }

    private static void Answer(SignallingEngine engine, byte[] request, SipPath source)
    {
        engine.Receive(request, source, new Tick(0));
        while (engine.TryPoll(out _))
        {
            // the answer
        }
    }

    private static (double Rate, long Allocated) Measure(Action act)
    {
        const int Batch = 1000;
        long count = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        TimeSpan used;
        do
        {
            for (var i = 0; i < Batch; i++)
                act();
            count += Batch;
            used = Environment.CpuUsage.TotalTime - start;
        }
        while (used < Length);
        return (count / used.TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - allocated) / count);
    }
}
