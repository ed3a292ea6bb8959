using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Booking, approving, cancelling.</summary>
internal static class BriefingsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var briefings = routes.MapGroup("/api/briefings").WithTags("briefings");
        briefings.MapGet("", List);
        briefings.MapGet("blocks", Blocks);
        briefings.MapPost("", Book).RequireAuthorization(Policies.Book).WithMetadata(OnceRoute.Instance);
        briefings.MapPost("check", Check);
        briefings.MapGet("latest", Latest);
        briefings.MapGet("mine", OwnSessions.Read).RequireAuthorization(Policies.Own);
        routes.MapGet("/api/secretaries", Secretaries).WithTags("briefings").RequireAuthorization(Policies.Book);
        briefings.MapGet("{id:guid}", Get).RequireAuthorization(Policies.Follow);
        briefings.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Book);
        briefings.MapPost("{id:guid}/approve", Approve).ForDeciders();
        briefings.MapPost("{id:guid}/return", Return).ForDeciders();
        briefings.MapPost("{id:guid}/cancel", Cancel).RequireAuthorization(Policies.Book);
        briefings.MapPut("{id:guid}/papers", Prepare).RequireAuthorization(Policies.Prepare);
        briefings.MapGet("{id:guid}/attendance", AttendanceApi.Get).RequireAuthorization(Policies.Follow);
    }

    /// <summary>What touches a window of at most 366 days: every session in full.</summary>
    private static async Task<Results<Ok<CalendarEntry[]>, Refusal>> List(
        DateTimeOffset? from, DateTimeOffset? to, Caller caller, CalendarReading reading, TimeProvider clock, CancellationToken cancel)
    {
        var (start, end, refused) = Window(from, to, clock);
        return refused is null ? TypedResults.Ok(await reading.Between(start, end, caller, cancel)) : refused;
    }

    /// <summary>The same as the pages take it: what sessions have in common is said once.</summary>
    private static async Task<Results<Ok<CalendarBlock[]>, Refusal>> Blocks(
        DateTimeOffset? from, DateTimeOffset? to, Caller caller, CalendarReading reading, TimeProvider clock, CancellationToken cancel)
    {
        var (start, end, refused) = Window(from, to, clock);
        return refused is null ? TypedResults.Ok(await reading.Blocks(start, end, caller, cancel)) : refused;
    }

    private static (NodaTime.Instant From, NodaTime.Instant To, Refusal? Refused) Window(DateTimeOffset? from, DateTimeOffset? to, TimeProvider clock)
    {
        var start = from ?? clock.GetUtcNow().AddDays(-7);
        var end = to ?? start.AddDays(35);
        var refused = end <= start ? Refusal.Invalid(new FieldMessage("to", "endBeforeStart"))
            : end - start > CalendarReading.LongestWindow ? Refusal.Invalid(new FieldMessage("to", "windowTooLong", CalendarReading.LongestWindow.Days))
            : null;
        return (start.ToInstant(), end.ToInstant(), refused);
    }

    /// <summary>The last briefing of this title, numbers and diacritics aside, else of this host unit: to book as last time.</summary>
    private static async Task<Results<Ok<LatestAnswer>, Refusal>> Latest(string? title, Guid? hostUnitId, Caller caller, Db db, CancellationToken cancel) =>
        await LastTime.Find(db, title, hostUnitId, caller, cancel) is { } latest ? TypedResults.Ok(latest) : Refusal.NotFound("noneBefore");

    /// <summary>Accounts that may be named as secretary of a briefing, by name.</summary>
    private static async Task<Ok<PersonAnswer[]>> Secretaries(Db db, CancellationToken cancel) => TypedResults.Ok(await db.Users.AsNoTracking().Where(NamedSecretary.MayBe)
        .OrderBy(one => one.DisplayName).Select(one => new PersonAnswer(one.Id, one.DisplayName, one.UserName!)).ToArrayAsync(cancel));

    private static async Task<Results<Created<BookedAnswer>, Refusal>> Book(
        BriefingRequest request, HttpRequest http, Caller caller, BookingDesk desk, CancellationToken cancel)
    {
        var (once, wrong) = OnceKey.Of(http, request);
        if (wrong is not null) return Refusal.Invalid(wrong);
        var outcome = await desk.Book(BookingWords.Value(request), caller, cancel, once);
        if (outcome.Briefing is not { } booked) return outcome.Refused!;
        BookedOccurrence[] occurrences =
        [
            .. booked.Occurrences.OrderBy(one => one.Start).Select(one => new BookedOccurrence(
                one.Id, one.Start.ToLocal(), one.End.ToLocal(), one.ConnectAt.ToLocal(), one.Status, one.Defective)),
        ];
        return TypedResults.Created($"/api/briefings/{booked.Id}", new BookedAnswer(booked.Id, booked.Status, occurrences, BookingWords.People(outcome.People)));
    }

    /// <summary>The same judgement as booking, while the form is being filled in; nothing is written.</summary>
    private static async Task<Ok<CheckAnswer>> Check(
        BriefingCheckRequest request, Caller caller, Lazy<Db> db, BookingMemory memory, TimeProvider clock, CancellationToken cancel)
    {
        var (value, now) = (BookingWords.Value(request), clock.Now());
        if (request.Scope == ChangeScope.This) value = value with { Repeat = null };
        var editing = await Editing(request, db, now, cancel);
        var decided = await BookingDesk.Decide(await memory.Facts(db, cancel), value, now, editing, caller, cancel);
        var asked = value.RoomIds.Append(request.ChairRoomId ?? Guid.Empty).Where(id => id != Guid.Empty).Distinct().Count();
        var days = value.Repeat is null ? null : SeriesWords.Answer(decided.Dates);
        var waived = BookingWords.Clashes(decided.Waived);
        var rivals = BookingWords.Clashes(decided.Rivals);
        var people = BookingWords.People(decided.People);
        if (decided.Refused is not { } refused) return TypedResults.Ok(new CheckAnswer([], [], null, asked - RoomsIn([.. waived, .. rivals]), [], days, waived, [], [], null) { Rivals = rivals, People = people });
        var clashes = refused.Clashes ?? [];
        return TypedResults.Ok(new CheckAnswer(
            FieldMessage.ByField(refused.Fields, caller.Language), clashes, refused.NextFree,
            asked - RoomsIn([.. clashes, .. waived]), refused.FreeTimes, days, waived, BookingWords.Unfit(refused.Unfit, caller.Language),
            refused.Shortages, refused.Relief)
        { People = people });
    }

    private static int RoomsIn(ClashAnswer[] clashes) => clashes.Select(clash => clash.RoomId).Distinct().Count();

    private static async Task<Editing> Editing(BriefingCheckRequest request, Lazy<Db> db, NodaTime.Instant now, CancellationToken cancel)
    {
        if (request.BriefingId is not { } id) return Data.Editing.Nothing;
        var briefing = await db.Value.Briefings.AsNoTracking().Include(one => one.Series).Include(one => one.Occurrences).SingleOrDefaultAsync(one => one.Id == id, cancel);
        return briefing is null ? Data.Editing.Nothing
            : SeriesDesk.Preview(briefing, request.Scope ?? ChangeScope.All, request.OccurrenceId, request.OverwriteEdited ?? false, now);
    }

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Get(
        Guid id, EntityTag tag, Caller caller, BriefingReading reading, CancellationToken cancel) =>
        await reading.Find(id, caller, cancel) is { } briefing ? Tagged(briefing, tag) : Refusal.NotFound();

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Change(
        Guid id, BriefingChangeRequest request, IfMatch match, EntityTag tag, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel)
    {
        var order = new ChangeOrder(request.Version, match.Version, request.Scope ?? ChangeScope.All, request.OccurrenceId, request.OverwriteEdited ?? false);
        return await Answer(await desk.Change(id, order, BookingWords.Value(request), caller, cancel), tag, caller, reading, cancel);
    }

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Prepare(
        Guid id, PapersRequest request, IfMatch match, EntityTag tag, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel)
    {
        var order = new PapersOrder(request.Version, match.Version, request.OccurrenceId, DossierWords.Agenda(request.Agenda), DossierWords.Links(request.Links));
        return await Answer(await desk.Prepare(id, order, caller, cancel), tag, caller, reading, cancel);
    }

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Approve(
        Guid id, IfMatch match, EntityTag tag, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel) =>
        await Answer(await desk.Approve(id, match.Version, caller, cancel), tag, caller, reading, cancel);

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Return(
        Guid id, ReturnRequest request, IfMatch match, EntityTag tag, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel) =>
        await Answer(await desk.Return(id, request.Reason, match.Version, caller, cancel), tag, caller, reading, cancel);

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Cancel(
        Guid id, CancelRequest? request, IfMatch match, EntityTag tag, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel)
    {
        var order = new CancelOrder(request?.Reason, match.Version, request?.Scope ?? ChangeScope.All, request?.OccurrenceId);
        return await Answer(await desk.Cancel(id, order, caller, cancel), tag, caller, reading, cancel);
    }

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Answer(
        BookingDesk.Outcome outcome, EntityTag tag, Caller caller, BriefingReading reading, CancellationToken cancel) =>
        outcome.Refused is { } refused ? refused : Tagged((await reading.Find(outcome.Briefing!.Id, caller, cancel))!, tag);

    /// <summary>The version as a strong entity tag (RFC 9110 8.8.3), for If-Match.</summary>
    private static Ok<BriefingAnswer> Tagged(BriefingAnswer briefing, EntityTag tag)
    {
        tag.Tell(IfMatch.TagOf(briefing.Version));
        return TypedResults.Ok(briefing);
    }
}
