using System.Diagnostics;

namespace Conferencing.Booking;

/// <summary>Who asks: may this person book, approve, and did he book this briefing?</summary>
public sealed record Actor(bool MayBook, bool MayApprove, bool IsBooker);

/// <summary>From which status which act leads where, and by whom. One approval step for now.</summary>
public static class Approval
{
    /// <summary>What one books who may approve is approved at once.</summary>
    public static BookingStatus AfterBooking(Actor actor) => actor.MayApprove ? BookingStatus.Approved : BookingStatus.Pending;

    /// <summary>A change of time or rooms by someone who may not approve asks again, and so does mending what was returned.</summary>
    public static BookingStatus AfterChange(BookingStatus before, Actor actor, bool timeOrRoomsChanged) => before switch
    {
        BookingStatus.Draft or BookingStatus.Pending or BookingStatus.Returned => AfterBooking(actor),
        BookingStatus.Approved => timeOrRoomsChanged ? AfterBooking(actor) : BookingStatus.Approved,
        BookingStatus.Cancelled => throw new UnreachableException("A cancelled briefing is not changed; MayChange says so."),
        _ => throw new UnreachableException("A status without a rule."),
    };

    public static bool MayChange(BookingStatus status, Actor actor) =>
        status != BookingStatus.Cancelled && (actor.MayApprove || (actor.MayBook && actor.IsBooker));

    public static bool MayApprove(BookingStatus status, Actor actor) => actor.MayApprove && status == BookingStatus.Pending;

    public static bool MayReturn(BookingStatus status, Actor actor) => actor.MayApprove && status == BookingStatus.Pending;

    public static bool MayCancel(BookingStatus status, Actor actor) => MayChange(status, actor);

    /// <summary>Whether a briefing in this status keeps its rooms from others.</summary>
    public static bool HoldsRooms(BookingStatus status) => status switch
    {
        BookingStatus.Pending or BookingStatus.Approved => true,
        BookingStatus.Draft or BookingStatus.Returned or BookingStatus.Cancelled => false,
        _ => throw new UnreachableException("A status without a rule."),
    };
}
