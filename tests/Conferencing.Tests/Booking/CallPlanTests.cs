using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

public sealed class CallPlanTests
{
    [Theory]
    // what holds a room until when; when rooms are called
    [InlineData("", "07:55")]
    [InlineData("07:30", "07:55")] // long over
    [InlineData("07:57", "07:57")] // called when the briefing before lets go
    [InlineData("08:00", "08:00")] // back to back
    [InlineData("07:56 07:59", "07:59")]
    [InlineData("08:30", "07:55")] // not before this one: another matter
    public void Make_RoomsAreNotCalledOutOfTheBriefingBefore(string heldUntil, string connectAt)
    {
        var plan = CallPlan.Make(At.Slot("08:00-09:00"), At.Time("07:55"), heldUntil.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(At.Time));
        Assert.Equal((At.Time(connectAt), At.Time(connectAt) - CallPlan.HandOverLead), (plan.ConnectAt, plan.PrepareAt));
    }

    [Theory]
    [InlineData("07:52", false)]
    [InlineData("07:53", true)] // two minutes before the first call
    [InlineData("08:59", true)]
    [InlineData("09:00", false)]
    public void IsDue_FromTwoMinutesBeforeTheFirstCallToTheEnd(string now, bool due) =>
        Assert.Equal(due, CallPlan.Make(At.Slot("08:00-09:00"), CallPlan.DefaultConnectAt(At.Time("08:00")), []).IsDue(At.Time(now)));
}
