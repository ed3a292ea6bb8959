using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>Every way a call can fail, by a real client, with its state and reason on the board.</summary>
[Collection(RealClients.Name)]
public sealed class FaultTests
{
    private static readonly string[] SmallTimes =
        ["--Conference:RingSeconds", "3", "--Redial:FirstIntervalSeconds", "4", "--Redial:LaterIntervalSeconds", "4"];

    [Fact]
    public async Task Every_room_that_cannot_be_reached_says_why_and_is_called_again()
    {
        await using var province = await Province.Start(SmallTimes);
        var faults = await AddFaultyRooms(province);
        var (single, busyPhone) = await province.AddPhone(new BaresipOptions("mot-cuoc-goi", 420) { MaxCalls = 1 });
        await using var stranger = await Baresip.Start(province.Folder, new BaresipOptions("khach", 660));
        await stranger.Do("dial", busyPhone.Uri);
        await busyPhone.WaitFor("CALL_ESTABLISHED", 1, TimeSpan.FromSeconds(5));
        faults[single] = LegReason.Busy;
        var (well, _) = await province.AddPhone(new BaresipOptions("khoe", 980));

        await province.Book(TimeSpan.FromSeconds(2));
        await province.WaitFor(well, LegState.Connected, TimeSpan.FromSeconds(20));
        // Unreachable without a word from the network takes as long as SIP's own patience, 32 s; here every host says so at once.
        await province.WaitUntil(TimeSpan.FromSeconds(20), board => faults.All(fault => Has(board, fault.Key, fault.Value)), "every reason");
        await province.WaitUntil(TimeSpan.FromSeconds(15), board => faults.Keys.All(room => Of(board, room).Attempts >= 2), "every room called again");
        await stranger.Do("hangup");

        await province.WaitFor(single, LegState.Connected, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_room_that_hangs_up_or_dies_is_missed_and_called_again()
    {
        await using var province = await Province.Start(SmallTimes);
        var (stays, _) = await province.AddPhone(new BaresipOptions("o-lai", 420));
        var (hangsUp, impatient) = await province.AddPhone(new BaresipOptions("cup-may", 660));
        var (dies, mortal) = await province.AddPhone(new BaresipOptions("mat-dien", 980));
        await province.BookAndConnect();

        await impatient.Do("hangup");
        mortal.Kill();

        await province.WaitUntil(
            TimeSpan.FromSeconds(5),
            board => Of(board, hangsUp) is { State: LegState.Redialling, Reason: LegReason.RoomHungUp, NextDialAt: not null },
            "hung up");
        await province.WaitFor(hangsUp, LegState.Connected, TimeSpan.FromSeconds(10));
        // A room is lost when RTP and RTCP have both been away for ten seconds.
        await province.WaitUntil(TimeSpan.FromSeconds(20), board => Of(board, dies) is { State: LegState.Redialling, Reason: LegReason.MediaLost }, "lost");
        await province.WaitUntil(
            TimeSpan.FromSeconds(15), board => Of(board, dies) is { State: LegState.Redialling, Reason: LegReason.Unreachable }, "unreachable");
        Assert.Equal(LegState.Connected, Of(await province.Board(), stays).State);
        Assert.Equal(2, Of(await province.Board(), hangsUp).Attempts);
    }

    private static async Task<Dictionary<RealRoom, LegReason>> AddFaultyRooms(Province province) => new()
    {
        [(await province.AddSipp(await Sipp.Refusing(province.Folder, "486 Busy Here"))).Room] = LegReason.Busy,
        [(await province.AddSipp(await Sipp.Refusing(province.Folder, "603 Decline"))).Room] = LegReason.Refused,
        [(await province.AddSipp(await Sipp.Refusing(province.Folder, "404 Not Found"))).Room] = LegReason.BadAddress,
        [(await province.AddSipp(await Sipp.Refusing(province.Folder, "500 Server Internal Error"))).Room] = LegReason.ServerFailure,
        [(await province.AddSipp(await Sipp.Refusing(province.Folder, "488 Not Acceptable Here"))).Room] = LegReason.NoUsableMedia,
        [(await province.AddSipp(await Sipp.Ringing(province.Folder))).Room] = LegReason.NoAnswer,
        [(await province.AddSipp(await Sipp.AnsweringWithoutMedia(province.Folder))).Room] = LegReason.NoUsableMedia,
        [await province.AddRoom("Phòng sai địa chỉ", "sip:phong@khong-co.invalid", 0, 0)] = LegReason.BadAddress,
        [await province.AddRoom("Phòng tắt máy", $"sip:phong@127.0.0.1:{Ports.One()}", 0, 0)] = LegReason.Unreachable,
    };

    private static BoardParticipant Of(BoardSnapshot board, RealRoom room) => board.Participants.Single(p => p.RoomId == room.Id);

    /// <summary>The reason stays on the board while the room waits for its redial and is called again.</summary>
    private static bool Has(BoardSnapshot board, RealRoom room, LegReason reason)
        => Of(board, room) is { State: LegState.Redialling, NextDialAt: not null } missing && missing.Reason == reason;
}
