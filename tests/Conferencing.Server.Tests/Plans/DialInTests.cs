using System.Text.Json;
using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Plans;

/// <summary>Numbers and PINs: who gets them, who sees them, and what the bridge is told.</summary>
public sealed class DialInTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _rooms = await _admin.AddRooms(4);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static async Task<Guid> Book(ApiClient by, DateTimeOffset start, DateTimeOffset end, params Guid[] rooms) =>
        (await by.Post("/api/briefings", Bookings.Form(start, end, rooms))).Expect(201).Id;

    private static async Task<JsonElement> DialIn(ApiClient reader, Guid briefing) =>
        (await reader.Get($"/api/briefings/{briefing}")).Expect(200)["occurrences"][0].GetProperty("dialIn");

    private static async Task<string?> Number(ApiClient reader, Guid briefing) => (await DialIn(reader, briefing)).GetProperty("number").GetString();

    [Fact]
    public async Task Sessions_that_may_overlap_never_share_a_number_and_others_use_it_again()
    {
        var first = await Book(_admin, Bookings.Day(3), Bookings.Day(3, 9), _rooms[0]);
        var beside = await Book(_admin, Bookings.Day(3), Bookings.Day(3, 9), _rooms[1]);
        // The first may still be extended into this one.
        var soonAfter = await Book(_admin, Bookings.Day(3, 9, 30), Bookings.Day(3, 10), _rooms[2]);
        var tomorrow = await Book(_admin, Bookings.Day(4), Bookings.Day(4, 9), _rooms[0]);
        var numbers = await Task.WhenAll(new[] { first, beside, soonAfter, tomorrow }.Select(id => Number(_admin, id)));
        Assert.Equal("8001 8002 8003 8001", string.Join(" ", numbers));
    }

    [Fact]
    public async Task A_session_that_is_moved_keeps_its_number_and_pins_unless_another_has_the_number_then()
    {
        var moved = await Book(_admin, Bookings.Day(5), Bookings.Day(5, 9), _rooms[0]);
        var before = await DialIn(_admin, moved);
        var form = Bookings.Form(Bookings.Day(6), Bookings.Day(6, 9), [_rooms[0]]);
        form["version"] = 1;
        (await _admin.Put($"/api/briefings/{moved}", form)).Expect(200);
        Assert.Equal(before.ToString(), (await DialIn(_admin, moved)).ToString());

        await Book(_admin, Bookings.Day(7), Bookings.Day(7, 9), _rooms[1]);
        (form["start"], form["end"], form["connectAt"], form["version"]) = (Bookings.Text(Bookings.Day(7)), Bookings.Text(Bookings.Day(7, 9)), null, 2);
        (await _admin.Put($"/api/briefings/{moved}", form)).Expect(200);
        var after = await DialIn(_admin, moved);
        Assert.Equal("8002", after.GetProperty("number").GetString());
        Assert.Equal(before.GetProperty("guestPin").GetString(), after.GetProperty("guestPin").GetString());
    }

    [Fact]
    public async Task Pins_are_given_with_the_approval_and_the_host_pin_is_for_those_who_lead_or_help()
    {
        var clerk = await _server.SignedIn("clerk", Role.Clerk);
        var other = await _server.SignedIn("clerk2", Role.Clerk);
        var technician = await _server.SignedIn("tech", Role.Technician);
        var id = await Book(clerk, Bookings.Day(3), Bookings.Day(3, 9), _rooms[0]);
        Assert.Equal(JsonValueKind.Null, (await DialIn(clerk, id)).ValueKind);
        (await _admin.Post($"/api/briefings/{id}/approve")).Expect(200);
        var booker = await DialIn(clerk, id);
        Assert.Matches("^[0-9]{6}$", booker.GetProperty("guestPin").GetString());
        Assert.Matches("^[0-9]{6}$", booker.GetProperty("hostPin").GetString());
        Assert.NotEqual(booker.GetProperty("guestPin").GetString(), booker.GetProperty("hostPin").GetString());
        Assert.Equal(booker.GetProperty("hostPin").GetString(), (await DialIn(technician, id)).GetProperty("hostPin").GetString());
        Assert.Equal(JsonValueKind.Null, (await DialIn(other, id)).GetProperty("hostPin").ValueKind);
        Assert.Equal(booker.GetProperty("guestPin").GetString(), (await DialIn(other, id)).GetProperty("guestPin").GetString());
    }

    [Fact]
    public async Task The_bridge_gets_number_and_pins_with_the_plan_and_a_lock_keeps_until_it_is_taken_off()
    {
        await using var node = await FakeNode.Connect(_server);
        var start = _server.Clock.GetUtcNow().AddMinutes(3);
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms[..2]))).Expect(201);
        var conference = booked["occurrences"][0].GetProperty("id").GetGuid();
        var plan = await node.NextPlan();
        var told = await DialIn(_admin, booked.Id);
        Assert.Equal(told.GetProperty("number").GetString(), plan.DialIn!.Number);
        Assert.Equal((told.GetProperty("guestPin").GetString(), told.GetProperty("hostPin").GetString()), (plan.DialIn.GuestPin, plan.DialIn.HostPin));

        (await _admin.Post($"/api/conferences/{conference}/lock")).Expect(200);
        Assert.True((await node.NextPlan()).DialIn!.Locked);
        (await _admin.Post($"/api/conferences/{conference}/participants", new { roomId = _rooms[2] })).Expect(200);
        Assert.True((await node.NextPlan()).DialIn!.Locked);
        (await _admin.Post($"/api/conferences/{conference}/unlock")).Expect(200);
        Assert.False((await node.NextPlan()).DialIn!.Locked);
        var board = (await _admin.Get($"/api/conferences/{conference}")).Expect(200);
        Assert.DoesNotContain(plan.DialIn.HostPin, board.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_is_on_the_board_and_technicians_act_on_him_as_on_a_room()
    {
        await using var node = await FakeNode.Connect(_server);
        var start = _server.Clock.GetUtcNow().AddMinutes(3);
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms[..2]))).Expect(201);
        var conference = booked["occurrences"][0].GetProperty("id").GetGuid();
        await node.NextPlan();
        var (guest, now) = (Guid.NewGuid(), _server.Clock.GetUtcNow());
        await node.Delta(new ConferenceStatus
        {
            ConferenceId = conference,
            PlanRevision = 1,
            Phase = ConferencePhase.Running,
            Participants = [new ParticipantStatus { RoomId = guest, State = LegState.Connected, Since = now, CalledIn = true, SelfMuted = true, HandRaisedAt = now, HelpWantedAt = now, Guest = new GuestStatus("Ông Nam", IsHost: false) }],
        });
        var tile = (await _admin.Board(conference, board => board["participants"].GetArrayLength() == 3))["participants"].EnumerateArray().Last();
        Assert.Equal(("Ông Nam", true, true), (tile.GetProperty("name").GetString(), tile.GetProperty("selfMuted").GetBoolean(), tile.GetProperty("calledIn").GetBoolean()));

        var acts = $"/api/conferences/{conference}/participants/{guest}";
        (await _admin.Post($"{acts}/unmute")).Expect(200);
        Assert.Equal((1, false), Order(await node.NextPlan()));
        (await _admin.Post($"{acts}/lower-hand")).Expect(204);
        Assert.Equal($"lower {guest}", await node.NextCall());
        (await _admin.Post($"{acts}/answer-help")).Expect(204);
        Assert.Equal($"help {guest}", await node.NextCall());
        (await _admin.Post($"{acts}/floor")).Expect(200);
        var floor = await node.NextPlan();
        Assert.Equal((2, false), Order(floor));
        Assert.True(floor.GuestsMuted);
        Assert.Equal($"lower {guest}", await node.NextCall());
        (await _admin.Post($"{acts}/hang-up")).Expect(200);
        Assert.False((await node.NextPlan()).Guests.Single().Wanted);
        (await _admin.Post($"/api/conferences/{conference}/participants/{Guid.NewGuid()}/mute")).Expect(404);

        (int Unmutes, bool Muted) Order(ConferencePlan plan) => (plan.Guests.Single().Unmutes, plan.Guests.Single().Muted);
    }
}
