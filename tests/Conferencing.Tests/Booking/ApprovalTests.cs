using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

public sealed class ApprovalTests
{
    private const ApprovalSteps None = ApprovalSteps.None, Office = ApprovalSteps.Office, Technical = ApprovalSteps.Technical, Both = ApprovalSteps.Both;

    private static readonly Actor Clerk = new(MayBook: true, MayApprove: false, IsBooker: true);
    private static readonly Actor OtherClerk = Clerk with { IsBooker = false };
    private static readonly Actor Approver = new(MayBook: true, MayApprove: true, IsBooker: false);
    private static readonly Actor Technician = new(MayBook: false, MayApprove: false, IsBooker: false) { MayApproveTechnically = true };
    private static readonly Actor Administrator = Approver with { MayApproveTechnically = true };
    private static readonly Actor StandIn = OtherClerk with { Lent = Office };
    private static readonly Actor StandInWhoBooked = Clerk with { Lent = Both };

    private static Actor Named(string who) => who switch
    {
        "clerk" => Clerk,
        "other" => OtherClerk,
        "approver" => Approver,
        "technician" => Technician,
        "admin" => Administrator,
        "standIn" => StandIn,
        "standInWhoBooked" => StandInWhoBooked,
        _ => throw new ArgumentException(who),
    };

    [Fact]
    public void AfterBooking_WhoMayApproveIsApprovedAtOnce()
    {
        Assert.Equal(BookingStatus.Approved, Approval.AfterBooking(Approver, Office).Status);
        Assert.Equal(BookingStatus.Pending, Approval.AfterBooking(Clerk, Office).Status);
    }

    [Theory]
    [InlineData("clerk", Both)]
    [InlineData("approver", Technical)]
    [InlineData("admin", None)]
    [InlineData("standInWhoBooked", Both)] // what is lent is no use for one's own bookings
    public void AfterBooking_InTwoStepsWhatOneMayGiveIsGiven(string who, ApprovalSteps missing) =>
        Assert.Equal(missing, Approval.AfterBooking(Named(who), Both).Missing);

    [Theory]
    [InlineData(false, false, Office)]
    [InlineData(true, false, Both)]
    [InlineData(true, true, Office)] // urgent: the office alone
    public void Needed_ByInstallationAndUrgency(bool technicalStep, bool urgent, ApprovalSteps needed) =>
        Assert.Equal(needed, Approval.Needed(technicalStep, urgent));

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
        Assert.Equal(after, Approval.AfterChange(Standing.Of(before, None), approver ? Approver : Clerk, changed ? Touch.Matter : Touch.Words, Office).Status);

    [Theory]
    // before, who changes, what, what is missing then
    [InlineData(None, "clerk", Touch.Words, None)]
    [InlineData(None, "clerk", Touch.Devices, Technical)]
    [InlineData(None, "clerk", Touch.SetUp, Technical)]
    [InlineData(None, "clerk", Touch.Matter, Both)]
    [InlineData(None, "approver", Touch.Devices, Technical)]
    [InlineData(None, "approver", Touch.Matter, Technical)]
    [InlineData(None, "admin", Touch.Matter, None)]
    [InlineData(Technical, "clerk", Touch.Words, Technical)] // the office's yes stands
    [InlineData(Technical, "clerk", Touch.Matter, Both)] // and no longer does
    [InlineData(Technical, "approver", Touch.Matter, Technical)]
    [InlineData(Both, "clerk", Touch.Devices, Both)]
    [InlineData(Both, "approver", Touch.Words, Technical)]
    [InlineData(Both, "admin", Touch.Words, None)]
    public void AfterChange_InTwoStepsWhatIsTouchedSaysWhoIsAskedAgain(ApprovalSteps before, string who, Touch touch, ApprovalSteps after) =>
        Assert.Equal(after, Approval.AfterChange(Standing.Asked(before), Named(who), touch, Both).Missing);

    [Theory]
    [InlineData(Touch.Words, None)]
    [InlineData(Touch.Devices, None)]
    [InlineData(Touch.SetUp, Office)]
    [InlineData(Touch.Matter, Office)]
    public void AskedAgain_WithoutTechniciansTheOfficeLetsRoomsBeHeldLonger(Touch touch, ApprovalSteps asked) =>
        Assert.Equal(asked, Approval.AskedAgain(touch, Office));

