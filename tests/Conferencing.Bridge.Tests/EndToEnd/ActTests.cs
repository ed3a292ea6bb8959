using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>What a technician does with one click, and what the rooms and the board make of it.</summary>
[Collection(RealClients.Name)]
public sealed class ActTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Rooms_are_hung_up_called_added_removed_and_given_the_floor()
    {
        await using var province = await Province.Start();
        var (chair, _) = await province.AddPhone(new BaresipOptions("chu-toa", 420));
        var (second, _) = await province.AddPhone(new BaresipOptions("hai", 660));
        var (third, _) = await province.AddPhone(new BaresipOptions("ba", 980));
        await province.BookAndConnect();
        var api = province.Api;

        await api.Act(province.Conference, second.Id, "hang-up");
        await province.WaitUntil(Soon, board => Of(board, second) is { State: LegState.Left, Reason: LegReason.HungUpByTechnician }, "hung up");
        await Eventually.True(Soon, () => Calls(province, second) == 1 && Goodbyes(province, second) == 1);
        await api.Act(province.Conference, second.Id, "call");
        await province.WaitFor(second, LegState.Connected, Soon);
        Assert.Equal(2, Calls(province, second));

        await api.Act(province.Conference, third.Id, "floor");
        await province.WaitUntil(Soon, board => Of(board, second).Muted && !Of(board, third).Muted && !Of(board, chair).Muted, "the floor is the third's");

        var (late, _) = await province.AddPhone(new BaresipOptions("den-muon", 1180));
        await api.AddToSession(province.Conference, late.Id);
        await province.WaitFor(late, LegState.Connected, Soon);

        await api.RemoveFromSession(province.Conference, third.Id);
        await province.WaitUntil(Soon, board => board.Participants.All(p => p.RoomId != third.Id || p.State == LegState.Removed), "removed");
        await Eventually.True(Soon, () => Goodbyes(province, third) == 1);
        Assert.Equal(1, Calls(province, chair));
    }

    private static int Calls(Province province, RealRoom room)
        => province.Capture.SipAt(room.SipPort).Where(m => m.IsFirstInvite).Select(m => m.CallId).Distinct().Count();

    private static int Goodbyes(Province province, RealRoom room)
        => province.Capture.SipAt(room.SipPort).Where(m => m.IsRequest && m.Method == "BYE").Select(m => m.CallId).Distinct().Count();

    private static BoardParticipant Of(BoardSnapshot board, RealRoom room) => board.Participants.Single(p => p.RoomId == room.Id);
}
