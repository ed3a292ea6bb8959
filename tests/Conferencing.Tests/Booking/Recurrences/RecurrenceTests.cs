using System.Collections.Immutable;
using Conferencing.Booking;
using Ical.Net.DataTypes;
using NodaTime;
using NodaTime.Text;
using CalendarEvent = Ical.Net.CalendarComponents.CalendarEvent;
using Duration = NodaTime.Duration;

namespace Conferencing.Tests.Booking.Recurrences;

/// <summary>Rules to days, against a table, against a library nobody here wrote, and against itself begun later.</summary>
public sealed class RecurrenceTests
{
    private static readonly LocalDate Horizon = new(2032, 1, 1);

    public static TheoryData<string, string, string, string, string> Cases() => GoldenSeries.Read();

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_series_falls_on_the_days_of_the_table(string rule, string start, string except, string onHoliday, string days)
    {
        var first = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse(start).Value;
        var repeat = new Repeat(
            RecurrenceText.Read(rule)!, [.. except.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(GoldenSeries.Day)],
            Enum.Parse<HolidayPolicy>(onHoliday, ignoreCase: true), ClashPolicy.Refuse, ImmutableDictionary<LocalDate, ClashPolicy>.Empty);
        var dates = SeriesDates.Lay(repeat, first, Duration.FromHours(1), At.Zone, GoldenSeries.VietNam, Horizon);
        Assert.Equal(days, string.Join(' ', dates.Select(GoldenSeries.Text)));
        Assert.All(dates, date => Assert.Equal(first.TimeOfDay, date.Wish.Start.InZone(At.Zone).TimeOfDay));
    }

    [Fact]
    public void A_library_nobody_here_wrote_gives_the_same_days()
    {
        var random = new Random(20261127);
        for (var round = 0; round < 600; round++)
        {
            var rule = RandomRule(random);
            var first = new LocalDate(2026, 11, 1).PlusDays(random.Next(500));
            var ours = rule.Days(first, Horizon).Take(120).ToList();
            // It takes DTSTART for an instance whether the rule gives it or not, so it is begun where the rule does.
            if (ours.Count > 0) Assert.Equal((RecurrenceText.Write(rule), Text(ours)), (RecurrenceText.Write(rule), Text(ByLibrary(rule, ours[0]))));
        }
    }

    [Fact]
    public void Begun_again_at_any_of_its_days_it_gives_the_rest()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var rule = RandomRule(random);
            var all = rule.Days(new LocalDate(2026, 11, 1).PlusDays(random.Next(500)), Horizon).Take(60).ToList();
            for (var given = 0; given < all.Count; given++)
                Assert.Equal(all[given..], rule.After(given).Days(all[given], Horizon).Take(60 - given));
        }
    }

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        var random = new Random(4);
        for (var round = 0; round < 300; round++)
        {
            var text = RecurrenceText.Write(RandomRule(random));
            Assert.Equal(text, RecurrenceText.Write(RecurrenceText.Read(text)!));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("INTERVAL=2")]
    [InlineData("FREQ=YEARLY;COUNT=3")]
    [InlineData("FREQ=1;COUNT=3")]
    [InlineData("FREQ=DAILY;COUNT=0")]
    [InlineData("FREQ=DAILY;COUNT=-1")]
    [InlineData("FREQ=DAILY;INTERVAL=0")]
    [InlineData("FREQ=DAILY;COUNT=99999999999")]
    [InlineData("FREQ=DAILY;COUNT=3;UNTIL=20270101")]
    [InlineData("FREQ=DAILY;COUNT=3;COUNT=4")]
    [InlineData("FREQ=DAILY;BYDAY=MO")]
    [InlineData("FREQ=WEEKLY;COUNT=3")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,MO")]
    [InlineData("FREQ=WEEKLY;BYDAY=1MO")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-2")]
    [InlineData("FREQ=MONTHLY;BYDAY=6MO")]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO,1TU")]
    [InlineData("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;UNTIL=2027-01-01")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1")]
    [InlineData("FREQ=SECONDLY")]
    public void A_rule_without_use_is_not_read(string text) => Assert.Null(RecurrenceText.Read(text));

    [Fact]
    public void A_rule_that_never_fits_ends_at_the_horizon() =>
        Assert.Empty(RecurrenceText.Read("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;COUNT=9")!.Days(new LocalDate(2026, 2, 1), Horizon));

    private static IEnumerable<LocalDate> ByLibrary(Recurrence rule, LocalDate first)
    {
        var text = RecurrenceText.Write(rule).Replace(";COUNT", ";WKST=MO;COUNT", StringComparison.Ordinal);
        if (rule.Until is { } until) text = text.Replace($"UNTIL={until:uuuuMMdd}", $"UNTIL={until:uuuuMMdd}T235900", StringComparison.Ordinal) + ";WKST=MO";
        var session = new CalendarEvent { DtStart = new CalDateTime(first.Year, first.Month, first.Day, 8, 0, 0), RecurrenceRule = new RecurrenceRule(text) };
        return session.GetOccurrences(new CalDateTime(first.Year, first.Month, first.Day, 0, 0, 0))
            .TakeWhile(one => one.Period.StartTime.Value.Year < Horizon.Year).Take(120)
            .Select(one => LocalDate.FromDateTime(one.Period.StartTime.Value));
    }

    private static string Text(IEnumerable<LocalDate> days) => string.Join(' ', days.Select(LocalDatePattern.Iso.Format));

    private static Recurrence RandomRule(Random random)
    {
        var rule = new Recurrence((Frequency)random.Next(3), random.Next(1, 5), [], null, null, null, null);
        if (rule.Frequency == Frequency.Weekly)
            rule = rule with { Weekdays = [.. Enum.GetValues<IsoDayOfWeek>().Skip(1).OrderBy(_ => random.Next()).Take(random.Next(1, 8)).Order()] };
        if (rule.Frequency == Frequency.Monthly)
        {
            rule = random.Next(2) == 0
                ? rule with { MonthDay = random.Next(4) == 0 ? -1 : random.Next(1, 32) }
                : rule with { Nth = random.Next(4) == 0 ? -1 : random.Next(1, 6), Weekdays = [(IsoDayOfWeek)random.Next(1, 8)] };
        }
        return random.Next(2) == 0 ? rule with { Count = random.Next(1, 60) } : rule with { Until = new LocalDate(2028, 1, 1).PlusDays(random.Next(700)) };
    }
}
