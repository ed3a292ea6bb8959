using System.Diagnostics;

namespace Conferencing.Booking;

/// <summary>
/// From which standing which act leads where, and by whom: the office first, then technicians. Withdrawing a request is cancelling it. Knows
/// nothing of dates; until when to decide is in <see cref="Deadlines"/>.
/// </summary>
public static class Approval
{
    /// <summary>What an approval takes. An urgent one takes the office alone: whoever cannot wait cannot wait twice.</summary>
    /// <param name="technicalStep">Whether the installation has technicians approve too.</param>
    public static ApprovalSteps Needed(bool technicalStep, bool isUrgent) => technicalStep && !isUrgent ? ApprovalSteps.Both : ApprovalSteps.Office;

    /// <summary>What one books is given the steps that are one's own to give; approved at once if that is all of them.</summary>
    public static Standing AfterBooking(Actor actor, ApprovalSteps needed) => Standing.Asked(needed & ~actor.Own);

    /// <summary>Steps that no longer count after a change.</summary>
    public static ApprovalSteps AskedAgain(Touch touch, ApprovalSteps needed) => touch switch
    {
        Touch.Words => ApprovalSteps.None,
        Touch.Devices => needed & ApprovalSteps.Technical,
        // Without technicians to ask, it is the office that lets rooms be held longer.
        Touch.SetUp => needed.HasFlag(ApprovalSteps.Technical) ? ApprovalSteps.Technical : ApprovalSteps.Office,
        Touch.Matter => needed,
        _ => throw new UnreachableException("A touch without a rule."),
    };

    /// <summary>What was asked for is asked for still, and what the change asks again besides, but for what the one who changes gives himself.</summary>
    public static Standing AfterChange(Standing before, Actor actor, Touch touch, ApprovalSteps needed) => before.Status switch
    {
        BookingStatus.Draft or BookingStatus.Returned => AfterBooking(actor, needed),
        BookingStatus.Pending or BookingStatus.Approved => Standing.Asked(AskedBy(before, touch, needed) & ~actor.Own),
        BookingStatus.Cancelled => throw new UnreachableException("A cancelled briefing is not changed; MayChange says so."),
        _ => throw new UnreachableException("A status without a rule."),
    };

    /// <summary>Steps a change asks for, whoever makes it.</summary>
    public static ApprovalSteps AskedBy(Standing before, Touch touch, ApprovalSteps needed) => before.Status switch
    {
        BookingStatus.Draft or BookingStatus.Returned => needed,
        // What is no longer needed is no longer waited for, as once it is urgent.
        _ => before.Missing & needed | AskedAgain(touch, needed),
    };

    /// <summary>The steps this person's yes gives now: a technician's counts only once the office's is there.</summary>
    public static ApprovalSteps Gives(Standing standing, Actor actor)
    {
        var gives = standing.Missing & actor.MayGive;
        return standing.Missing.HasFlag(ApprovalSteps.Office) && !gives.HasFlag(ApprovalSteps.Office) ? ApprovalSteps.None : gives;
    }

    public static Standing AfterApproval(Standing before, Actor actor) =>
        before.Status == BookingStatus.Pending ? Standing.Asked(before.Missing & ~Gives(before, actor)) : before;

    public static bool MayChange(BookingStatus status, Actor actor) =>
        status != BookingStatus.Cancelled && (actor.MayApprove || (actor.MayBook && actor.IsBooker));

    public static bool MayApprove(Standing standing, Actor actor) => Gives(standing, actor) != ApprovalSteps.None;

    /// <summary>Whose turn it is sends back, and the office as long as technicians have not decided: it may think better of it.</summary>
    public static bool MayReturn(Standing standing, Actor actor) =>
        standing.Status == BookingStatus.Pending && (MayApprove(standing, actor) || actor.MayGive.HasFlag(ApprovalSteps.Office));

    public static bool MayCancel(BookingStatus status, Actor actor) => MayChange(status, actor);

    /// <summary>Whether a briefing in this status keeps its rooms from others.</summary>
    public static bool HoldsRooms(BookingStatus status) => status switch
    {
        BookingStatus.Pending or BookingStatus.Approved => true,
        BookingStatus.Draft or BookingStatus.Returned or BookingStatus.Cancelled => false,
        _ => throw new UnreachableException("A status without a rule."),
    };
}
