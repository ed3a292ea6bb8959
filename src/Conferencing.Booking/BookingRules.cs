using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>What a booking must satisfy: one visible list, all of it judged every time, so that a clerk sees every reason at once.</summary>
public static class BookingRules
{
    public const int MaxTitleLength = 200;
    public const int MaxNoteLength = 4000;
    public const int MaxRooms = 250;

    /// <summary>Also what keeps overlap queries on an index: nothing older than this can still overlap.</summary>
    public static readonly Duration MaxLength = Duration.FromHours(24);

    public static readonly Duration MinLength = Duration.FromMinutes(1);
    public static readonly Duration MaxAhead = Duration.FromDays(5 * 366);
    public static readonly Duration MaxLead = Duration.FromHours(2);

    /// <summary>A form shows minutes: the minute that has just begun is not yet past.</summary>
    public static readonly Duration PastTolerance = Duration.FromMinutes(1);

    private delegate IEnumerable<FieldError> Rule(BookingRequest request, BookingWorld world);

    private static readonly ImmutableArray<Rule> Rules =
    [
        TitleIsThere, TitleFits, NoteFits,
        ChairIsThere, RoomsAreThere, RoomsFit, RoomsAreNamedOnce, RoomsExist, RoomsAreActive,
        TimesAreThere, EndsAfterStart, IsNotTooShort, IsNotTooLong, IsNotPast, IsNotTooFar,
        ConnectsInTime,
    ];

    public static BookingVerdict Decide(BookingRequest request, BookingWorld world)
    {
        ImmutableArray<FieldError> errors = [.. Rules.SelectMany(rule => rule(request, world))];
        var rooms = RoomsOf(request, world);
        if (SlotOf(request) is not { } slot) return new BookingVerdict.Rejected(errors, []);
        var clashes = Conflicts.Find(rooms, slot, world.Holds, world.Own);
        if (errors.IsEmpty && clashes.IsEmpty) return new BookingVerdict.Accepted(Accept(request, rooms, slot));
        return new BookingVerdict.Rejected(errors, clashes);
    }

    /// <summary>The rooms asked for that exist, the chair's first, each once.</summary>
    public static ImmutableArray<Room> RoomsOf(BookingRequest request, BookingWorld world) =>
        [.. Wanted(request).Distinct().Where(world.Rooms.ContainsKey).Select(id => world.Rooms[id])];

    /// <summary>The span asked for, if it is one that could be held.</summary>
    public static Slot? SlotOf(BookingRequest request) =>
        request is { Start: { } start, End: { } end } && end > start && end - start <= MaxLength ? new Slot(start, end) : null;

    private static IEnumerable<Guid> Wanted(BookingRequest request) =>
        request.ChairRoomId is { } chair ? request.RoomIds.Prepend(chair) : request.RoomIds;

    private static AcceptedBooking Accept(BookingRequest request, ImmutableArray<Room> rooms, Slot slot) =>
        new(request.Title!.Trim(), rooms[0], rooms, slot, request.ConnectAt ?? CallPlan.DefaultConnectAt(slot.Start),
            string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim());

    private static IEnumerable<FieldError> When(bool wrong, string field, string code, params ImmutableArray<object> args) =>
        wrong ? [new FieldError(field, code, args)] : [];

    private static IEnumerable<FieldError> TitleIsThere(BookingRequest request, BookingWorld world) =>
        When(string.IsNullOrWhiteSpace(request.Title), "title", "titleMissing");

    private static IEnumerable<FieldError> TitleFits(BookingRequest request, BookingWorld world) =>
        When(request.Title?.Trim().Length > MaxTitleLength, "title", "titleTooLong", MaxTitleLength)
            .Concat(When(request.Title?.Any(char.IsControl) == true, "title", "titleControl"));

    private static IEnumerable<FieldError> NoteFits(BookingRequest request, BookingWorld world) =>
        When(request.Note?.Length > MaxNoteLength, "note", "noteTooLong", MaxNoteLength);

    private static IEnumerable<FieldError> ChairIsThere(BookingRequest request, BookingWorld world) =>
        When(request.ChairRoomId is null, "chairRoomId", "chairMissing");

    private static IEnumerable<FieldError> RoomsAreThere(BookingRequest request, BookingWorld world) =>
        When(request.RoomIds.IsEmpty, "roomIds", "roomsMissing");

    private static IEnumerable<FieldError> RoomsFit(BookingRequest request, BookingWorld world) =>
        When(Wanted(request).Distinct().Count() > MaxRooms, "roomIds", "roomsTooMany", MaxRooms);

    private static IEnumerable<FieldError> RoomsAreNamedOnce(BookingRequest request, BookingWorld world) =>
        When(request.RoomIds.Distinct().Count() != request.RoomIds.Length, "roomIds", "roomsTwice");

    private static IEnumerable<FieldError> RoomsExist(BookingRequest request, BookingWorld world) =>
        When(request.ChairRoomId is { } chair && !world.Rooms.ContainsKey(chair), "chairRoomId", "roomUnknown")
            .Concat(When(!request.RoomIds.All(world.Rooms.ContainsKey), "roomIds", "roomUnknown"));

    private static IEnumerable<FieldError> RoomsAreActive(BookingRequest request, BookingWorld world) =>
        RoomsOf(request, world).Where(room => !room.Active)
            .Select(room => new FieldError(room.Id == request.ChairRoomId ? "chairRoomId" : "roomIds", "roomInactive", room.Name));

    private static IEnumerable<FieldError> TimesAreThere(BookingRequest request, BookingWorld world) =>
        When(request.Start is null, "start", "startMissing").Concat(When(request.End is null, "end", "endMissing"));

    private static IEnumerable<FieldError> EndsAfterStart(BookingRequest request, BookingWorld world) =>
        When(request.End <= request.Start, "end", "endBeforeStart");

    private static IEnumerable<FieldError> IsNotTooShort(BookingRequest request, BookingWorld world) =>
        When(request.End > request.Start && request.End - request.Start < MinLength, "end", "tooShort", (int)MinLength.TotalMinutes);

    private static IEnumerable<FieldError> IsNotTooLong(BookingRequest request, BookingWorld world) =>
        When(request.End - request.Start > MaxLength, "end", "tooLong", (int)MaxLength.TotalHours);

    private static IEnumerable<FieldError> IsNotPast(BookingRequest request, BookingWorld world) =>
        When(request.Start < world.Now - PastTolerance, "start", "startPast")
            .Concat(When(request.End > request.Start && request.End <= world.Now, "end", "endPast"));

    private static IEnumerable<FieldError> IsNotTooFar(BookingRequest request, BookingWorld world) =>
        When(request.Start > world.Now + MaxAhead, "start", "startTooFar", 5);

    private static IEnumerable<FieldError> ConnectsInTime(BookingRequest request, BookingWorld world) =>
        When(request.ConnectAt > request.Start, "connectAt", "connectAfterStart")
            .Concat(When(request.ConnectAt < request.Start - MaxLead, "connectAt", "connectTooEarly", (int)MaxLead.TotalHours));
}
