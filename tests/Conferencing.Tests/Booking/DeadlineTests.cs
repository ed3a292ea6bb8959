using System.Collections.Immutable;
using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

public sealed class DeadlineTests
{
    private static readonly Deadlines Set = new(Office: Duration.FromHours(24), Technical: Duration.FromHours(4), Urgent: Duration.FromMinutes(15), Soon: Duration.FromHours(4));

    [Theory]
    // step, asked, start, urgent, by when
    [InlineData(ApprovalSteps.Office, "08:00", "+3 09:00", false, "+2 09:00")]
    [InlineData(ApprovalSteps.Technical, "08:00", "+3 09:00", false, "+3 05:00")]
    [InlineData(ApprovalSteps.Office, "08:00", "14:00", false, "11:00")] // asked late: half of what is left
    [InlineData(ApprovalSteps.Technical, "08:00", "10:00", false, "09:00")]
    [InlineData(ApprovalSteps.Office, "08:00", "09:00", true, "08:45")]
    [InlineData(ApprovalSteps.Office, "08:00", "08:10", true, "08:05")]
    [InlineData(ApprovalSteps.Office, "08:10", "08:00", true, "08:10")] // it runs already
    public void At_NeverBeforeItWasAsked(ApprovalSteps step, string asked, string start, bool urgent, string due) =>
        Assert.Equal(At.Time(due), Set.At(step, At.Time(start), At.Time(asked), urgent));

    [Theory]
    [InlineData("07:59", Due.Ahead)]
    [InlineData("08:00", Due.Soon)]
    [InlineData("12:00", Due.Overdue)]
    [InlineData("15:59", Due.Overdue)]
    [InlineData("16:00", Due.Missed)]
    public void Of_LateIsBetterThanNeverUntilItIsOver(string now, Due due) =>
        Assert.Equal(due, Set.Of(At.Time("12:00"), At.Time("16:00"), At.Time(now)));

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static readonly BookingWorld World = new(
        At.Time("07:00"), Enumerable.Range(1, 4).ToDictionary(Id, number => new Room(Id(number), $"Phòng {number}", true)), [])
    { Zone = At.Zone };

    private static readonly BookingRequest Wish = new("Chống bão", Id(1), [Id(1), Id(2)], At.Time("08:00"), At.Time("09:00"), null, null);

    [Theory]
    [InlineData(true, "Bão số 12", "")]
    [InlineData(true, " ", "urgentReason:urgentReasonMissing")]
    [InlineData(false, null, "")]
    public void An_urgent_session_says_why(bool urgent, string? reason, string errors)
    {
        var verdict = BookingRules.Decide(Wish with { Urgency = new Urgency(urgent, reason) }, World);
        Assert.Equal(errors, verdict is BookingVerdict.Rejected rejected ? string.Join(' ', rejected.Errors.Select(error => $"{error.Field}:{error.Code}")) : "");
    }

    [Fact]
    public void No_series_is_urgent_or_competes()
    {
        var repeat = new Repeat(RecurrenceText.Read("FREQ=DAILY;COUNT=2")!, [], HolidayPolicy.Keep, ClashPolicy.Skip, ImmutableDictionary<LocalDate, ClashPolicy>.Empty);
        var world = World with { Series = new SeriesWorld(At.Zone, Recurrences.GoldenSeries.VietNam) };
        var verdict = Assert.IsType<BookingVerdict.Rejected>(BookingRules.Decide(Wish with { Repeat = repeat, Urgency = new Urgency(true, "Bão"), Competes = true }, world));
        Assert.Equal(["urgentSeries", "competesSeries"], verdict.Errors.Select(error => error.Code));
    }

    [Theory]
    // what holds room 2, does it compete, the verdict
    [InlineData(BookingStatus.Pending, true, "accepted beside 1")]
    [InlineData(BookingStatus.Pending, false, "rejected by 1")]
    [InlineData(BookingStatus.Approved, true, "rejected by 1")] // what is approved is not competed with
    [InlineData(null, true, "accepted beside 0")]
    public void Only_with_what_waits_one_competes(BookingStatus? holds, bool competes, string expected)
    {
        var hold = holds is { } status ? [new Hold(Id(2), Id(500), Id(501), "Phiên khác", At.Slot("08:30-10:00"), status)] : ImmutableArray<Hold>.Empty;
        var verdict = BookingRules.Decide(Wish with { Competes = competes }, World with { Holds = hold });
        Assert.Equal(expected, verdict is BookingVerdict.Rejected rejected ? $"rejected by {rejected.Clashes.Length}" : $"accepted beside {verdict.Rivals.Length}");
    }
}
