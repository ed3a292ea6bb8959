using System.Diagnostics;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>Restart is no event: either process is killed in the middle of a session.</summary>
[Collection(RealClients.Name)]
public sealed class RestartTests
{
    private static readonly TimeSpan GapLimit = TimeSpan.FromMilliseconds(60);

    [Fact]
    public async Task A_killed_server_comes_back_to_a_session_that_never_noticed()
    {
        await using var province = await Connected();
        var before = (await province.Board()).Participants.ToDictionary(p => p.RoomId, p => p.CallId);
        int bridge = province.Server.BridgeProcessId ?? throw new InvalidOperationException("There is no bridge.");
        var killed = DateTimeOffset.UtcNow;

        province.Server.Kill();
        await province.WaitUntilSent(killed, TimeSpan.FromSeconds(2));
        var shortage = ProcessorShortage.Measure();
        var start = Stopwatch.StartNew();
        await province.Server.StartAgain();
        await province.WaitUntil(TimeSpan.FromSeconds(20), IsTrue, "true again");
        var needed = start.Elapsed - shortage.SoFar;
        await province.WaitUntilSent(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(2));
        var after = (await province.Board()).Participants.ToDictionary(p => p.RoomId, p => p.CallId);
        var judged = DateTimeOffset.UtcNow;
        province.Capture.Stop();

        Assert.Equal(before, after);
        Assert.Equal(bridge, province.Server.BridgeProcessId);
        foreach (var room in province.Rooms)
        {
            Assert.Single(province.Capture.SipAt(room.SipPort).Where(m => m.IsRequest && m.Method == "INVITE").Select(m => m.CallId).Distinct());
            Assert.DoesNotContain(province.Capture.SipAt(room.SipPort), m => m.IsRequest && m.Method == "BYE");
            Assert.Empty(province.Capture.GapsTo(province.RtpPortOf(room), GapLimit, killed, judged));
        }
        Assert.True(needed < TimeSpan.FromSeconds(3), $"The board was true {needed.TotalSeconds:0.0} s after the start, shortage of processors taken off.");
    }

    [Fact]
    public async Task A_killed_bridge_is_started_again_and_calls_every_room_back_into_its_place()
    {
        await using var province = await Connected();
        var silenced = province.Rooms[1];
        await province.Api.Act(province.Conference, silenced.Id, "mute");
        await province.WaitUntil(TimeSpan.FromSeconds(2), board => board.Participants.Single(p => p.RoomId == silenced.Id).Muted, "muted");
        var before = (await province.Board()).Participants.ToDictionary(p => p.RoomId, p => p.CallId);

        var shortage = ProcessorShortage.Measure();
        var killed = DateTimeOffset.UtcNow;
        ClientProgram.Kill(province.Server.BridgeProcessId!.Value);
        await province.WaitUntil(
            TimeSpan.FromSeconds(15),
            board => IsTrue(board) && board.Participants.All(p => p.CallId is not null && p.CallId != before[p.RoomId]),
            "every room called back");
        var limit = TimeSpan.FromSeconds(5) + shortage.SoFar;
        var back = DateTimeOffset.UtcNow;
        await province.WaitUntilSent(back, TimeSpan.FromSeconds(3));
        var after = await province.Board();
        province.Capture.Stop();

        foreach (var room in province.Rooms)
            WasCalledBackOnce(province, room, killed, before[room.Id]!, after.Participants.Single(p => p.RoomId == room.Id), limit);
        Assert.True(after.Participants.Single(p => p.RoomId == silenced.Id).Muted);
        short[] heard = province.SoundTo(province.Rooms[0], back.AddSeconds(0.5), DateTimeOffset.UtcNow);
        Assert.InRange(Tones.TypicalDbfs(heard, province.Rooms[2].ToneHz), Tones.HeardDbfs, 0);
        Assert.InRange(Tones.HighDbfs(heard, silenced.ToneHz), double.NegativeInfinity, Tones.SilentDbfs);
        await AttendanceJoinsBothCalls(province);
    }

    private static async Task<Province> Connected()
    {
        var province = await Province.Start();
        try
        {
            await province.AddPhone(new BaresipOptions("mot", Tones.FrequenciesHz[0]));
            await province.AddPhone(new BaresipOptions("hai", Tones.FrequenciesHz[1]));
            await province.AddPhone(new BaresipOptions("ba", Tones.FrequenciesHz[2]) { MaxCalls = 1 });
            await province.AddSipp(await Sipp.Answering(province.Folder, Tones.FrequenciesHz[3]));
            await province.BookAndConnect();
            await province.WaitUntilSent(DateTimeOffset.UtcNow, TimeSpan.FromSeconds(2));
            return province;
        }
        catch
        {
            await province.DisposeAsync();
            throw;
        }
    }

    private static bool IsTrue(BoardSnapshot board)
        => board.Head.BridgeOnline && board.Participants.Length == 4 && board.Participants.All(p => p.State == LegState.Connected);

    private static void WasCalledBackOnce(Province province, RealRoom room, DateTimeOffset killed, string oldCall, BoardParticipant now, TimeSpan limit)
    {
        var messages = province.Capture.SipAt(room.SipPort).Where(m => m.At > killed).ToList();
        var said = string.Join("\n", messages);
        var invites = messages.Where(m => m.IsFirstInvite).ToList();
        Assert.True(invites.Select(m => m.CallId).Distinct().Count() == 1, $"{room.Name}: one new call\n{said}");
        Assert.Equal(now.CallId, invites[0].CallId);
        var goodbye = messages.Find(m => m.IsRequest && m.Method == "BYE" && m.CallId == oldCall);
        Assert.True(goodbye is not null && goodbye.At < invites[0].At, $"{room.Name}: the old call is ended before the new one begins\n{said}");
        var answered = messages.First(m => m.Status == 200 && m.Method == "INVITE");
        Assert.True(answered.At - killed < limit, $"{room.Name}: back after {(answered.At - killed).TotalSeconds:0.0} s\n{said}");
    }

    private static async Task AttendanceJoinsBothCalls(Province province)
    {
        var attendance = await province.Api.Attendance(province.Briefing);
        foreach (var room in attendance[0].GetProperty("rooms").EnumerateArray())
        {
            var calls = room.GetProperty("calls").EnumerateArray().ToList();
            Assert.Equal(2, calls.Count);
            Assert.Equal("bridgeRestarted", calls[0].GetProperty("endReason").GetString());
        }
    }
}
