using System.Collections.Immutable;
using Conferencing.Contract;

namespace Conferencing.Server.Plans;

/// <summary>What a technician's act makes of a plan: a value in, a value out, the revision untouched. An id of no room is a guest's.</summary>
internal static class PlanActs
{
    public static ConferencePlan Mute(ConferencePlan plan, Guid roomId, bool muted) =>
        Change(plan, roomId, part => part with { Muted = muted }, guest => guest with { Muted = muted });

    /// <summary>Unmutes a room that muted itself, whatever the plan said before.</summary>
    public static ConferencePlan OverruleSelfMute(ConferencePlan plan, Guid roomId) =>
        Change(plan, roomId, part => part with { Unmutes = part.Unmutes + 1 }, guest => guest with { Unmutes = guest.Unmutes + 1 });

    /// <summary>What of it is switched stays so to the end of the session; the rest still follows what is set for the room.</summary>
    public static ConferencePlan Treat(ConferencePlan plan, Guid roomId, SoundTreatment treatment)
    {
        var before = TreatmentOf(plan, roomId);
        return treatment == before ? plan : Change(plan, roomId, Switch, guest => guest with { Treatment = treatment });

        ParticipantPlan Switch(ParticipantPlan part) => part with
        {
            Treatment = treatment,
            GainChosen = part.GainChosen || treatment.AutomaticGain != before.AutomaticGain,
            GateChosen = part.GateChosen || treatment.NoiseGate != before.NoiseGate,
        };
    }

    public static SoundTreatment TreatmentOf(ConferencePlan plan, Guid roomId) =>
        plan.Participants.FirstOrDefault(part => part.RoomId == roomId)?.Treatment
        ?? plan.Guests.FirstOrDefault(guest => guest.GuestId == roomId)?.Treatment ?? SoundTreatment.Usual;

    /// <param name="wanted">False hangs the room up and keeps it so; true calls it. A guest cannot be called.</param>
    public static ConferencePlan Want(ConferencePlan plan, Guid roomId, bool wanted) =>
        Change(plan, roomId, part => part with { Wanted = wanted && !part.Barred }, guest => guest with { Wanted = wanted });

    public static ConferencePlan MuteAll(ConferencePlan plan, bool exceptChair) =>
        MuteGuests(All(plan, part => part with { Muted = part.Muted || !(exceptChair && part.Role == ParticipantRole.Chair) }), speaker: null);

    /// <summary>The floor for one room: it is heard, all others but the chair are not; the chair stays as it is.</summary>
    public static ConferencePlan GiveFloor(ConferencePlan plan, Guid roomId)
    {
        var given = All(plan, part => part.RoomId == roomId ? part with { Muted = false } : part.Role == ParticipantRole.Chair ? part : part with { Muted = true });
        return MuteGuests(given, IsRoom(plan, roomId) ? null : roomId);
    }

    public static ConferencePlan Lock(ConferencePlan plan, bool locked) =>
        plan.DialIn is { } dialIn ? plan with { DialIn = dialIn with { Locked = locked } } : plan;

    /// <summary>A room that has just entered the plan comes from another conference; what technicians decided about it there goes along.</summary>
    public static ConferencePlan Arrive(ConferencePlan plan, ParticipantPlan there, ArrivalPlan arrival) =>
        All(plan, part => part.RoomId != there.RoomId ? part : part with
        {
            Arrival = arrival,
            Muted = there.Muted,
            Unmutes = there.Unmutes,
            Treatment = there.Treatment,
            GainChosen = there.GainChosen,
            GateChosen = there.GateChosen,
        });

    /// <summary>A room that has just left the plan keeps its place, to say where it went.</summary>
    /// <param name="before">The plan it was in.</param>
    public static ConferencePlan Depart(ConferencePlan plan, ConferencePlan before, Guid roomId, DeparturePlan departure)
    {
        var index = before.Participants.ToList().FindIndex(part => part.RoomId == roomId);
        var departed = before.Participants[index] with { Wanted = false, Arrival = null, Departure = departure };
        return plan with { Participants = plan.Participants.Insert(Math.Min(index, plan.Participants.Length), departed) };
    }

    public static ConferencePlan Forget(ConferencePlan plan, Guid roomId) =>
        plan with { Participants = [.. plan.Participants.Where(part => part.RoomId != roomId)] };

    /// <summary>Begins a recording at once; one that the bridge gave up is tried again. Nothing begins in a secret session.</summary>
    public static ConferencePlan Record(ConferencePlan plan, bool tracks, bool announce, DateTimeOffset now) => plan.Secrecy != SecrecyLevel.Open ? plan : plan with
    {
        Recording = new RecordingPlan { Wanted = true, Tracks = tracks, From = now, Take = NextTake(plan), Announce = announce },
    };

    public static ConferencePlan StopRecording(ConferencePlan plan) =>
        plan.Recording is { Wanted: true } recording ? plan with { Recording = recording with { Wanted = false, Take = NextTake(plan) } } : plan;

    /// <summary>A technician talks to a room; the one he talked to before by the same phone is left for it.</summary>
    public static ConferencePlan Talk(ConferencePlan plan, Guid roomId, string name, string address)
    {
        var present = plan.Asides.FirstOrDefault(aside => aside.Address == address);
        var talk = new AsidePlan { AsideId = present?.AsideId ?? Guid.NewGuid(), RoomId = roomId, Operator = name, Address = address };
        return plan with { Asides = [.. plan.Asides.Where(aside => aside != present), talk] };
    }

    public static ConferencePlan Return(ConferencePlan plan, ImmutableArray<Guid> asides) =>
        plan with { Asides = [.. plan.Asides.Where(aside => !asides.Contains(aside.AsideId))] };

    private static int NextTake(ConferencePlan plan) => Math.Max(PlanMaker.BookedTake, plan.Recording?.Take ?? 0) + 1;

    private static ConferencePlan MuteGuests(ConferencePlan plan, Guid? speaker)
    {
        var muted = plan with { GuestsMuted = true, Guests = [.. plan.Guests.Select(guest => guest with { Muted = true })] };
        return speaker is { } guestId ? Mute(muted, guestId, muted: false) : muted;
    }

    private static ConferencePlan Change(
        ConferencePlan plan, Guid id, Func<ParticipantPlan, ParticipantPlan> changeRoom, Func<GuestPlan, GuestPlan> changeGuest)
    {
        if (IsRoom(plan, id)) return All(plan, part => part.RoomId == id ? changeRoom(part) : part);
        var guest = plan.Guests.FirstOrDefault(one => one.GuestId == id) ?? new GuestPlan { GuestId = id, Muted = plan.GuestsMuted };
        return plan with { Guests = [.. plan.Guests.Where(one => one.GuestId != id), changeGuest(guest)] };
    }

    private static bool IsRoom(ConferencePlan plan, Guid id) => plan.Participants.Any(part => part.RoomId == id);

    private static ConferencePlan All(ConferencePlan plan, Func<ParticipantPlan, ParticipantPlan> change) =>
        plan with { Participants = [.. plan.Participants.Select(change)] };
}
