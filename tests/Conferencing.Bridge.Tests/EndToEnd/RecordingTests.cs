using System.Text.Json;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Bridge.Tests.Recordings;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>A session of real rooms is recorded, and what the server gives out is what was said.</summary>
[Collection(RealClients.Name)]
public sealed class RecordingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_rooms_say_is_in_the_recording_which_goes_on_while_the_server_restarts()
    {
        await using var province = await Province.Start();
        var (first, _) = await province.AddPhone(new BaresipOptions("mot", Tones.FrequenciesHz[0]));
        var (second, _) = await province.AddPhone(new BaresipOptions("hai", Tones.FrequenciesHz[1]) { Codecs = ["G722/16000/1"] });
        await province.BookAndConnect();
        await province.Api.StartRecording(province.Conference, tracks: true);
        await WaitForRecording(province, board => board.Participants.All(room => room.Recorded));
        var recording = (await province.Board()).Head.Recording!.RecordingId;

        province.Server.Kill();
        await province.Server.StartAgain();
        await WaitForRecording(province, board => board.Head.Recording!.Bytes > 0);
        var atRestart = (await province.Board()).Head.Recording!.Bytes;
        await WaitForRecording(province, board => board.Head.Recording!.Bytes > atRestart + 30_000); // three seconds of three files
        await province.Api.StopRecording(province.Conference);
        await province.WaitUntil(Patience, board => board.Head.Recording?.State == RecordingState.Stopped, "stopped");
        Assert.Equal(recording, (await province.Board()).Head.Recording!.RecordingId);
        Assert.All((await province.Board()).Participants, room => Assert.Equal((LegState.Connected, false), (room.State, room.Recorded)));

        var listed = await Whole(province, count: 1);
        var length = TimeSpan.FromMilliseconds(listed[0].GetProperty("milliseconds").GetInt64());
        foreach (var (file, heard, silent) in new (string, RealRoom[], RealRoom[])[]
                 {
                     ("mix.ogg", [first, second], []), ($"{first.Id:N}.ogg", [first], [second]), ($"{second.Id:N}.ogg", [second], [first]),
                 })
        {
            var path = await province.Api.Sound(recording, file, province.Folder);
            Assert.Equal(length.TotalSeconds, Player.Length(path).TotalSeconds, Player.Tolerance);
            var sound = Player.Sound(path);
            Assert.All(heard, room => Assert.True(Tones.TypicalDbfs(sound, room.ToneHz) is >= Tones.HeardDbfs and < -18, $"{room.Name} in {file}: {Tones.TypicalDbfs(sound, room.ToneHz):0} dBFS"));
            Assert.All(silent, room => Assert.True(Tones.HighDbfs(sound, room.ToneHz) <= Tones.SilentDbfs, $"{room.Name} in {file}: {Tones.HighDbfs(sound, room.ToneHz):0} dBFS"));
        }
    }

    [Fact]
    public async Task After_the_death_of_the_bridge_what_was_recorded_is_there_and_another_recording_goes_on()
    {
        await using var province = await Province.Start();
        var (room, _) = await province.AddPhone(new BaresipOptions("mot", Tones.FrequenciesHz[0]));
        await province.BookAndConnect();
        await province.Api.StartRecording(province.Conference, tracks: false);
        await WaitForRecording(province, board => board.Head.Recording!.Bytes > 10_000);
        var recording = (await province.Board()).Head.Recording!.RecordingId;

        ClientProgram.Kill(province.Server.BridgeProcessId!.Value);
        await WaitForRecording(province, board => board.Head.Recording!.RecordingId != recording && board.Head.Recording.Bytes > 10_000);
        await province.Api.StopRecording(province.Conference);
        var listed = await Whole(province, count: 2);
        Assert.Equal(["interrupted", "stopped"], listed.Select(one => one.GetProperty("end").GetString()));
        var sound = Player.Sound(await province.Api.Sound(recording, "mix.ogg", province.Folder));
        Assert.InRange(Tones.TypicalDbfs(sound, room.ToneHz), Tones.HeardDbfs, -18);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_recording_with_its_reason_and_leaves_the_session_alone()
    {
        await using var province = await Province.Start("--Recording:MinFreeMegabytes", int.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await province.AddPhone(new BaresipOptions("mot", Tones.FrequenciesHz[0]));
        await province.BookAndConnect();
        await province.Api.StartRecording(province.Conference, tracks: false);
        await province.WaitUntil(Patience, board => board.Head.Recording is { State: RecordingState.Refused, End: RecordingEnd.LowDiskSpace }, "refused");
        Assert.All((await province.Board()).Participants, room => Assert.Equal((LegState.Connected, false), (room.State, room.Recorded)));
    }

    private static Task WaitForRecording(Province province, Func<BoardSnapshot, bool> isSo) =>
        province.WaitUntil(TimeSpan.FromSeconds(60), board => board.Head.Recording is { State: RecordingState.Recording } && isSo(board), "recorded");

    /// <summary>The recordings of the session, once the server has all of them.</summary>
    private static async Task<List<JsonElement>> Whole(Province province, int count)
    {
        List<JsonElement> listed = [];
        await Eventually.True(
            Patience,
            async () =>
            {
                listed = [.. (await province.Api.Recordings(province.Briefing)).GetProperty("recordings").EnumerateArray()];
                return listed.Count == count && listed.TrueForAll(one => one.GetProperty("whole").GetBoolean());
            },
            () => $"{string.Join("\n", listed)}\n{province.Server.Log}");
        return listed;
    }
}
