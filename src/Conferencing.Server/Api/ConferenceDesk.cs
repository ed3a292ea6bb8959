using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Plans;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>
/// What technicians do to a running session: each act is one write transaction that makes the plan's next revision, with a line in the
/// history; after the commit the plan goes to the bridge.
/// </summary>
internal sealed partial class ConferenceDesk(WriteGate gate, PlanStore plans, PlanCourier courier, StatusBoard boards, IHubContext<LiveHub, ILiveClient> watchers, RecordingOptions recording, SoundOptions sound, CapacityOptions limits, TimeProvider clock)
{
    /// <summary>The plan after the act, or why it was refused.</summary>
    internal sealed record Outcome(ConferencePlan? Plan, Refusal? Refused)
    {
        /// <summary>Another conference's plan that the act changed too; it goes to the bridge first.</summary>
        public ConferencePlan? Before { get; init; }

        /// <summary>What lines, or the ports, lack since the act. It was done all the same: the technician decides.</summary>
        public ImmutableArray<Shortage> Short { get; init; } = [];

        public static implicit operator Outcome(Refusal refused) => new(null, refused);
        public static implicit operator Outcome(ConferencePlan plan) => new(plan, null);
    }

    /// <summary>A live conference inside a transaction.</summary>
    private sealed record Live(Db Db, PlanRow Row, ConferencePlan Plan, OccurrenceRow Occurrence, Instant Now);

