using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Plans;

/// <summary>
/// The newest plan of every conference, in the database. Every method belongs inside a write transaction; what they return is
/// handed on after the commit, by <see cref="PlanCourier"/>.
/// </summary>
internal sealed class PlanStore(DialInDesk dialIn, ConferenceOptions conference, RedialOptions redial, RecordingOptions recording)
{
    /// <summary>An ended plan is still told for this long to a node that has not heard of its end.</summary>
    private static readonly Duration Memory = Duration.FromHours(25);

    /// <summary>
    /// Makes the plan what the booking says, if it is due or was already handed over. Idempotent: run twice, late or after a cancel
    /// it changes nothing more.
    /// </summary>
    /// <returns>The newest plan if this made a new revision, else null.</returns>
    public async Task<ConferencePlan?> Refresh(Db db, Guid occurrenceId, Instant now, CancellationToken cancel)
    {
        var row = await db.Plans.SingleOrDefaultAsync(plan => plan.ConferenceId == occurrenceId, cancel);
        var present = row is null ? null : PlanMaker.Read(row);
        var occurrence = await Load(db, occurrenceId, cancel);
        var wanted = occurrence is { Status: BookingStatus.Approved, Defective: false }
            ? await Wanted(db, occurrence, present, now, cancel)
            : End(present, now);
        if (wanted is null || wanted.Revision == present?.Revision) return null;
        Keep(db, row, wanted, occurrence?.BriefingId ?? row!.BriefingId);
        await db.SaveChangesAsync(cancel);
        return wanted;
    }

    /// <summary>A technician's act on a running conference: the next revision, unless the act changes nothing.</summary>
    public static async Task<ConferencePlan> Change(Db db, PlanRow row, Func<ConferencePlan, ConferencePlan> act, CancellationToken cancel)
    {
        var present = PlanMaker.Read(row);
        var wanted = PlanMaker.Next(present, act(present));
        if (wanted.Revision == present.Revision) return present;
        Keep(db, row, wanted, row.BriefingId);
        await db.SaveChangesAsync(cancel);
        return wanted;
    }

    /// <summary>Every plan a node must know: not ended, or ended without the node having said so.</summary>
    public static Task<List<PlanRow>> Current(PlainSql sql, Instant now, CancellationToken cancel) => sql.Read(
        "SELECT ConferenceId, BriefingId, Revision, Json, EndAt FROM Plans WHERE ReleasedAt IS NULL AND EndAt > @oldest ORDER BY EndAt",
        row => new PlanRow
        {
            ConferenceId = row.GetGuid(0),
            BriefingId = row.GetGuid(1),
            Revision = row.GetInt64(2),
            Json = row.GetString(3),
            EndAt = Instant.FromUnixTimeMilliseconds(row.GetInt64(4)),
        },
        cancel, ("@oldest", (now - Memory).ToUnixTimeMilliseconds()));

    /// <summary>Occurrences whose plan should lie with the bridge by <paramref name="until"/> and that have not ended.</summary>
    public static async Task<List<OccurrenceRow>> Due(Db db, Instant now, Instant until, CancellationToken cancel)
    {
        var latestConnect = until + CallPlan.HandOverLead;
        var latestStart = latestConnect + BookingRules.MaxLead;
        var earliestStart = now - BookingRules.MaxLength;
        return await db.Occurrences.AsNoTracking()
            .Where(one => one.Start <= latestStart && one.Start > earliestStart && one.End > now && one.EndedAt == null
                && one.Status == BookingStatus.Approved && !one.Defective && one.ConnectAt <= latestConnect)
            .ToListAsync(cancel);
    }

    private async Task<ConferencePlan?> Wanted(Db db, OccurrenceRow occurrence, ConferencePlan? present, Instant now, CancellationToken cancel)
    {
        if (occurrence.EndedAt is { } ended) return End(present, ended);
        var call = CallPlan.Make(occurrence.Slot, occurrence.ConnectAt, await HeldUntil(db, occurrence, cancel));
        if (present is null && !call.IsDue(now)) return null;
        // Once rooms are being called, when that began is history.
        var connectAt = present is not null && present.ConnectAt.ToInstant() <= now ? present.ConnectAt.ToInstant() : call.ConnectAt;
        if (occurrence.Briefing!.Secrecy == Secrecy.Open) await dialIn.Assign(db, [occurrence], cancel);
        var wanted = PlanMaker.Recording(occurrence.Briefing!.Recording, occurrence, recording);
        return PlanMaker.Make(occurrence, connectAt, present, dialIn.Plan(occurrence, present?.DialIn), wanted, conference, redial);
    }

    private static ConferencePlan? End(ConferencePlan? present, Instant at) =>
        present is null || present.EndAt.ToInstant() <= at ? present : PlanMaker.Next(present, present with { EndAt = at.ToLocal() });

    private static void Keep(Db db, PlanRow? row, ConferencePlan plan, Guid briefingId)
    {
        if (row is null) db.Plans.Add(row = new PlanRow { ConferenceId = plan.ConferenceId, BriefingId = briefingId });
        (row.BriefingId, row.Revision, row.Json, row.EndAt, row.ReleasedAt) = (briefingId, plan.Revision, PlanMaker.Write(plan), plan.EndAt.ToInstant(), null);
    }

    private static Task<OccurrenceRow?> Load(Db db, Guid id, CancellationToken cancel) => db.Occurrences.AsSplitQuery()
        .Include(one => one.Briefing).ThenInclude(briefing => briefing!.Rooms)
        .Include(one => one.Rooms).ThenInclude(held => held.Room).ThenInclude(room => room!.Endpoints)
        .SingleOrDefaultAsync(one => one.Id == id, cancel);

    /// <summary>When the sessions before this one let go of its rooms.</summary>
    private static async Task<List<Instant>> HeldUntil(Db db, OccurrenceRow occurrence, CancellationToken cancel)
    {
        var rooms = occurrence.Rooms.Where(held => !held.Off).Select(held => held.RoomId).ToList();
        var (earliest, start) = (occurrence.ConnectAt - BookingRules.MaxLength, occurrence.Start);
        return await db.OccurrenceRooms.AsNoTracking()
            .Where(held => rooms.Contains(held.RoomId) && !held.Off && held.OccurrenceId != occurrence.Id
                && held.Start < start && held.Start >= earliest && held.End > occurrence.ConnectAt)
            .Select(held => held.End).Distinct().ToListAsync(cancel);
    }
}
