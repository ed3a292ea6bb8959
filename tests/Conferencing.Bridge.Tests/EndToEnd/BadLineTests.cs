using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>One room's line, or one room's hold, changes nothing for the others.</summary>
[Collection(RealClients.Name)]
public sealed class BadLineTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GapLimit = TimeSpan.FromMilliseconds(100);

    /// <summary>More than a packet's time later than the one before: its sender had no processor, or the capture missed one.</summary>
    private static readonly TimeSpan Starved = TimeSpan.FromMilliseconds(38);

    /// <summary>For so long after that a listener's buffer may still have holes.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Stretch = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_room_that_loses_every_fifth_packet_both_ways_does_not_change_what_the_others_hear()
    {
        await using var province = await Province.Start();
        var (first, firstPhone) = await province.AddPhone(new BaresipOptions("mot", 420));
        var (second, secondPhone) = await province.AddPhone(new BaresipOptions("hai", 660));
        await using var poor = await Baresip.Start(province.Folder, new BaresipOptions("kem", 980));
        using var relay = new LossyRelay(poor.SipPort, loss: 0.2, seed: 7);
        var bad = await province.AddRoom("Phòng đường kém", relay.Uri(poor.Name), relay.SipPort, 980);

        await province.BookAndConnect();
        var allIn = DateTimeOffset.UtcNow;
        await province.WaitUntilEachIsSent([firstPhone, secondPhone], allIn, TimeSpan.FromSeconds(10));
        await province.WaitUntil(Soon, board => Of(board, bad).Media is { ReceivedLossPercent: > 8 and < 35 }, "its loss is on the board");
        var ended = DateTimeOffset.UtcNow;
        var board = await province.Board();
        province.Capture.Stop();

        Assert.Equal(LegState.Connected, Of(board, bad).State);
        Assert.InRange(relay.Counts.Lost / (double)(relay.Counts.Passed + relay.Counts.Lost), 0.15, 0.25);
        var (firstPort, secondPort) = (province.PortOf(firstPhone), province.PortOf(secondPhone));
        RtpGap[] pauses = [.. province.Capture.PausesAt(firstPort, Starved), .. province.Capture.PausesAt(secondPort, Starved)];
        foreach (var (listener, port, other) in new[] { (first, firstPort, second), (second, secondPort, first) })
        {
            Assert.True(Of(board, listener).Media!.ReceivedLossPercent < 1);
            Assert.Empty(province.Capture.GapsTo(port, GapLimit, allIn, ended));
            Assert.True(province.StreamTo(port).Within(allIn, ended).IsUnbroken(160));
            var begun = allIn.AddSeconds(2);
            var heard = province.StreamTo(port).Decode(begun, allIn.AddSeconds(9));

            // Not a stretch of the good room's tone is softer or louder than another; the bad one is heard all the same.
            var levels = Levels(heard, other.ToneHz)
                .Where((_, at) => !Array.Exists(pauses, new RtpGap(begun + (at * Stretch) - Settling, begun + ((at + 1) * Stretch)).Overlaps)).ToList();
            Assert.True(levels.Count >= 4, $"Only {levels.Count} half seconds without a pause of the good rooms themselves: {string.Join(", ", pauses)}");
            Assert.True(levels.Max() - levels.Min() < 1.5, $"{listener.Name} hears {other.Name} between {levels.Min():0.0} and {levels.Max():0.0} dBFS");
            Assert.InRange(Tones.TypicalDbfs(heard, bad.ToneHz), Tones.HeardDbfs, 0);
            Assert.InRange(Tones.HighDbfs(heard, listener.ToneHz), double.NegativeInfinity, Tones.SilentDbfs);
        }
    }

    [Fact]
    public async Task Rooms_of_two_makes_hold_their_call_and_take_it_up_again()
    {
        await using var province = await Province.Start();
        var (chair, chairPhone) = await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (room, phone) = await province.AddPhone(new BaresipOptions("hai", 660));
        using var linphone = await Linphone.Start(province.Folder, toneHz: 980);
        var other = await province.AddRoom("Phòng linphone", linphone.Uri("udp"), linphone.SipPort, 980);
        await province.BookAndConnect();
        var begun = DateTimeOffset.UtcNow;

        var ports = new Dictionary<RealRoom, IReadOnlyCollection<int>> { [chair] = chairPhone.RtpPorts, [room] = phone.RtpPorts, [other] = [linphone.RtpPort] };
        await Heard(province, ports[chair], 660, 980);

        await phone.Do("hold");
        await province.WaitFor(room, LegState.Held, Soon);
        await Heard(province, ports[chair], 980);
        await phone.Do("resume");
        await province.WaitFor(room, LegState.Connected, Soon);
        await Heard(province, ports[chair], 660, 980);
        await Heard(province, ports[room], 420, 980);

        linphone.Say("pause");
        await province.WaitFor(other, LegState.Held, Soon);
        linphone.Say("resume");
        await province.WaitFor(other, LegState.Connected, Soon);
        await Heard(province, ports[chair], 660, 980);

        var ended = DateTimeOffset.UtcNow;

        // One call each, and to each one stream whose numbers go on over the hold.
        province.Capture.Stop();
        foreach (var (one, port) in new[] { (room, province.PortOf(phone)), (other, linphone.RtpPort) })
        {
            Assert.Single(province.Capture.SipAt(one.SipPort).Where(message => message.IsFirstInvite).Select(message => message.CallId).Distinct());
            Assert.True(province.StreamTo(port).Within(begun, ended).IsUnbroken(one == room ? 160 : 960, paused: true));
        }
    }

    private static BoardParticipant Of(BoardSnapshot board, RealRoom room) => board.Participants.Single(one => one.RoomId == room.Id);

    /// <summary>A tone's level in each half second.</summary>
    private static List<double> Levels(short[] sound, int toneHz)
    {
        const int Half = Tones.RateHz / 2;
        return [.. Enumerable.Range(0, sound.Length / Half).Select(at => Tones.LevelDbfs(sound.AsSpan(at * Half, Half), toneHz))];
    }

    private static Task Heard(Province province, IReadOnlyCollection<int> ports, params int[] tones) => province.WaitUntilHeard(
        ports,
        sound => Tones.AreOnly(sound, [420, 660, 980], tones),
        $"{string.Join(" and ", tones)} alone");
}