    public Task<Outcome> Act(Guid id, Guid roomId, RoomAct act, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (NameOf(live, roomId) is not { } name) return Refusal.NotFound("roomNotIn");
        if (HasDeparted(live.Plan, roomId)) return Refusal.Conflict("roomMovedAway");
        if (act == RoomAct.Call && IsBarred(live.Plan, roomId)) return Refusal.Conflict("roomBarred", name);
        var (action, change) = Meaning(act, roomId, boards.Find(id)?.StatusOf(roomId) is { SelfMuted: true });
        Note(live, caller, action, name);
        return await PlanStore.Change(live.Db, live.Row, change, cancel);
    }, cancel);

    public Task<Outcome> Lock(Guid id, bool locked, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (live.Plan.DialIn is null) return Refusal.Conflict(live.Plan.Secrecy == SecrecyLevel.Open ? "noDialIn" : "secretDialIn");
        Note(live, caller, locked ? "locked" : "unlocked", null);
        return await PlanStore.Change(live.Db, live.Row, plan => PlanActs.Lock(plan, locked), cancel);
    }, cancel);

    public Task<Outcome> Record(Guid id, bool tracks, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (live.Plan.Secrecy != SecrecyLevel.Open) return Refusal.Conflict("secretRecording");
        if (live.Plan.Recording is { Wanted: true } && boards.Find(id)?.Head.Recording is { State: RecordingState.Recording } present) return Refusal.Conflict(tracks && !present.Tracks ? "recordingMix" : "recordingAlready");
        Note(live, caller, "recordingStarted", null);
        return await PlanStore.Change(live.Db, live.Row, plan => PlanActs.Record(plan, tracks, recording.Announce, live.Now.ToLocal()), cancel);
    }, cancel);

    public Task<Outcome> StopRecording(Guid id, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (live.Plan.Recording is not { Wanted: true }) return Refusal.Conflict("notRecording");
        Note(live, caller, "recordingStopped", null);
        return await PlanStore.Change(live.Db, live.Row, PlanActs.StopRecording, cancel);
    }, cancel);

    /// <param name="wanted">Null: none is called any more.</param>
    public Task<Outcome> CallPoint(Guid id, CalledPointRequest? wanted, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        var briefing = await live.Db.Briefings.AsNoTracking().SingleAsync(one => one.Id == live.Occurrence.BriefingId, cancel);
        var agenda = (live.Occurrence.Dossier ?? briefing.Dossier).Agenda;
        var point = wanted is null ? null : CalledPoint.Find(new AgendaItem(wanted.Topic ?? "", wanted.Speaker, wanted.RoomId, null), wanted.SameBefore, agenda);
        if (wanted is not null && point is null) return Refusal.Invalid(new FieldMessage("point", "agendaPointUnknown"));
        (live.Occurrence.AgendaPoint, live.Occurrence.AgendaSince) = (point, point is null ? null : live.Now);
        if (point is { } called) Note(live, caller, "agendaPoint", agenda[called] is { Topic: { Length: > 0 } topic } ? topic : agenda[called].Speaker);
        return live.Plan;
    }, cancel);

    public Task<Outcome> MuteAll(Guid id, bool exceptChair, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        Note(live, caller, "mutedAll", null);
        return await PlanStore.Change(live.Db, live.Row, plan => PlanActs.MuteAll(plan, exceptChair), cancel);
    }, cancel);

    public Task<Outcome> Add(Guid id, Guid? roomId, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (roomId is not { } wanted) return Refusal.Invalid(new FieldMessage("roomId", "roomMissing"));
        if (live.Plan.Participants.Any(part => part.RoomId == wanted && part.Departure is null)) return Refusal.Conflict("roomAlreadyIn");
        if ((await BookingWorlds.Rooms(live.Db, [wanted], cancel)).GetValueOrDefault(wanted) is not { } room)
            return Refusal.Invalid(new FieldMessage("roomId", "roomUnknown"));
        if (!room.Active) return Refusal.Invalid(new FieldMessage("roomId", "roomInactive", room.Name));
        if (IsUnfit(live, room)) return Refusal.Conflict("roomBarred", room.Name);
        var slot = Remaining(live);
        var clashes = Conflicts.Find([room], slot, await BookingWorlds.Holds(live.Db, [wanted], slot, cancel), live.Occurrence.Id);
        if (!clashes.IsEmpty) return BookingWords.Refuse(clashes, nextFree: []);
        var shortages = await Discretion.Blur(live.Db, (await Claims(live, [wanted], slot, cancel)).Meet([new RoomCall(wanted)], slot), caller, cancel);
        // At its own rate: to remove a room and to add it again is also the way to lift a lower one.
        Hold(live, wanted, slot, kbits: null);
        Note(live, caller, "roomAdded", room.Name);
        if (!shortages.IsEmpty) Note(live, caller, "overCapacity", $"{room.Name} – {CapacityWords.Text(shortages)}");
        return await Refresh(live, cancel) with { Short = shortages };
    }, cancel);

    public Task<Outcome> Remove(Guid id, Guid roomId, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (live.Plan.Participants.FirstOrDefault(part => part.RoomId == roomId) is not { } part) return Refusal.NotFound("roomNotIn");
        if (part.Role == ParticipantRole.Chair) return Refusal.Conflict("chairStays");
        if (part.Departure is not null) return await PlanStore.Change(live.Db, live.Row, plan => PlanActs.Forget(plan, roomId), cancel);
        live.Occurrence.Rooms.Single(held => held.RoomId == roomId).Off = true;
        Note(live, caller, "roomRemoved", part.Name);
        return await Refresh(live, cancel);
    }, cancel);

    public Task<Outcome> Extend(Guid id, int minutes, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        var held = live.Occurrence.Rooms.Where(room => !room.Off).ToList();
        var ids = held.Select(room => room.RoomId).ToList();
        var rooms = await BookingWorlds.Rooms(live.Db, ids, cancel);
        var wish = new RoomWish([.. rooms.Values]) { Lowered = held.Where(room => room.Kbits is not null).ToImmutableDictionary(room => room.RoomId, room => room.Kbits!.Value) };
        var after = new Slot(live.Occurrence.End, live.Occurrence.End + Duration.FromMinutes(Math.Max(1, minutes)));
        var holds = await BookingWorlds.Holds(live.Db, ids, after, cancel);
        switch (Extension.Decide(live.Occurrence.Held, live.Occurrence.ExtendedSteps, minutes, wish, holds, live.Occurrence.Id, await Claims(live, ids, after, cancel)))
        {
            case Extension.Verdict.Granted granted:
                (live.Occurrence.End, live.Occurrence.ExtendedSteps) = (granted.Slot.End, granted.StepsUsed);
                foreach (var room in held) room.End = granted.Slot.End;
                Note(live, caller, "extended", granted.Slot.End.Text());
                return await Refresh(live, cancel);
            case Extension.Verdict.Clashing clashing:
                return BookingWords.Refuse(clashing with { Shortages = await Discretion.Blur(live.Db, clashing.Shortages, caller, cancel) });
            case Extension.Verdict.Refused refused:
                return Refusal.Invalid([.. BookingWords.Fields([refused.Error])]);
            default:
                throw new System.Diagnostics.UnreachableException("An extension is granted, clashing or refused.");
        }
    }, cancel);

    public Task<Outcome> End(Guid id, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        live.Occurrence.EndedAt = live.Now;
        foreach (var held in live.Occurrence.Rooms.Where(room => !room.Off))
        {
            if (live.Now > held.Start) held.End = live.Now;
            else held.Off = true;
        }
        Note(live, caller, "ended", null);
        return await Refresh(live, cancel);
    }, cancel);

    private async Task<Outcome> Write(Guid id, Func<Live, Task<Outcome>> act, CancellationToken cancel)
    {
        var outcome = await gate.Write(async db =>
        {
            var (live, refused) = await Load(db, id, cancel);
            if (live is null) return refused!;
            var result = await act(live);
            await db.SaveChangesAsync(cancel);
            return result;
        }, cancel);
        if (outcome.Plan is not { } plan) return outcome;
        if (outcome.Before is { } before) await courier.Deliver(before, CancellationToken.None);
        await courier.Deliver(plan, CancellationToken.None);
        await watchers.Clients.All.BriefingsChanged();
        return outcome;
    }

    private async Task<(Live? Live, Refusal? Refused)> Load(Db db, Guid id, CancellationToken cancel)
    {
        var now = clock.Now();
        var occurrence = await db.Occurrences.Include(one => one.Rooms).SingleOrDefaultAsync(one => one.Id == id, cancel);
        if (occurrence is null) return (null, Refusal.NotFound());
        var row = await db.Plans.SingleOrDefaultAsync(plan => plan.ConferenceId == id, cancel);
        return row is null || row.EndAt <= now ? (null, Refusal.Conflict("notLive")) : (new Live(db, row, PlanMaker.Read(row), occurrence, now), null);
    }

    /// <summary>The booking has changed; the plan follows.</summary>
    private async Task<Outcome> Refresh(Live live, CancellationToken cancel)
    {
        await live.Db.SaveChangesAsync(cancel);
        return await plans.Refresh(live.Db, live.Occurrence.Id, live.Now, cancel) ?? live.Plan;
    }

    private async Task<Claims> Claims(Live live, IReadOnlyCollection<Guid> rooms, Slot slot, CancellationToken cancel) =>
        await Capacities.Claims(live.Db, await Capacities.Load(live.Db, limits, cancel), rooms, [slot], [], cancel);

    private static bool IsBarred(ConferencePlan plan, Guid roomId) => plan.Participants.Any(part => part.RoomId == roomId && part.Barred);

    private static bool IsUnfit(Live live, Room room) =>
        live.Plan.Secrecy != SecrecyLevel.Open && !SecrecyRules.IsFit(room.CertifiedUntil, SecrecyPlan.DayOf(live.Occurrence));

    private static void Hold(Live live, Guid roomId, Slot slot, int? kbits)
    {
        var held = live.Occurrence.Rooms.Find(one => one.RoomId == roomId);
        if (held is null) live.Occurrence.Rooms.Add(held = new OccurrenceRoomRow { OccurrenceId = live.Occurrence.Id, RoomId = roomId });
        (held.Start, held.End, held.Off, held.Kbits) = (slot.Start, slot.End, false, kbits);
    }

    private static void Note(Live live, Caller caller, string action, string? detail) => live.Db.History.Add(Line(live, caller.DisplayName, action, detail));

    private static HistoryRow Line(Live live, string who, string action, string? detail) => new()
    {
        BriefingId = live.Occurrence.BriefingId,
        At = live.Now,
        Who = who,
        Action = action,
        Detail = detail,
    };

    /// <summary>A room of the plan, or a guest who is in; null for anybody else.</summary>
    private string? NameOf(Live live, Guid roomId) =>
        live.Plan.Participants.FirstOrDefault(part => part.RoomId == roomId)?.Name
        ?? boards.Find(live.Plan.ConferenceId)?.StatusOf(roomId)?.Guest?.Name;

    private static (string Action, Func<ConferencePlan, ConferencePlan> Change) Meaning(RoomAct act, Guid roomId, bool isSelfMuted)
    {
        var (action, change) = Meaning(act, roomId);
        return isSelfMuted && act is (RoomAct.Unmute or RoomAct.Floor)
            ? (action, plan => PlanActs.OverruleSelfMute(change(plan), roomId))
            : (action, change);
    }

    private static (string Action, Func<ConferencePlan, ConferencePlan> Change) Meaning(RoomAct act, Guid roomId) => act switch
    {
        RoomAct.Mute => ("muted", plan => PlanActs.Mute(plan, roomId, muted: true)),
        RoomAct.Unmute => ("unmuted", plan => PlanActs.Mute(plan, roomId, muted: false)),
        RoomAct.Call => ("called", plan => PlanActs.Want(plan, roomId, wanted: true)),
        RoomAct.HangUp => ("hungUp", plan => PlanActs.Want(plan, roomId, wanted: false)),
        RoomAct.Floor => ("floorGiven", plan => PlanActs.GiveFloor(plan, roomId)),
        _ => throw new System.Diagnostics.UnreachableException("An act without a meaning."),
    };
}
