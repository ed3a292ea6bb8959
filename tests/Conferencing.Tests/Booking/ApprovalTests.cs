using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

public sealed class ApprovalTests
{
    private static readonly Actor Clerk = new(MayBook: true, MayApprove: false, IsBooker: true);
    private static readonly Actor OtherClerk = Clerk with { IsBooker = false };
    private static readonly Actor Approver = new(MayBook: true, MayApprove: true, IsBooker: false);
    private static readonly Actor Technician = new(MayBook: false, MayApprove: false, IsBooker: false);

    [Fact]
    public void AfterBooking_WhoMayApproveIsApprovedAtOnce()
    {
        Assert.Equal(BookingStatus.Approved, Approval.AfterBooking(Approver));
        Assert.Equal(BookingStatus.Pending, Approval.AfterBooking(Clerk));
    }

    [Theory]
    // before, by an approver?, time or rooms changed?, after
    [InlineData(BookingStatus.Approved, false, true, BookingStatus.Pending)] // asks again
    [InlineData(BookingStatus.Approved, false, false, BookingStatus.Approved)] // another title keeps it
    [InlineData(BookingStatus.Approved, true, true, BookingStatus.Approved)]
    [InlineData(BookingStatus.Pending, false, false, BookingStatus.Pending)]
    [InlineData(BookingStatus.Pending, true, false, BookingStatus.Approved)]
    [InlineData(BookingStatus.Returned, false, false, BookingStatus.Pending)]
    [InlineData(BookingStatus.Returned, true, true, BookingStatus.Approved)]
    [InlineData(BookingStatus.Draft, false, true, BookingStatus.Pending)]
    public void AfterChange_NoChangedBookingKeepsItsOldApproval(BookingStatus before, bool approver, bool changed, BookingStatus after) =>
        Assert.Equal(after, Approval.AfterChange(before, approver ? Approver : Clerk, changed));

    public static TheoryData<BookingStatus, string, string> Acts() => new()
    {
        // status, who, what he may do
        { BookingStatus.Pending, "clerk", "change cancel" },
        { BookingStatus.Pending, "other", "" },
        { BookingStatus.Pending, "approver", "change approve return cancel" },
        { BookingStatus.Pending, "technician", "" },
        { BookingStatus.Approved, "clerk", "change cancel" },
        { BookingStatus.Approved, "approver", "change cancel" },
        { BookingStatus.Returned, "clerk", "change cancel" },
        { BookingStatus.Returned, "approver", "change cancel" },
        { BookingStatus.Cancelled, "clerk", "" },
        { BookingStatus.Cancelled, "approver", "" },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public void May_ByStatusAndPerson(BookingStatus status, string who, string may)
    {
        var actor = who switch { "clerk" => Clerk, "other" => OtherClerk, "approver" => Approver, _ => Technician };
        List<string> acts = [];
        if (Approval.MayChange(status, actor)) acts.Add("change");
        if (Approval.MayApprove(status, actor)) acts.Add("approve");
        if (Approval.MayReturn(status, actor)) acts.Add("return");
        if (Approval.MayCancel(status, actor)) acts.Add("cancel");
        Assert.Equal(may, string.Join(' ', acts));
    }

    [Theory]
    [InlineData(BookingStatus.Draft, false)]
    [InlineData(BookingStatus.Pending, true)]
    [InlineData(BookingStatus.Approved, true)]
    [InlineData(BookingStatus.Returned, false)]
    [InlineData(BookingStatus.Cancelled, false)]
    public void HoldsRooms_WhatWaitsHoldsToo(BookingStatus status, bool holds) => Assert.Equal(holds, Approval.HoldsRooms(status));

    [Fact]
    public void TimeOrRoomsDiffer_TheOrderOfRoomsIsNoDifference()
    {
        Guid a = new(1, 0, 0, new byte[8]), b = new(2, 0, 0, new byte[8]);
        var briefing = new Briefing(a, BookingStatus.Approved, a, [a, b], [new Occurrence(a, At.Slot("08:00-09:00"), At.Time("07:55"))]);
        var same = new AcceptedBooking("x", new Room(b, "B", true), [new Room(b, "B", true), new Room(a, "A", true)], At.Slot("08:00-09:00"), At.Time("07:50"), null);
        Assert.False(briefing.TimeOrRoomsDiffer(same));
        Assert.True(briefing.TimeOrRoomsDiffer(same with { Slot = At.Slot("08:00-09:01") }));
        Assert.True(briefing.TimeOrRoomsDiffer(same with { Rooms = [new Room(b, "B", true)] }));
    }
}
