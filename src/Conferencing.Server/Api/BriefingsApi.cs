using Conferencing.Booking;
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
        briefings.MapPost("", Book).RequireAuthorization(Policies.Book);
        briefings.MapPost("check", Check);
        briefings.MapGet("{id:guid}", Get);
        briefings.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Book);
        briefings.MapPost("{id:guid}/approve", Approve).RequireAuthorization(Policies.Approve);
        briefings.MapPost("{id:guid}/return", Return).RequireAuthorization(Policies.Approve);
        briefings.MapPost("{id:guid}/cancel", Cancel).RequireAuthorization(Policies.Book);
        briefings.MapGet("{id:guid}/attendance", AttendanceApi.Get);
    }

    private static async Task<Results<Ok<CalendarEntry[]>, Refusal>> List(
        DateTimeOffset? from, DateTimeOffset? to, BriefingReading reading, TimeProvider clock, CancellationToken cancel)
    {
        var start = from ?? clock.GetUtcNow().AddDays(-7);
        var end = to ?? start.AddDays(35);
        if (end <= start) return Refusal.Invalid(new FieldMessage("to", "endBeforeStart"));
        if (end - start > BriefingReading.LongestWindow) return Refusal.Invalid(new FieldMessage("to", "windowTooLong", BriefingReading.LongestWindow.Days));
        return TypedResults.Ok(await reading.Calendar(start.ToInstant(), end.ToInstant(), cancel));
    }

    private static async Task<Results<Created<BookedAnswer>, Refusal>> Book(
        BriefingRequest request, Caller caller, BookingDesk desk, CancellationToken cancel)
    {
        var (booked, refused) = await desk.Book(BookingWords.Value(request), caller, cancel);
        if (booked is null) return refused!;
        BookedOccurrence[] occurrences =
        [
            .. booked.Occurrences.Select(one => new BookedOccurrence(one.Id, one.Start.ToLocal(), one.End.ToLocal(), one.ConnectAt.ToLocal())),
        ];
        return TypedResults.Created($"/api/briefings/{booked.Id}", new BookedAnswer(booked.Id, booked.Status, occurrences));
    }

    /// <summary>The same judgement as booking, while the form is being filled in; nothing is written.</summary>
    private static async Task<Ok<CheckAnswer>> Check(
        BriefingCheckRequest request, HttpContext context, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var value = BookingWords.Value(request);
        var (accepted, refused) = await BookingDesk.Decide(db, value, clock.Now(), request.BriefingId, cancel);
        var asked = value.RoomIds.Append(request.ChairRoomId ?? Guid.Empty).Where(id => id != Guid.Empty).Distinct().Count();
        if (accepted is not null) return TypedResults.Ok(new CheckAnswer([], [], null, asked));
        var clashes = refused!.Clashes ?? [];
        return TypedResults.Ok(new CheckAnswer(
            FieldMessage.ByField(refused.Fields, Messages.RequestLanguage.Of(context)), clashes, refused.NextFree,
            asked - clashes.Select(clash => clash.RoomId).Distinct().Count()));
    }

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Get(Guid id, Caller caller, BriefingReading reading, CancellationToken cancel) =>
        await reading.Find(id, caller, cancel) is { } briefing ? TypedResults.Ok(briefing) : Refusal.NotFound();

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Change(
        Guid id, BriefingChangeRequest request, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel) =>
        await Answer(await desk.Change(id, request.Version, BookingWords.Value(request), caller, cancel), caller, reading, cancel);

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Approve(
        Guid id, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel) =>
        await Answer(await desk.Approve(id, caller, cancel), caller, reading, cancel);

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Return(
        Guid id, ReturnRequest request, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel) =>
        await Answer(await desk.Return(id, request.Reason, caller, cancel), caller, reading, cancel);

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Cancel(
        Guid id, CancelRequest? request, Caller caller, BookingDesk desk, BriefingReading reading, CancellationToken cancel) =>
        await Answer(await desk.Cancel(id, request?.Reason, caller, cancel), caller, reading, cancel);

    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Answer(
        BookingDesk.Outcome outcome, Caller caller, BriefingReading reading, CancellationToken cancel) =>
        outcome.Refused is { } refused ? refused : TypedResults.Ok(await reading.Find(outcome.Briefing!.Id, caller, cancel));
}
