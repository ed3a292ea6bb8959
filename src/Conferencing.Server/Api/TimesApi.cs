using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>Finding a time for many rooms. It tells which rooms are taken, or more than lines and ports carry, never by what.</summary>
internal static class TimesApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/briefings/times", Find).WithTags("briefings");

    private static async Task<Results<Ok<TimesAnswer>, Refusal>> Find(
        TimesRequest request, Lazy<Db> db, BookingMemory memory, TimeProvider clock, CancellationToken cancel)
    {
        if (Wrong(request) is { Length: > 0 } wrong) return Refusal.Invalid(wrong);
        var ids = request.RoomIds!.Prepend(request.ChairRoomId ?? request.RoomIds![0]).Distinct().ToList();
        var facts = await memory.Facts(db, cancel);
        var rooms = await facts.Rooms(ids, cancel);
        if (ids.Exists(id => !rooms.ContainsKey(id))) return Refusal.Invalid(new FieldMessage("roomIds", "roomUnknown"));
        var wish = new RoomWish([.. ids.Select(id => rooms[id])])
        {
            Optional = [.. request.OptionalRoomIds ?? []],
            Lowered = Lowered(request),
            SetUp = Duration.FromMinutes(request.SetUpMinutes ?? 0),
        };
        var window = Window(request);
        var (span, replaced) = (TimeSearch.Span(wish, window, Times.Zone), request.OccurrenceId is { } own ? new[] { own } : []);
        var held = await facts.Overlapping(ids, [span], replaced, cancel);
        var claims = await Capacities.Claims(facts, ids, [span], replaced, cancel);
        var found = TimeSearch.Find(wish, Duration.FromMinutes(request.Minutes!.Value), window, held, clock.Now(), Times.Zone, await facts.Holidays(cancel), claims);
        return TypedResults.Ok(new TimesAnswer(ids.Count, [.. found.Select(time => Answer(time, wish))]));
    }

    private static FoundTimeAnswer Answer(FoundTime time, RoomWish wish) => new(
        time.Slot.Start.ToLocal(), time.Slot.End.ToLocal(), wish.Rooms.Length - time.Missing.Length,
        [.. time.Missing.Select(room => new MissingRoomAnswer(room.Id, room.Name, wish.Optional.Contains(room.Id), time.Squeezed.Contains(room.Id)))]);

    private static TimeWindow Window(TimesRequest request) => new(
        LocalDate.FromDateOnly(request.From!.Value), LocalDate.FromDateOnly(request.To!.Value),
        LocalTime.FromTimeOnly(request.DayBegins ?? NextFreeSlot.DayBegins.ToTimeOnly()), LocalTime.FromTimeOnly(request.DayEnds ?? NextFreeSlot.DayEnds.ToTimeOnly()),
        request.WorkingDaysOnly ?? true);

    private static ImmutableDictionary<Guid, int> Lowered(TimesRequest request) =>
        BookingWords.Calls(request.LoweredRooms).ToImmutableDictionary(call => call.RoomId, call => call.Kbits!.Value);

    private static FieldMessage[] Wrong(TimesRequest request) =>
    [
        .. WrongRates(request),
        .. When(request.RoomIds is not { Length: > 0 }, "roomIds", "roomsMissing"),
        .. When(request.RoomIds is { Length: > BookingRules.MaxRooms }, "roomIds", "roomsTooMany", BookingRules.MaxRooms),
        .. When(request.Minutes is null or < 1 || request.Minutes > BookingRules.MaxLength.TotalMinutes, "minutes", "tooLong", (int)BookingRules.MaxLength.TotalHours),
        .. When(request.SetUpMinutes is < 0 || request.SetUpMinutes > BookingRules.MaxSetUp.TotalMinutes, "setUpMinutes", "setUpOutside", (int)BookingRules.MaxSetUp.TotalMinutes),
        .. When(request.From is null, "from", "startMissing"),
        .. When(request.To is null, "to", "endMissing"),
        .. When(request.To < request.From || request.DayEnds <= request.DayBegins, "to", "endBeforeStart"),
        .. When(request.From is { } from && request.To is { } to && to.DayNumber - from.DayNumber >= TimeSearch.MaxDays, "to", "windowTooLong", TimeSearch.MaxDays),
    ];

    /// <summary>More than a device takes is no fault here: lines are counted with what it does take.</summary>
    private static IEnumerable<FieldMessage> WrongRates(TimesRequest request)
    {
        var calls = BookingWords.Calls(request.LoweredRooms);
        return
        [
            .. When(!calls.All(call => call.RoomId == request.ChairRoomId || request.RoomIds?.Contains(call.RoomId) == true), "loweredRooms", "loweredNotIn"),
            .. When(calls.DistinctBy(call => call.RoomId).Count() != calls.Length, "loweredRooms", "loweredTwice"),
            .. When(calls.Any(call => call.Kbits is null or < CallRate.Least or > CallRate.MostKbits), "loweredRooms", "rateOutside", CallRate.Least, CallRate.MostKbits),
        ];
    }

    private static FieldMessage[] When(bool wrong, string field, string code, params object[] args) => wrong ? [new FieldMessage(field, code, args)] : [];
}

public sealed record TimesRequest
{
    /// <summary>Without the room of the chair no time is offered; the first of <see cref="RoomIds"/> if left out.</summary>
    public Guid? ChairRoomId { get; init; }
    [Required] public Guid[]? RoomIds { get; init; }
    public Guid[]? OptionalRoomIds { get; init; }

    /// <summary>Rooms that would be called at a lower rate than their own.</summary>
    public LoweredRoomRequest[]? LoweredRooms { get; init; }

    /// <summary>How long it lasts.</summary>
    [Required] public int? Minutes { get; init; }
    public int? SetUpMinutes { get; init; }
    [Required] public DateOnly? From { get; init; }

    /// <summary>Inclusive, at most 31 days.</summary>
    [Required] public DateOnly? To { get; init; }

    /// <summary>It begins no earlier; 07:00 if left out.</summary>
    public TimeOnly? DayBegins { get; init; }

    /// <summary>It ends no later; 18:00 if left out.</summary>
    public TimeOnly? DayEnds { get; init; }

    /// <summary>True if left out.</summary>
    public bool? WorkingDaysOnly { get; init; }

    /// <summary>The session that is to be moved: it does not stand in its own way.</summary>
    public Guid? OccurrenceId { get; init; }
}

/// <param name="Rooms">How many rooms were asked for.</param>
/// <param name="Times">The best first.</param>
public sealed record TimesAnswer(int Rooms, FoundTimeAnswer[] Times);

/// <param name="Free">How many of the rooms are free.</param>
public sealed record FoundTimeAnswer(DateTimeOffset Start, DateTimeOffset End, int Free, MissingRoomAnswer[] Missing);

/// <param name="Squeezed">It is free, but lines or ports could not carry it besides the others.</param>
public sealed record MissingRoomAnswer(Guid RoomId, string RoomName, bool Optional, bool Squeezed);
