using Conferencing.Contract;
using Conferencing.Server.Plans;

namespace Conferencing.Server.Tests.Plans;

public sealed class PlanActsTests
{
    private static Guid Room(int number) => new(number, 0, 0, new byte[8]);

    /// <summary>Room 1 is the chair's; m is muted, h is hung up.</summary>
    private static ConferencePlan Plan(string rooms) => new()
    {
        ConferenceId = Room(9),
        Revision = 4,
        Title = "",
        ConnectAt = default,
        StartAt = default,
        EndAt = default,
        Participants = [.. rooms.Split(' ').Select(text => new ParticipantPlan
        {
            RoomId = Room(text[0] - '0'), Name = "", Addresses = [], Muted = text.Contains('m', StringComparison.Ordinal), Wanted = !text.Contains('h', StringComparison.Ordinal),
            Role = text[0] == '1' ? ParticipantRole.Chair : ParticipantRole.Member,
        })],
    };

    private static string Text(ConferencePlan plan) => string.Join(' ', plan.Participants.Select(part => $"{part.RoomId.ToString()[7]}{(part.Muted ? "m" : "")}{(part.Wanted ? "" : "h")}"));

    [Theory]
    [InlineData(true, true, false, false)]
    [InlineData(false, true, true, false)]
    [InlineData(true, false, false, true)]
    [InlineData(false, false, true, true)]
    public void Only_what_is_switched_is_chosen(bool gain, bool gate, bool gainChosen, bool gateChosen)
    {
        var plan = Plan("1 2");
        var treated = PlanActs.Treat(plan, Room(2), new SoundTreatment(gain, gate));
        Assert.Equal([(true, true, false, false), (gain, gate, gainChosen, gateChosen)], treated.Participants.Select(part => (part.Treatment.AutomaticGain, part.Treatment.NoiseGate, part.GainChosen, part.GateChosen)));
        Assert.Equal(gainChosen || gateChosen ? 5 : 4, PlanMaker.Next(plan, treated).Revision);

        // Switched back, it is chosen all the same; and a guest of whom nothing is known is not noted for nothing.
        Assert.Equal((gainChosen, gateChosen), PlanActs.Treat(treated, Room(2), SoundTreatment.Usual).Participants.Where(part => part.RoomId == Room(2)).Select(part => (part.GainChosen, part.GateChosen)).Single());
        Assert.Empty(PlanActs.Treat(plan, Room(7), SoundTreatment.Usual).Guests);
    }

    public static TheoryData<string, string, string> Table() => new()
    {
        { "mute 2", "1 2 3", "1 2m 3" },
        { "mute 2", "1 2m 3", "1 2m 3" },
        { "unmute 2", "1 2m 3m", "1 2 3m" },
        { "hang-up 3", "1 2 3m", "1 2 3mh" }, // keeps its mute for when it comes back
        { "call 3", "1 2 3mh", "1 2 3m" },
        { "floor 2", "1 2m 3 4m", "1 2 3m 4m" },
        { "floor 2", "1m 2 3", "1m 2 3m" }, // the chair stays as it is
        { "floor 1", "1m 2 3", "1 2m 3m" },
        { "mute-all chair", "1 2 3m", "1 2m 3m" },
        { "mute-all", "1 2 3m", "1m 2m 3m" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_an_act_makes_of_a_plan(string act, string before, string after)
    {
        var parts = act.Split(' ');
        var room = parts.Length > 1 && char.IsDigit(parts[1][0]) ? Room(parts[1][0] - '0') : default;
        var plan = Plan(before);
        var changed = parts[0] switch
        {
            "mute" => PlanActs.Mute(plan, room, true),
            "unmute" => PlanActs.Mute(plan, room, false),
            "hang-up" => PlanActs.Want(plan, room, false),
            "call" => PlanActs.Want(plan, room, true),
            "floor" => PlanActs.GiveFloor(plan, room),
            _ => PlanActs.MuteAll(plan, exceptChair: parts.Length > 1),
        };
        Assert.Equal(after, Text(changed));
        // An act that changes nothing makes no revision.
        Assert.Equal(before == after ? 4 : 5, PlanMaker.Next(plan, changed).Revision);
    }
}
