using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Plans;

/// <summary>What the bridge may do to a room's sound: set for the room, switched by technicians for one session, and told to the bridge.</summary>
public sealed class TreatmentTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _technician = null!;
    private FakeNode _node = null!;
    private Guid[] _rooms = [];
    private Guid _briefing;
    private Guid _conference;

    public async Task InitializeAsync() => await Start();

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task Start(params string[] settings)
    {
        _server = await RunningServer.Start(null, null, settings);
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _technician = await _server.SignedIn("technician", Role.Technician);
        _rooms = await _admin.AddRooms(2);
        _node = await FakeNode.Connect(_server);
        (_briefing, _conference) = await Book(_rooms);
    }

    private async Task<(Guid Briefing, Guid Conference)> Book(Guid[] rooms)
    {
        var start = _server.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms))).Expect(201);
        Assert.Equal(SoundTreatment.Usual, (await _node.NextPlan()).Participants[0].Treatment);
        return (booked.Id, booked["occurrences"][0].GetProperty("id").GetGuid());
    }

    private Task<ApiAnswer> Treat(Guid room, object treatment, ApiClient? by = null) =>
        (by ?? _technician).Post($"/api/conferences/{_conference}/participants/{room}/treatment", treatment);

    private Task<ApiAnswer> Set(int room, bool? automaticGain = null, bool? noiseGate = null) => _admin.Put($"/api/rooms/{_rooms[room]}", new
    {
        name = $"Phòng {room + 1}",
        endpoints = new[] { new { address = $"sip:room{room}@127.0.0.1:2490{room}" } },
        automaticGain,
        noiseGate,
    });

    private async Task<SoundTreatment[]> Planned() => [.. (await _node.NextPlan()).Participants.Select(part => part.Treatment)];

    private async Task<string[]> History() =>
    [
        .. (await _admin.Get($"/api/briefings/{_briefing}")).Expect(200)["history"].EnumerateArray()
            .Select(line => $"{line.GetProperty("who").GetString()} {line.GetProperty("action").GetString()} {line.GetProperty("detail").GetString()}")
            .Where(line => line.Contains(" gain", StringComparison.Ordinal) || line.Contains(" gate", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task What_is_set_for_a_room_reaches_its_session_also_while_that_runs()
    {
        var room = (await Set(0, automaticGain: false)).Expect(200);
        Assert.Equal((false, true), (room["automaticGain"].GetBoolean(), room["noiseGate"].GetBoolean()));
        Assert.Equal([new SoundTreatment(false, true), SoundTreatment.Usual], await Planned());

        // What is left out stays.
        room = (await Set(0, noiseGate: false)).Expect(200);
        Assert.Equal((false, false), (room["automaticGain"].GetBoolean(), room["noiseGate"].GetBoolean()));
        Assert.Equal([new SoundTreatment(false, false), SoundTreatment.Usual], await Planned());
    }

    [Fact]
    public async Task A_technician_switches_it_for_the_session_with_a_line_in_the_history_and_the_board_shows_it()
    {
        (await Treat(_rooms[0], new { noiseGate = false })).Expect(200);
        Assert.Equal([new SoundTreatment(true, false), SoundTreatment.Usual], await Planned());
        (await Treat(_rooms[0], new { automaticGain = false, noiseGate = true })).Expect(200);
        Assert.Equal([new SoundTreatment(false, true), SoundTreatment.Usual], await Planned());
        Assert.Equal(["Người technician gateOff Phòng 1", "Người technician gainOff Phòng 1", "Người technician gateOn Phòng 1"], await History());
        var board = await _admin.Board(_conference, one => !one["participants"][0].GetProperty("treatment").GetProperty("automaticGain").GetBoolean());
        Assert.True(board["participants"][0].GetProperty("treatment").GetProperty("noiseGate").GetBoolean());
        Assert.True((await _admin.Get("/api/rooms")).Body.EnumerateArray().All(room => room.GetProperty("automaticGain").GetBoolean()));

        // What is set for the room no longer matters here; nothing that is there already is written down again.
        (await Set(0, automaticGain: true, noiseGate: false)).Expect(200);
        (await Treat(_rooms[0], new { automaticGain = false })).Expect(200);
        Assert.Equal([new SoundTreatment(false, true), SoundTreatment.Usual], await Planned());
        Assert.Equal(3, (await History()).Length);
    }

    [Fact]
    public async Task One_that_is_switched_does_not_hold_the_other_to_what_it_was()
    {
        (await Treat(_rooms[0], new { automaticGain = false })).Expect(200);
        Assert.Equal([new SoundTreatment(false, true), SoundTreatment.Usual], await Planned());
        (await Set(0, automaticGain: true, noiseGate: false)).Expect(200);
        Assert.Equal([new SoundTreatment(false, false), SoundTreatment.Usual], await Planned());
    }

    [Fact]
    public async Task What_changes_nothing_makes_no_plan_and_chooses_nothing()
    {
        (await Treat(_rooms[0], new { })).Expect(200);
        (await Treat(_rooms[0], new { automaticGain = true, noiseGate = true })).Expect(200);
        (await Treat(_rooms[1], new { noiseGate = false })).Expect(200);
        var plan = await _node.NextPlan();
        Assert.Equal(2, plan.Revision);
        Assert.Equal([(false, false), (false, true)], plan.Participants.Select(part => (part.GainChosen, part.GateChosen)));
        Assert.Equal(["Người technician gateOff Phòng 2"], await History());
    }

    [Fact]
    public async Task A_room_that_is_moved_takes_it_along()
    {
        (await Treat(_rooms[1], new { automaticGain = false })).Expect(200);
        await _node.NextPlan();
        var (_, other) = await Book(await _admin.AddRooms(2, "Hội trường"));
        (await _technician.Post($"/api/conferences/{_conference}/participants/{_rooms[1]}/move", new { to = other })).Expect(200);
        var arrived = (await _node.NextPlan()).Participants.Single(part => part.RoomId == _rooms[1]);
        Assert.Equal((new SoundTreatment(false, true), true, false), (arrived.Treatment, arrived.GainChosen, arrived.GateChosen));
    }

    [Fact]
    public async Task A_guest_is_treated_as_technicians_want()
    {
        var guest = Guid.NewGuid();
        var plan = _node.Greeted.FirstOrDefault() ?? await Latest();
        await _node.Delta(Statuses.Of(plan, ConferencePhase.Running, Statuses.Room(guest, LegState.Connected) with { Guest = new GuestStatus("Khách", false) }));
        await _admin.Board(_conference, board => board["participants"].GetArrayLength() == 3);
        (await Treat(guest, new { noiseGate = false })).Expect(200);
        Assert.Equal(new SoundTreatment(true, false), Assert.Single((await _node.NextPlan()).Guests).Treatment);
        await _admin.Board(_conference, board => !board["participants"][2].GetProperty("treatment").GetProperty("noiseGate").GetBoolean());

        async Task<ConferencePlan> Latest()
        {
            (await Treat(_rooms[0], new { noiseGate = false })).Expect(200);
            return await _node.NextPlan();
        }
    }

    [Fact]
    public async Task Who_may_not_and_what_cannot_be_is_refused_with_its_reason()
    {
        (await Treat(_rooms[0], new { noiseGate = false }, await _server.SignedIn("clerk", Role.Clerk))).Expect(403);
        Assert.Equal("roomNotIn", (await Treat(Guid.NewGuid(), new { noiseGate = false })).Expect(404).Problem);
        Assert.True(_node.HeardNothing);

        await DisposeAsync();
        await Start("--Sound:NoiseGate", "false");
        (await Treat(_rooms[0], new { noiseGate = false })).Expect(200);
        Assert.Equal("soundOffForAll", (await Treat(_rooms[0], new { noiseGate = true })).Expect(409).Problem);
        (await Treat(_rooms[0], new { automaticGain = false })).Expect(200);
        (await Treat(_rooms[0], new { automaticGain = true })).Expect(200);
    }
}