    [Theory]
    // missing, who, what his yes gives, what is missing then
    [InlineData(Both, "approver", Office, Technical)]
    [InlineData(Both, "technician", None, Both)] // not before the office
    [InlineData(Both, "admin", Both, None)]
    [InlineData(Both, "standIn", Office, Technical)]
    [InlineData(Both, "standInWhoBooked", None, Both)]
    [InlineData(Both, "clerk", None, Both)]
    [InlineData(Technical, "technician", Technical, None)]
    [InlineData(Technical, "approver", None, Technical)]
    [InlineData(Office, "technician", None, Office)]
    [InlineData(Office, "approver", Office, None)]
    public void Gives_TheOfficeFirst(ApprovalSteps missing, string who, ApprovalSteps gives, ApprovalSteps after)
    {
        var (standing, actor) = (Standing.Asked(missing), Named(who));
        Assert.Equal(gives, Approval.Gives(standing, actor));
        Assert.Equal(gives != None, Approval.MayApprove(standing, actor));
        Assert.Equal(Standing.Asked(after), Approval.AfterApproval(standing, actor));
    }

    public static TheoryData<BookingStatus, string, string> Acts() => new()
    {
        // status, who, what he may do
        { BookingStatus.Pending, "clerk", "change cancel" },
        { BookingStatus.Pending, "other", "" },
        { BookingStatus.Pending, "approver", "change approve return cancel" },
        { BookingStatus.Pending, "technician", "" },
        { BookingStatus.Pending, "standIn", "approve return" }, // to approve, and nothing else
        { BookingStatus.Pending, "standInWhoBooked", "change cancel" },
        { BookingStatus.Approved, "clerk", "change cancel" },
        { BookingStatus.Approved, "approver", "change cancel" },
        { BookingStatus.Approved, "technician", "" },
        { BookingStatus.Returned, "clerk", "change cancel" },
        { BookingStatus.Returned, "approver", "change cancel" },
        { BookingStatus.Cancelled, "clerk", "" },
        { BookingStatus.Cancelled, "approver", "" },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public void May_ByStatusAndPerson(BookingStatus status, string who, string may) => Assert.Equal(may, MayDo(Standing.Of(status, None), Named(who)));

    [Theory]
    [InlineData(Both, "technician", "")]
    [InlineData(Technical, "technician", "approve return")]
    [InlineData(Technical, "approver", "change return cancel")] // it may think better of it
    public void May_InTwoSteps(ApprovalSteps missing, string who, string may) => Assert.Equal(may, MayDo(Standing.Asked(missing), Named(who)));

    private static string MayDo(Standing standing, Actor actor)
    {
        List<string> acts = [];
        if (Approval.MayChange(standing.Status, actor)) acts.Add("change");
        if (Approval.MayApprove(standing, actor)) acts.Add("approve");
        if (Approval.MayReturn(standing, actor)) acts.Add("return");
        if (Approval.MayCancel(standing.Status, actor)) acts.Add("cancel");
        return string.Join(' ', acts);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20261127)]
    public void Whatever_people_do_nothing_is_approved_without_a_step_and_no_step_is_given_without_the_right(int seed)
    {
        var random = new Random(seed);
        string[] people = ["clerk", "other", "approver", "technician", "admin", "standIn", "standInWhoBooked"];
        var (approved, askedAgain) = (0, 0);
        for (var life = 0; life < 2000; life++)
        {
            var needed = Approval.Needed(random.Next(3) > 0, random.Next(4) == 0);
            var booker = Named(people[random.Next(people.Length)]) with { IsBooker = true };
            var standing = Approval.AfterBooking(booker, needed);
            // Kept apart from the code under test: who has truly said yes to what is booked now.
            var given = needed & Rights(booker, mayUseLent: false);
            for (var act = 0; act < 12; act++)
            {
                Check(standing, given, needed);
                var actor = Named(people[random.Next(people.Length)]);
                if (random.Next(3) == 0 && Approval.MayChange(standing.Status, actor))
                {
                    var touch = (Touch)random.Next(4);
                    var before = standing.Status;
                    standing = Approval.AfterChange(standing, actor, touch, needed);
                    given = given & ~Approval.AskedAgain(touch, needed) | Rights(actor, mayUseLent: false);
                    if (before == BookingStatus.Approved && standing.Status == BookingStatus.Pending) askedAgain++;
                }
                else if (Approval.MayApprove(standing, actor))
                {
                    var missing = standing.Missing;
                    standing = Approval.AfterApproval(standing, actor);
                    var gave = missing & ~standing.Missing;
                    Assert.Equal(None, gave & ~Rights(actor, mayUseLent: !actor.IsBooker));
                    given |= gave;
                }
                if (standing.Status == BookingStatus.Approved) approved++;
            }
        }
        Assert.True(approved > 1000 && askedAgain > 300, $"{approved} approved, {askedAgain} asked again");

        static void Check(Standing standing, ApprovalSteps given, ApprovalSteps needed)
        {
            Assert.Equal(standing.Status == BookingStatus.Pending, standing.Missing != None);
            if (standing.Status == BookingStatus.Approved) Assert.Equal(None, needed & ~given);
        }

        static ApprovalSteps Rights(Actor actor, bool mayUseLent) =>
            (actor.MayApprove ? Office : None) | (actor.MayApproveTechnically ? Technical : None) | (mayUseLent ? actor.Lent : None);
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
