using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Booking.People;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;

namespace Conferencing.Server.Api;

/// <summary>Between the shapes of the API and the values of the booking rules.</summary>
internal static class BookingWords
{
    public static BookingRequest Value(BriefingRequest request) => new(
        request.Title, request.ChairRoomId, [.. request.RoomIds ?? []],
        request.Start.ToInstant(), request.End.ToInstant(), request.ConnectAt.ToInstant(), request.Note)
    {
        Repeat = SeriesWords.Value(request.Recurrence),
        SetUpMinutes = request.SetUpMinutes,
        OptionalRoomIds = [.. request.OptionalRoomIds ?? []],
        Lowered = Calls(request.LoweredRooms),
        Dossier = DossierWords.Value(request.Dossier),
        Terms = new TermsWish(request.Secrecy, request.Encryption, request.Recording),
        Urgency = request.Urgent is { } urgent ? new Urgency(urgent, request.UrgentReason) : null,
        Competes = request.Competes ?? false,
    };

    /// <summary>As they were filled in; an entry that is none is left out.</summary>
    public static ImmutableArray<RoomCall> Calls(LoweredRoomRequest[]? rooms) =>
        [.. (rooms ?? []).OfType<LoweredRoomRequest>().Select(room => new RoomCall(room.RoomId ?? Guid.Empty, room.Kbits))];

    /// <summary>A form that is wrong is 400, one that is right but meets other bookings is 409; both name every clash.</summary>
    public static Refusal Refuse(BookingVerdict.Rejected rejected, ImmutableArray<Slot> nextFree) =>
        new(rejected.Errors.IsEmpty ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, CodeOf(rejected))
        {
            Fields = Fields(rejected.Errors),
            Clashes = rejected.Clashes.IsEmpty ? null : Clashes(rejected.Clashes),
            NextFree = nextFree.IsEmpty ? null : Slot(nextFree[0]),
            FreeTimes = Slots(nextFree),
            Dates = rejected.Dates.IsEmpty ? null : SeriesWords.Answer(rejected.Dates),
            Unfit = rejected.Unfit,
            Shortages = CapacityWords.Answer(rejected.Shortages),
            Relief = CapacityWords.Answer(rejected.Relief),
        };

    private static string CodeOf(BookingVerdict.Rejected rejected) =>
        !rejected.Errors.IsEmpty ? "invalid" : rejected.Clashes.IsEmpty && !rejected.Shortages.IsEmpty ? "capacity" : "clash";

    /// <summary>A session that is to last longer meets others.</summary>
    public static Refusal Refuse(Extension.Verdict.Clashing longer) => longer.Clashes.IsEmpty
        ? Refusal.Conflict("capacity") with { Shortages = CapacityWords.Answer(longer.Shortages) }
        : Refuse(longer.Clashes, nextFree: []) with { Shortages = CapacityWords.Answer(longer.Shortages) };

    public static Refusal Refuse(ImmutableArray<Clash> clashes, ImmutableArray<Slot> nextFree) =>
        Refusal.Conflict("clash") with { Clashes = Clashes(clashes), NextFree = nextFree.IsEmpty ? null : Slot(nextFree[0]), FreeTimes = Slots(nextFree) };

    public static UnfitRoomAnswer[] Unfit(IEnumerable<UnfitRoom> rooms, Language language) => [.. rooms.Select(room => new UnfitRoomAnswer(
        room.RoomId, room.RoomName, room.CertifiedUntil?.ToDateOnly(), Why(room, language)))];

    private static string Why(UnfitRoom room, Language language) => room.CertifiedUntil is { } until
        ? MessageTable.Text(language, "roomCertificateEnds", until.Text(), room.NeededUntil.Text()) : MessageTable.Text(language, "roomNotCertified");

    public static IReadOnlyList<FieldMessage> Fields(IEnumerable<FieldError> errors) =>
        [.. errors.Select(error => new FieldMessage(error.Field, error.Code, [.. error.Args]))];

    /// <summary>A series may meet ten thousand: its days carry them in short, the flat list has the first.</summary>
    private const int MostClashes = 500;

    public static ClashAnswer[] Clashes(IEnumerable<Clash> clashes) => [.. clashes.Take(MostClashes).Select(clash => new ClashAnswer(
        clash.RoomId, clash.RoomName, clash.BriefingId, clash.OccurrenceId, clash.Title,
        clash.Slot.Start.ToLocal(), clash.Slot.End.ToLocal(), clash.Status, clash.SetUpMinutes))];

    /// <summary>Somebody named for all sessions of two long series meets himself hundreds of times; the days carry theirs.</summary>
    private const int MostPeople = 50;

    public static PersonClashAnswer[] People(IEnumerable<PersonClash> clashes) => [.. clashes.Take(MostPeople).Select(clash => new PersonClashAnswer(
        clash.Name, clash.Duty, clash.Mine.Start.ToLocal(), clash.OtherDuty, clash.BriefingId, clash.OccurrenceId, clash.Title,
        clash.Slot.Start.ToLocal(), clash.Slot.End.ToLocal(), clash.Status))];

    public static SlotAnswer[] Slots(IEnumerable<Slot> slots) => [.. slots.Select(slot => Slot(slot)!)];

    public static SlotAnswer? Slot(Slot? slot) => slot is { } free ? new SlotAnswer(free.Start.ToLocal(), free.End.ToLocal()) : null;
}
