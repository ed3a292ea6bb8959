using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>Between the shapes of the API and the values of the booking rules.</summary>
internal static class BookingWords
{
    public static BookingRequest Value(BriefingRequest request) => new(
        request.Title, request.ChairRoomId, [.. request.RoomIds ?? []],
        request.Start.ToInstant(), request.End.ToInstant(), request.ConnectAt.ToInstant(), request.Note);

    /// <summary>A form that is wrong is 400, one that is right but meets other bookings is 409; both name every clash.</summary>
    public static Refusal Refuse(BookingVerdict.Rejected rejected, Slot? nextFree) =>
        new(rejected.Errors.IsEmpty ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, rejected.Errors.IsEmpty ? "clash" : "invalid")
        {
            Fields = Fields(rejected.Errors),
            Clashes = rejected.Clashes.IsEmpty ? null : Clashes(rejected.Clashes),
            NextFree = Slot(nextFree),
        };

    public static Refusal Refuse(ImmutableArray<Clash> clashes, Slot? nextFree) =>
        Refusal.Conflict("clash") with { Clashes = Clashes(clashes), NextFree = Slot(nextFree) };

    public static IReadOnlyList<FieldMessage> Fields(IEnumerable<FieldError> errors) =>
        [.. errors.Select(error => new FieldMessage(error.Field, error.Code, [.. error.Args]))];

    private static ClashAnswer[] Clashes(IEnumerable<Clash> clashes) => [.. clashes.Select(clash => new ClashAnswer(
        clash.RoomId, clash.RoomName, clash.BriefingId, clash.OccurrenceId, clash.Title,
        clash.Slot.Start.ToLocal(), clash.Slot.End.ToLocal(), clash.Status))];

    private static SlotAnswer? Slot(Slot? slot) => slot is { } free ? new SlotAnswer(free.Start.ToLocal(), free.End.ToLocal()) : null;
}
