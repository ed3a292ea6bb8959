using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.People;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Invitations;
using Conferencing.Server.Live;
using Conferencing.Server.Plans;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>
/// Every change of a booking: one write transaction that reads, decides, writes, makes the next plans if any are due, and puts the letters it
/// makes due into the outbox; after the commit the plans go to the bridge, the letters to the mail server, and the pages hear of it. What a change of a series means is in <see cref="SeriesDesk"/>.
/// </summary>
internal sealed class BookingDesk(
    WriteGate gate, PlanStore plans, DialInDesk dialIn, InvitationDesk invitations, BookingNews news, LiveConnections connections, Holidays holidays, CapacityOptions limits,
    ApprovalOptions approval, TimeProvider clock)
{
    /// <summary>What a change came to: the briefing as it is now, or why not.</summary>
    internal sealed record Outcome(BriefingRow? Briefing, Refusal? Refused)
    {
        public ImmutableArray<ConferencePlan> Plans { get; init; } = [];

        /// <summary>What remains of the series that <see cref="Briefing"/> was split from.</summary>
        public BriefingRow? SplitFrom { get; init; }

        /// <summary>Accounts that were named as secretary before and are not any more.</summary>
        public ImmutableArray<Guid> Unnamed { get; init; } = [];

        /// <summary>People in charge of it who are wanted elsewhere at the time: told, never a reason to refuse.</summary>
        public ImmutableArray<PersonClash> People { get; init; } = [];

        public static implicit operator Outcome(Refusal refused) => new(null, refused);
    }

    /// <summary>What was decided of a request.</summary>
    /// <param name="Booking">Null if it is refused.</param>
    /// <param name="Dates">If it repeats.</param>
    /// <param name="Waived">If it does not: optional rooms it has to go without.</param>
    internal sealed record Decision(AcceptedBooking? Booking, ImmutableArray<PlannedDate> Dates, ImmutableArray<Clash> Waived, Refusal? Refused)
    {
        /// <summary>If it competes: rooms it asks for that others, which wait for approval, hold.</summary>
        public ImmutableArray<Clash> Rivals { get; init; } = [];

        /// <summary>People in charge who are wanted elsewhere at the time.</summary>
        public ImmutableArray<PersonClash> People { get; init; } = [];
    }

    /// <summary>A briefing inside a transaction, and who wants something of it.</summary>
    internal sealed record Case(IBookingFacts Facts, BriefingRow Briefing, Caller Caller, Instant Now, CancellationToken Cancel)
    {
        public Db Db => Facts.Db;

        public Actor Actor => Caller.Towards(Briefing.BookedById, Briefing.Dossier.HostUnitId);

        /// <summary>Whether technicians approve after the office here.</summary>
        public bool TechnicalStep { get; init; }

        /// <summary>What an approval of it takes, once it is as a booking wants it.</summary>
        public ApprovalSteps NeededFor(AcceptedBooking booking) =>
            Approval.Needed(TechnicalStep, (booking.Urgency is { } urgency ? urgency.Kept : Briefing.UrgentReason) is not null);
    }

    /// <param name="once">A creation with the same key is the same creation, however often it arrives.</param>
    public Task<Outcome> Book(BookingRequest request, Caller caller, CancellationToken cancel, OnceKey? once = null) => Write(async (db, now) =>
    {
        if (once is not null && await once.Find(db, caller, now, cancel) is { } earlier)
        {
            if (!once.IsSame(earlier) || earlier.BriefingId is not { } booked) return Refusal.Conflict("keyReused");
            return new Outcome(await Load(db, booked, cancel), null);
        }
        if (!MayHost(caller, request)) return NotHisHost();
        var facts = new StoredFacts(db, holidays, limits);
        var decided = await Decide(facts, request, now, Editing.Nothing, caller, cancel);
        if (decided.Refused is { } refused) return refused;
        if (await Rivals.WhyNot(db, decided.Rivals, cancel) is { } hopeless) return hopeless;
        var needed = Approval.Needed(approval.Technical, decided.Booking!.Urgency?.Kept is not null);
        // What takes rooms from another is never approved in passing.
        var standing = decided.Rivals.IsEmpty ? Approval.AfterBooking(caller.Towards(caller.Id, request.Dossier?.HostUnitId), needed) : Standing.Asked(needed);
        var briefing = await BookingRows.Add(db, decided, request.Repeat, standing, caller, now, cancel);
        ApprovalDesk.Record(briefing, needed & ~standing.Missing, caller, now);
        once?.Keep(db, caller, briefing.Id, now);
        await db.SaveChangesAsync(cancel);
        await Rivals.Settle(new Case(facts, briefing, caller, now, cancel));
        return (await WithPlans(db, briefing, now, cancel)) with { People = decided.People };
    }, cancel);

    public Task<Outcome> Change(Guid id, ChangeOrder order, BookingRequest request, Caller caller, CancellationToken cancel) => Write(id, caller, async one =>
    {
        if (!Approval.MayChange(one.Briefing.Status, one.Actor)) return NotAllowed(one.Briefing);
        if (request.Dossier is not null && !MayHost(caller, request)) return NotHisHost();
        if (order.Version is null && order.IfMatch is null) return Refusal.Invalid(new FieldMessage("version", "versionMissing"));
        if (Stale(one.Briefing, order.Version, order.IfMatch) is { } stale) return stale;
        var outcome = await SeriesDesk.Change(one, order, request);
        if (outcome.Briefing is { } changed) await Rivals.Settle(one with { Briefing = changed });
        return outcome;
    }, cancel);

    /// <summary>Agenda and links alone.</summary>
    public Task<Outcome> Prepare(Guid id, PapersOrder order, Caller caller, CancellationToken cancel) => Write(id, caller, async one =>
    {
        if (order.Version is null && order.IfMatch is null) return Refusal.Invalid(new FieldMessage("version", "versionMissing"));
        return Stale(one.Briefing, order.Version, order.IfMatch) is { } stale ? stale : await Papers.Change(one, order);
    }, cancel);

    public Task<Outcome> Approve(Guid id, int? ifMatch, Caller caller, CancellationToken cancel) => Write(id, caller, async one =>
        Stale(one.Briefing, null, ifMatch) is { } stale ? stale : await ApprovalDesk.Approve(one), cancel);

    public Task<Outcome> Return(Guid id, string? reason, int? ifMatch, Caller caller, CancellationToken cancel) => Write(id, caller, async one =>
    {
        if (CheckReason(reason, required: true) is { } wrong) return Refusal.Invalid(wrong);
        return Stale(one.Briefing, null, ifMatch) is { } stale ? stale : await ApprovalDesk.Return(one, reason!.Trim());
    }, cancel);

    public Task<Outcome> Cancel(Guid id, CancelOrder order, Caller caller, CancellationToken cancel) => Write(id, caller, async one =>
    {
        if (CheckReason(order.Reason, required: false) is { } wrong) return Refusal.Invalid(wrong);
        if (Stale(one.Briefing, null, order.IfMatch) is { } stale) return stale;
        if (!Approval.MayCancel(one.Briefing.Status, one.Actor)) return NotAllowed(one.Briefing);
        return await SeriesDesk.Cancel(one, order);
    }, cancel);

    /// <summary>Who books for a unit books what it hosts; rooms are everybody's.</summary>
    private static bool MayHost(Caller caller, BookingRequest request) => caller.Towards(caller.Id, request.Dossier?.HostUnitId).MayBook;

    private static Refusal NotHisHost() => Refusal.Invalid(new FieldMessage("dossier.hostUnitId", "hostNotYours"));

    /// <summary>Judges a request and says in words what is wrong with it.</summary>
    public static async Task<Decision> Decide(
        IBookingFacts facts, BookingRequest request, Instant now, Editing editing, Caller caller, CancellationToken cancel)
    {
        if (request.Dossier?.SecretaryId is not null) request = await NamedSecretary.WithName(facts.Db, request, cancel);
        var (judged, world) = await BookingWorlds.Decide(facts, request, now, editing, cancel);
        var verdict = await Discretion.Blur(facts, judged, caller, cancel);
        if (verdict is BookingVerdict.Accepted accepted) return new Decision(accepted.Booking, accepted.Dates, accepted.Waived, null) { Rivals = accepted.Rivals, People = accepted.People };
        var rejected = (BookingVerdict.Rejected)verdict;
        // A series answers day by day instead.
        var next = rejected is { Clashes.IsEmpty: true, Shortages.IsEmpty: true } || request.Repeat is not null ? []
            : await BookingWorlds.NextFree(facts, BookingRules.WishOf(request, world), BookingRules.SlotOf(request)!.Value, now, editing, cancel);
        return new Decision(null, rejected.Dates, rejected.Waived, BookingWords.Refuse(rejected, next)) { People = rejected.People };
    }

    /// <summary>The version that was read is no longer the newest: by the body 409, by If-Match 412 (RFC 9110 13.1.1).</summary>
    private static Refusal? Stale(BriefingRow briefing, int? version, int? ifMatch)
    {
        if (version is { } read && read != briefing.Version) return Refusal.Conflict("staleVersion");
        return ifMatch is { } tag && tag != briefing.Version ? new Refusal(StatusCodes.Status412PreconditionFailed, "staleVersion") : null;
    }

    private Task<Outcome> Write(Guid id, Caller caller, Func<Case, Task<Outcome>> work, CancellationToken cancel) => Write(async (db, now) =>
    {
        if (await Load(db, id, cancel) is not { } briefing) return Refusal.NotFound();
        var named = NamedSecretary.In(briefing);
        var outcome = await work(new Case(new StoredFacts(db, holidays, limits), briefing, caller, now, cancel) { TechnicalStep = approval.Technical });
        if (outcome.Briefing is null) return outcome;
        var after = await WithPlans(db, outcome.Briefing, now, cancel) with { Unnamed = [.. named.Except(NamedSecretary.In(outcome.Briefing))] };
        if (outcome.SplitFrom is not { } rest) return after;
        return after with { SplitFrom = rest, Unnamed = [.. after.Unnamed.Except(NamedSecretary.In(rest))], Plans = [.. after.Plans, .. (await WithPlans(db, rest, now, cancel)).Plans] };
    }, cancel);

    private async Task<Outcome> Write(Func<Db, Instant, Task<Outcome>> work, CancellationToken cancel)
    {
        var outcome = await gate.Write(db => work(db, clock.Now()), cancel);
        if (outcome.Briefing is { } briefing) await news.Tell([.. briefing.Occurrences, .. outcome.SplitFrom?.Occurrences ?? []], outcome.Plans);
        foreach (var account in outcome.Unnamed) connections.EndAccount(account);
        return outcome;
    }

    /// <summary>Only what is due or already handed over has a plan to make: of a series of years that is one or two.</summary>
    private async Task<Outcome> WithPlans(Db db, BriefingRow briefing, Instant now, CancellationToken cancel)
    {
        if (!briefing.Terms.IsSecret) await dialIn.Assign(db, briefing.Occurrences.Where(one => one is { Status: BookingStatus.Approved, Defective: false } && one.End > now), cancel);
        var planned = await db.Plans.Where(plan => plan.BriefingId == briefing.Id).Select(plan => plan.ConferenceId).ToListAsync(cancel);
        var due = briefing.Occurrences.Where(one => one.ConnectAt - CallPlan.HandOverLead <= now && one.End > now).Select(one => one.Id);
        var made = ImmutableArray.CreateBuilder<ConferencePlan>();
        foreach (var occurrence in planned.Union(due))
        {
            if (await plans.Refresh(db, occurrence, now, cancel) is { } plan) made.Add(plan);
        }
        await PeopleInCharge.Keep(db, briefing, now, cancel);
        await invitations.Queue(db, briefing, now, cancel);
        return new Outcome(briefing, null) { Plans = made.ToImmutable() };
    }

    public static Task<BriefingRow?> Load(Db db, Guid id, CancellationToken cancel) => db.Briefings.AsSplitQuery()
        .Include(briefing => briefing.Documents)
        .Include(briefing => briefing.Rooms).Include(briefing => briefing.Series).Include(briefing => briefing.Occurrences)
        .SingleOrDefaultAsync(briefing => briefing.Id == id, cancel);

    private static Refusal NotAllowed(BriefingRow briefing) => briefing.Status == BookingStatus.Cancelled
        ? Refusal.Conflict("isCancelled") : new Refusal(StatusCodes.Status403Forbidden, "notYours");

    private static FieldMessage? CheckReason(string? reason, bool required)
    {
        if (string.IsNullOrWhiteSpace(reason)) return required ? new("reason", "reasonMissing") : null;
        return reason.Length > BookingRules.MaxNoteLength ? new("reason", "noteTooLong", BookingRules.MaxNoteLength) : null;
    }
}
