using Conferencing.Booking;
using Conferencing.Tests.Booking.Recurrences;
using NodaTime;

namespace Conferencing.Tests.Booking;

public sealed class HolidayTableTests
{
    private static LocalDate Day(string text) => GoldenSeries.Day(text);

    [Theory]
    // Days off in a week of the year, as the Government's notices have them.
    [InlineData("2024-02-08", "2024-02-14", 7)] // Tết Giáp Thìn
    [InlineData("2025-01-27", "2025-01-31", 5)] // Tết Ất Tỵ
    [InlineData("2026-02-16", "2026-02-20", 5)] // Tết Bính Ngọ
    [InlineData("2026-08-31", "2026-09-02", 3)]
    [InlineData("2027-05-01", "2027-05-03", 2)] // a Saturday, and the Monday that makes up for it
    public void Days_off_are_those_of_the_notices(string first, string last, int off) =>
        Assert.Equal(off, GoldenSeries.VietNam.Between(Day(first), Day(last)).Count(day => day.Kind != DayKind.SwappedWork));

    [Theory]
    [InlineData("2026-08-22", true)] // a Saturday worked
    [InlineData("2026-08-29", false)]
    [InlineData("2026-08-31", false)] // the Monday given for it
    [InlineData("2026-09-03", true)]
    [InlineData("2025-05-02", false)]
    [InlineData("2025-04-26", true)]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-10", true)]
    public void A_swapped_day_is_what_it_was_swapped_for(string day, bool works) => Assert.Equal(works, GoldenSeries.VietNam.IsWorkingDay(Day(day)));

    [Fact]
    public void What_is_not_announced_says_so()
    {
        Assert.True(GoldenSeries.VietNam.OffOn(Day("2027-02-08"))!.Provisional);
        Assert.False(GoldenSeries.VietNam.OffOn(Day("2026-02-17"))!.Provisional);
    }

    [Fact]
    public void A_Saturday_that_is_worked_is_the_next_working_day()
    {
        var calendar = HolidayTable.Read("announced 2027\noff 2027-04-29 Nghỉ\nholiday 2027-04-30 Lễ\nwork 2027-05-01 Làm bù", 2027, 2027);
        Assert.Equal(Day("2027-05-01"), calendar.NextWorkingDay(Day("2027-04-29")));
    }

    [Theory]
    [InlineData("holiday")]
    [InlineData("feast 2027-01-01 Lễ")]
    [InlineData("holiday 2027-13-01 Lễ")]
    [InlineData("holiday 2027-02-10..2027-02-09 Lễ")]
    [InlineData("holiday 2027-01-01..2027-12-31 Lễ")]
    public void A_line_that_makes_no_sense_is_named(string line) =>
        Assert.Contains("Line 2", Assert.Throws<FormatException>(() => HolidayTable.Read($"# days\n{line}", 2027, 2027)).Message, StringComparison.Ordinal);
}
