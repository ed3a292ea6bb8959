using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>The main job with clients nobody here wrote: booked through the API, called on time, everyone heard, released, and accounted for.</summary>
[Collection(RealClients.Name)]
public sealed class MainJobTests
{
    private static readonly TimeSpan GapLimit = TimeSpan.FromMilliseconds(60);

    [Fact]
    public async Task A_booked_briefing_is_called_on_time_heard_by_all_muted_on_request_and_accounted_for()
    {
        await using var province = await Province.Start();
        var (first, firstPhone) = await province.AddPhone(new BaresipOptions("mot", Tones.FrequenciesHz[0]));
        var (second, secondPhone) = await province.AddPhone(new BaresipOptions("hai", Tones.FrequenciesHz[1]) { Codecs = ["PCMA/8000/1"], PtimeMs = 40 });
        var (third, thirdPhone) = await province.AddPhone(new BaresipOptions("ba", Tones.FrequenciesHz[2]) { MaxCalls = 1 });
        await province.AddSipp(await Sipp.Answering(province.Folder, Tones.FrequenciesHz[3]));

        var shortage = await province.BookAndConnect(connectsIn: 3); // time enough for the booking, so that all are called on time
        var connected = DateTimeOffset.UtcNow;
        await province.WaitUntilSent(connected, TimeSpan.FromSeconds(6));
        var (muted, unmuted) = await MuteForAWhile(province, second);
        await province.WaitUntilSent(unmuted, TimeSpan.FromSeconds(3));
        await PressDigit(province, firstPhone, first);
        var ended = DateTimeOffset.UtcNow;
        await province.Api.End(province.Conference);
        await province.WaitUntil(TimeSpan.FromSeconds(8), board => board.Head.Phase == ConferencePhase.Ended, "ended");
        await Eventually.True(TimeSpan.FromSeconds(5), () => province.Rooms.TrueForAll(room => IsReleased(province, room)));
        foreach (var phone in new[] { firstPhone, secondPhone, thirdPhone })
            phone.Stop();
        province.Capture.Stop();

        foreach (var room in province.Rooms)
        {
            WasCalledOnTime(province, room, TimeSpan.FromSeconds(1) + shortage);
            HeardOthersAndNotItself(province, room, connected.AddSeconds(1), connected.AddSeconds(6));
            Assert.Empty(province.Capture.GapsTo(province.RtpPortOf(room), GapLimit, connected, ended));
        }
        RecordedOthersAndNotItself(province, first, firstPhone);
        RecordedOthersAndNotItself(province, third, thirdPhone);
        OnlyTheMutedRoomVanished(province, second, muted, unmuted);
        await AttendanceIsStored(province);
    }

    private static async Task<(DateTimeOffset Muted, DateTimeOffset Unmuted)> MuteForAWhile(Province province, RealRoom room)
    {
        await province.Api.Act(province.Conference, room.Id, "mute");
        await province.WaitUntil(TimeSpan.FromSeconds(2), board => board.Participants.Single(p => p.RoomId == room.Id).Muted, "muted");
        var muted = DateTimeOffset.UtcNow;
        await province.WaitUntilSent(muted, TimeSpan.FromSeconds(3));
        await province.Api.Act(province.Conference, room.Id, "unmute");
        await province.WaitUntil(TimeSpan.FromSeconds(2), board => !board.Participants.Single(p => p.RoomId == room.Id).Muted, "unmuted");
        return (muted, DateTimeOffset.UtcNow);
    }

    private static async Task PressDigit(Province province, Baresip phone, RealRoom room)
    {
        await phone.Do("sndcode", "5");
        await province.WaitUntil(
            TimeSpan.FromSeconds(5), board => board.Participants.Single(p => p.RoomId == room.Id).Digits.EndsWith('5'), "the digit 5 on the board");
    }

    private static bool IsReleased(Province province, RealRoom room)
        => province.Capture.SipAt(room.SipPort).Exists(m => m.IsRequest && m.Method == "BYE" && m.Source.Port == province.Server.SipPort);

    private static void WasCalledOnTime(Province province, RealRoom room, TimeSpan limit)
    {
        var invite = province.Capture.SipAt(room.SipPort).First(m => m.IsFirstInvite);
        Assert.InRange(invite.At - province.ConnectAt, TimeSpan.Zero, limit);
        Assert.Single(province.Capture.SipAt(room.SipPort).Where(m => m.IsFirstInvite).Select(m => m.CallId).Distinct());
    }

    private static void HeardOthersAndNotItself(Province province, RealRoom room, DateTimeOffset from, DateTimeOffset until)
        => Judge(province, room, province.SoundTo(room, from, until), "was sent");

    private static void RecordedOthersAndNotItself(Province province, RealRoom room, Baresip phone)
    {
        // From two seconds after it joined, when everybody was in, to before the muting.
        short[] recorded = Tones.ReadWav(Assert.Single(phone.Recordings));
        Judge(province, room, recorded.AsSpan(2 * Tones.RateHz, 3 * Tones.RateHz).ToArray(), "recorded");
    }

    private static void Judge(Province province, RealRoom room, short[] sound, string verb)
    {
        foreach (var other in province.Rooms.Where(other => other != room))
        {
            double heard = Tones.TypicalDbfs(sound, other.ToneHz);
            Assert.True(heard >= Tones.HeardDbfs, $"{room.Name} {verb} {other.Name} at {heard:0} dBFS");
        }
        double own = Tones.HighDbfs(sound, room.ToneHz);
        Assert.True(own <= Tones.SilentDbfs, $"{room.Name} {verb} itself at {own:0} dBFS");
    }

    private static void OnlyTheMutedRoomVanished(Province province, RealRoom silenced, DateTimeOffset muted, DateTimeOffset unmuted)
    {
        foreach (var listener in province.Rooms.Where(room => room != silenced))
        {
            // What was on its way when the board said so is heard a little longer.
            short[] during = province.SoundTo(listener, muted.AddSeconds(0.5), unmuted.AddSeconds(-1));
            Assert.InRange(Tones.HighDbfs(during, silenced.ToneHz), double.NegativeInfinity, Tones.SilentDbfs);
            foreach (var other in province.Rooms.Where(room => room != silenced && room != listener))
                Assert.InRange(Tones.TypicalDbfs(during, other.ToneHz), Tones.HeardDbfs, 0);
            short[] after = province.SoundTo(listener, unmuted.AddSeconds(0.5), unmuted.AddSeconds(2.5));
            Assert.InRange(Tones.TypicalDbfs(after, silenced.ToneHz), Tones.HeardDbfs, 0);
        }
    }

    private static async Task AttendanceIsStored(Province province)
    {
        var attendance = await province.Api.Attendance(province.Briefing);
        var rooms = attendance[0].GetProperty("rooms").EnumerateArray().ToDictionary(room => room.GetProperty("roomId").GetGuid());
        foreach (var room in province.Rooms)
        {
            var presence = rooms[room.Id];
            Assert.InRange(presence.GetProperty("joined").GetDateTimeOffset(), province.ConnectAt, province.ConnectAt.AddSeconds(10));
            Assert.True(presence.GetProperty("left").GetDateTimeOffset() > presence.GetProperty("joined").GetDateTimeOffset());
            Assert.InRange(presence.GetProperty("seconds").GetInt32(), 10, 60);
            Assert.Equal("sessionEnded", Assert.Single(presence.GetProperty("calls").EnumerateArray()).GetProperty("endReason").GetString());
        }
    }
}
