using System.Net.Sockets;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>Rooms by IPv6, called and calling, in one session with rooms by IPv4: signalling and sound, with clients nobody here wrote.</summary>
[Collection(RealClients.Name)]
public sealed class Ip6Tests
{
    private const byte ExpeditedForwarding = 46 << 2;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Rooms_by_IPv4_and_IPv6_and_a_caller_by_IPv6_all_hear_each_other_and_not_themselves()
    {
        await using var province = await Province.Start();
        var (old, oldPhone) = await province.AddPhone(new BaresipOptions("cu", 420));
        var (six, sixPhone) = await province.AddPhone(new BaresipOptions("moi", 660) { Address = "::1" });
        var (tcp, tcpPhone) = await province.AddPhone(new BaresipOptions("tcp", 980) { Address = "::1", Transport = "tcp" });
        await using var guest = await Baresip.Start(province.Folder, new BaresipOptions("khach", 1180) { Address = "::1" });
        await province.BookAndConnect();

        var (number, pin, _) = await province.Api.DialIn(province.Briefing);
        var called = DateTimeOffset.UtcNow;
        await guest.Do("dial", $"sip:{number}@[::1]:{province.Server.SipPort}");
        await guest.WaitFor("CALL_ESTABLISHED", 1, Soon);
        await province.WaitUntilSpokenTo(guest.RtpPorts, called);
        await guest.Press(pin);
        await province.WaitUntil(Soon, board => board.Participants.Any(one => one is { Guest: not null, State: LegState.Connected }), "the guest is in");
        // The words to the guest are over, and then there is something to listen to.
        await province.WaitUntilHeard(guest.RtpPorts, sound => Tones.TypicalDbfs(sound, old.ToneHz) > Tones.HeardDbfs, "the guest hears the rooms");
        var heard = DateTimeOffset.UtcNow;
        foreach (var phone in new[] { oldPhone, sixPhone, tcpPhone, guest })
            await province.WaitUntilSent(phone.RtpPorts, heard, TimeSpan.FromSeconds(5));
        foreach (var phone in new[] { oldPhone, sixPhone, tcpPhone, guest })
            phone.Stop();
        province.Capture.Stop();

        int[] tones = [old.ToneHz, six.ToneHz, tcp.ToneHz, guest.ToneHz];
        foreach (var phone in new[] { oldPhone, sixPhone, tcpPhone, guest })
        {
            var recorded = Tones.ReadWav(Assert.Single(phone.Recordings)).AsSpan(^(4 * Tones.RateHz)..^(Tones.RateHz / 2)).ToArray();
            foreach (var tone in tones.Where(tone => tone != phone.ToneHz))
                Assert.True(Tones.TypicalDbfs(recorded, tone) >= Tones.HeardDbfs, $"{phone.Name} heard {tone} Hz at {Tones.TypicalDbfs(recorded, tone):0} dBFS");
            Assert.True(Tones.HighDbfs(recorded, phone.ToneHz) <= Tones.SilentDbfs, $"{phone.Name} heard itself");
        }

        Assert.Contains("c=IN IP6 ::1", SipBy6(province, six.SipPort).First(one => one.IsFirstInvite).Text, StringComparison.Ordinal);
        Assert.Contains("c=IN IP6 ::1", SipBy6(province, guest.SipPort).First(one => one is { Status: 200, Method: "INVITE" }).Text, StringComparison.Ordinal);
        Assert.Contains("c=IN IP4 127.0.0.1", province.Capture.SipAt(old.SipPort).First(one => one.IsFirstInvite).Text, StringComparison.Ordinal);
        foreach (var (room, family) in new[] { (old, AddressFamily.InterNetwork), (six, AddressFamily.InterNetworkV6) })
            Assert.All(SoundTo(province, room), one => Assert.Equal((family, ExpeditedForwarding), (one.Destination.AddressFamily, one.TrafficClass)));
    }

    private static IEnumerable<CapturedSip> SipBy6(Province province, int port) =>
        province.Capture.SipAt(port).Where(one => one.Source.AddressFamily == AddressFamily.InterNetworkV6);

    private static List<CapturedDatagram> SoundTo(Province province, RealRoom room)
    {
        var port = province.RtpPortOf(room);
        var sound = province.Capture.SoFar().Where(one => one.Destination.Port == port && CapturedRtp.Parse(one) is not null).ToList();
        Assert.True(sound.Count > 100);
        return sound;
    }
}
