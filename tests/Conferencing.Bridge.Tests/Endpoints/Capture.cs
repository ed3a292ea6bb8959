using System.Net;
using System.Text;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// An independent look at the wire: everything between loopback addresses, written by tcpdump while a
/// <see cref="ControlStream"/> ticks beside it. Read it after <see cref="Stop"/>.
/// </summary>
internal sealed class Capture : IDisposable
{
    private readonly ClientProgram _tcpdump;
    private readonly ControlStream _control;
    private readonly string _path;
    private List<CapturedDatagram>? _datagrams;

    private Capture(ClientProgram tcpdump, ControlStream control, string path)
    {
        _tcpdump = tcpdump;
        _control = control;
        _path = path;
    }

    public static async Task<Capture> Start(string folder)
    {
        string path = Path.Combine(folder, "wire.pcap");
        var tcpdump = ClientProgram.StartPrivileged(
            "tcpdump", "tcpdump", Path.Combine(folder, "tcpdump.log"), folder,
            "-i", "lo", "-U", "-n", "--immediate-mode", "-s", "0", "-B", "16384", "-w", path, "udp and (net 127.0.0.0/8 or ip6)");
        await Eventually.True(TimeSpan.FromSeconds(10), () => tcpdump.Log.Contains("listening on", StringComparison.Ordinal), () => tcpdump.Log);
        return new Capture(tcpdump, ControlStream.Start(), path);
    }

    /// <summary>What has been captured so far, while it goes on.</summary>
    public List<CapturedDatagram> SoFar() => _datagrams ?? Pcap.Read(_path);

    public void Stop()
    {
        if (_datagrams is not null) return;
        _control.Dispose();
        _tcpdump.Interrupt(TimeSpan.FromSeconds(5));
        _datagrams = Pcap.Read(_path);
    }

    /// <summary>SIP messages in either direction at one port.</summary>
    public List<CapturedSip> SipAt(int port)
        => [.. SoFar().Where(d => d.Source.Port == port || d.Destination.Port == port).Select(CapturedSip.Parse).OfType<CapturedSip>()];

    /// <summary>The RTP streams sent to one port, a stream per source and SSRC, in the order in which they began.</summary>
    public List<CapturedRtpStream> RtpTo(int port)
        => [.. SoFar().Where(d => d.Destination.Port == port).Select(CapturedRtp.Parse).OfType<CapturedRtp>()
            .GroupBy(p => (p.Source, p.Ssrc)).Select(group => new CapturedRtpStream(group.Key.Source, group.Key.Ssrc, [.. group]))];

    /// <summary>
    /// Pauses longer than <paramref name="limit"/> between the packets one port was sent, of whatever stream, save those during which
    /// the control stream stood still as well: then this machine stopped, not the bridge.
    /// </summary>
    public List<RtpGap> GapsTo(int port, TimeSpan limit, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var excuses = _control.Gaps(SoFar(), limit);
        var times = SoFar().Where(d => d.Destination.Port == port && CapturedRtp.Parse(d) is not null).Select(d => d.At)
            .Where(at => at >= (from ?? DateTimeOffset.MinValue) && at <= (until ?? DateTimeOffset.MaxValue)).ToList();
        return [.. RtpGap.Between(times, limit).Where(gap => !excuses.Exists(gap.Overlaps))];
    }

    /// <summary>Longer pauses in what one port sent or was sent, as far as the capture saw it: a sender without a processor, or packets that were missed.</summary>
    public List<RtpGap> PausesAt(int port, TimeSpan limit)
    {
        var packets = SoFar().Where(d => CapturedRtp.Parse(d) is not null).ToLookup(d => d.Source.Port == port, d => (d.At, d.Destination.Port));
        var (sent, received) = (packets[true].Select(p => p.At), packets[false].Where(p => p.Port == port).Select(p => p.At));
        return [.. RtpGap.Between([.. sent], limit), .. RtpGap.Between([.. received], limit)];
    }

    public void Dispose()
    {
        _control.Dispose();
        _tcpdump.Interrupt(TimeSpan.FromSeconds(2));
        _tcpdump.Dispose();
    }
}

/// <summary>A pause between two packets.</summary>
internal readonly record struct RtpGap(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(20);

    public TimeSpan Length => To - From;

    public bool Overlaps(RtpGap other) => From < other.To + Near && other.From - Near < To;

    public static IEnumerable<RtpGap> Between(IReadOnlyList<DateTimeOffset> times, TimeSpan limit)
    {
        for (int i = 1; i < times.Count; i++)
        {
            if (times[i] - times[i - 1] > limit) yield return new RtpGap(times[i - 1], times[i]);
        }
    }

    public override string ToString() => $"{Length.TotalMilliseconds:0} ms at {From:HH:mm:ss.fff}";
}

/// <summary>One SIP message as it crossed the wire.</summary>
internal sealed record CapturedSip(DateTimeOffset At, IPEndPoint Source, IPEndPoint Destination, string StartLine, string Text)
{
    public bool IsRequest => !StartLine.StartsWith("SIP/2.0", StringComparison.Ordinal);

    /// <summary>The method of a request; of a response, the method it answers.</summary>
    public string Method => Header("CSeq").Split(' ')[^1];

    /// <summary>The status of a response, 0 for a request.</summary>
    public int Status => IsRequest ? 0 : int.Parse(StartLine.AsSpan(8, 3), System.Globalization.CultureInfo.InvariantCulture);

    public string CallId => Header("Call-ID");

    /// <summary>An INVITE outside a dialog, that is: a new call.</summary>
    public bool IsFirstInvite => IsRequest && Method == "INVITE" && !Header("To").Contains(";tag=", StringComparison.Ordinal);

    /// <summary>Where sound is wanted, from the message's SDP.</summary>
    public int AudioPort
    {
        get
        {
            string line = Text.Split("\r\n").First(l => l.StartsWith("m=audio ", StringComparison.Ordinal));
            return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>RTP/AVP and its like, from the message's SDP.</summary>
    public string AudioProfile => Text.Split("\r\n").First(l => l.StartsWith("m=audio ", StringComparison.Ordinal)).Split(' ')[2];

    /// <summary>The keys of its a=crypto lines, as written.</summary>
    public IEnumerable<string> CryptoKeys => Text.Split("\r\n").Where(l => l.StartsWith("a=crypto:", StringComparison.Ordinal))
        .Select(l => l[(l.IndexOf("inline:", StringComparison.Ordinal) + 7)..].Split('|', ' ')[0]);

    public string Header(string name)
    {
        foreach (string line in Text.Split("\r\n").Skip(1))
        {
            if (line.Length == 0) break;
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(0, colon).Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return line[(colon + 1)..].Trim();
        }
        return "";
    }

    public static CapturedSip? Parse(CapturedDatagram datagram)
    {
        var bytes = datagram.Payload.Span;
        int end = bytes.IndexOf("\r\n"u8);
        if (end < 0 || bytes[..end].IndexOf("SIP/2.0"u8) < 0) return null;
        string text = Encoding.UTF8.GetString(bytes);
        return new CapturedSip(datagram.At, datagram.Source, datagram.Destination, text[..text.IndexOf("\r\n", StringComparison.Ordinal)], text);
    }

    public override string ToString() => $"{At:HH:mm:ss.fff} {Source.Port} → {Destination.Port} {StartLine}";
}
