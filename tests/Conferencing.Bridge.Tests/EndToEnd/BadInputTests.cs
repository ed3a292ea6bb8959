using System.Net;
using System.Net.Sockets;
using System.Text;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>A stranger at the ports: nothing he sends disturbs a call, and nothing comes back that tells what exists.</summary>
[Collection(RealClients.Name)]
public sealed class BadInputTests
{
    [Fact]
    public async Task A_stranger_gets_no_answer_and_disturbs_nobody()
    {
        await using var province = await Province.Start();
        var (first, _) = await province.AddPhone(new BaresipOptions("mot", 420));
        var (second, _) = await province.AddPhone(new BaresipOptions("hai", 660));
        await province.BookAndConnect();
        await province.WaitUntilSent(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(1));
        var refusedBefore = await Refusals(province);
        var begin = DateTimeOffset.UtcNow;

        // Another address of this machine: one from which no room of the plan is called.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.77"), 0));
        int ownPort = ((IPEndPoint)socket.LocalEndPoint!).Port;
        await Attack(socket, new IPEndPoint(IPAddress.Loopback, province.Server.SipPort), SipAttacks(ownPort));
        await Attack(socket, RtpPortOfBridge(province, first), RtpAttacks());
        await Eventually.True(
            TimeSpan.FromSeconds(16),
            async () => (await Refusals(province)) is var now && now.Sip > refusedBefore.Sip && now.Rtp > refusedBefore.Rtp,
            () => province.Server.Log);
        await province.WaitUntilSent(begin, TimeSpan.FromSeconds(2));
        var end = DateTimeOffset.UtcNow;

        Assert.Equal(0, socket.Available);
        Assert.All((await province.Board()).Participants, p => Assert.Equal(LegState.Connected, p.State));
        province.Capture.Stop();
        foreach (var (room, other) in new[] { (first, second), (second, first) })
        {
            Assert.Empty(province.Capture.GapsTo(province.RtpPortOf(room), TimeSpan.FromMilliseconds(60), begin, end));
            Assert.InRange(Tones.TypicalDbfs(province.SoundTo(room, begin, end), other.ToneHz), Tones.HeardDbfs, 0);
        }
    }

    [Fact]
    public async Task Rooms_that_send_nonsense_get_it_back_refused_by_name()
    {
        await using var province = await Province.Start("--Redial:FirstIntervalSeconds", "30");
        var (well, _) = await province.AddPhone(new BaresipOptions("khoe", 420));
        using var nonsense = new NonsenseRoom();
        var broken = await province.AddRoom("Phòng lỗi", $"sip:loi@127.0.0.1:{nonsense.Port}", nonsense.Port, 0);

        await province.Book(TimeSpan.FromSeconds(2));

        await province.WaitFor(well, LegState.Connected, TimeSpan.FromSeconds(15));
        await province.WaitUntil(
            TimeSpan.FromSeconds(15),
            board => board.Participants.Single(p => p.RoomId == broken.Id)
                is { State: LegState.Redialling, Reason: LegReason.NoUsableMedia or LegReason.ProtocolError },
            "nonsense has a name");
        Assert.True((await Refusals(province)).Sip > 0);
    }

    private static async Task<(double Sip, double Rtp)> Refusals(Province province)
    {
        var metrics = await province.Api.Metrics();
        double Sum(string part) => metrics.Where(m => m.Key.Contains($"\"{part}.", StringComparison.Ordinal)).Sum(m => m.Value);
        return (Sum("sip"), Sum("rtp"));
    }

    private static IPEndPoint RtpPortOfBridge(Province province, RealRoom room)
        => new(IPAddress.Loopback, province.Capture.SipAt(room.SipPort).First(m => m.IsFirstInvite).AudioPort);

    private static async Task Attack(Socket socket, IPEndPoint target, IEnumerable<byte[]> datagrams)
    {
        foreach (byte[] datagram in datagrams)
            await socket.SendToAsync(datagram, target);
    }

    private static IEnumerable<byte[]> SipAttacks(int ownPort)
    {
        foreach (string method in new[] { "OPTIONS", "INVITE", "REGISTER", "BYE", "CANCEL", "SUBSCRIBE", "MESSAGE", "DANCE" })
            yield return Encoding.ASCII.GetBytes(Request(method, ownPort));
        string invite = Request("INVITE", ownPort);
        yield return [];
        yield return "\r\n\r\n"u8.ToArray();
        yield return Encoding.ASCII.GetBytes("INVITE");
        yield return Encoding.ASCII.GetBytes(invite.Replace("SIP/2.0", "SIP/9.0", StringComparison.Ordinal));
        yield return Encoding.ASCII.GetBytes(invite.Replace("Content-Length: 0", "Content-Length: -1", StringComparison.Ordinal));
        yield return Encoding.ASCII.GetBytes(invite.Replace("Content-Length: 0", "Content-Length: 99999999999999999999", StringComparison.Ordinal));
        yield return Encoding.ASCII.GetBytes(invite.Replace("Call-ID: ", "X-Nothing: ", StringComparison.Ordinal));
        yield return Encoding.ASCII.GetBytes(invite.Replace("Max-Forwards: 70", $"X-Long: {new string('a', 20000)}", StringComparison.Ordinal));
        yield return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("SIP/2.0 200 OK\r\n", 500)));
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] damaged = Encoding.ASCII.GetBytes(invite);
            for (int damage = 0; damage < 8; damage++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            yield return damaged;
        }
    }

    private static IEnumerable<byte[]> RtpAttacks()
    {
        var random = new Random(2);
        yield return [];
        yield return [0x80];
        for (int i = 0; i < 500; i++)
        {
            byte[] junk = new byte[random.Next(1, 1400)];
            random.NextBytes(junk);
            // Half of it looks like RTP, a tenth like RTCP.
            if (i % 2 == 0) junk[0] = 0x80;
            if (i % 10 == 0 && junk.Length > 1) junk[1] = 203;
            yield return junk;
        }
    }

    private static string Request(string method, int ownPort) =>
        $"{method} sip:bridge@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.77:{ownPort};branch=z9hG4bK{method}1;rport\r\n"
        + $"From: <sip:ke-la@127.0.0.77>;tag=1\r\nTo: <sip:bridge@127.0.0.1>\r\nCall-ID: ke-la-{method}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\n"
        + $"Contact: <sip:ke-la@127.0.0.77:{ownPort}>\r\nContent-Length: 0\r\n\r\n";
}
