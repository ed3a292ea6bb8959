using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Tests.Booking.Recurrences;
using NodaTime;

namespace Conferencing.Tests.Booking;

/// <summary>Series as the booking desk judges them: their limits, their clashes, and what becomes of each day.</summary>
public sealed class SeriesPlanTests
{
    private static readonly Instant Now = At.Time("07:00");
    private static readonly Guid Room = Id(1);

    private static readonly BookingRequest Weekly = new("Giao ban tuần", Room, [Room, Id(2)], At.Time("08:00"), At.Time("09:00"), null, null)
    {
        Repeat = new Repeat(RecurrenceText.Read("FREQ=WEEKLY;BYDAY=MO;COUNT=4")!, [], HolidayPolicy.Skip, ClashPolicy.Refuse, ImmutableDictionary<LocalDate, ClashPolicy>.Empty),
    };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static Hold Taken(string slot, int room = 2) => new(Id(room), Id(500), Id(501), "Phiên khác", At.Slot(slot), BookingStatus.Approved);

    private static BookingWorld World(params Hold[] holds) => new(
        Now, Enumerable.Range(1, 9).ToDictionary(Id, number => new Room(Id(number), $"Phòng {number}", true)), [.. holds])
    {
        Series = new SeriesWorld(At.Zone, GoldenSeries.VietNam),
    };

    private static BookingRequest With(string rule, ClashPolicy onClash = ClashPolicy.Refuse) => Weekly with { Repeat = Weekly.Repeat! with { Rule = Rule(rule), OnClash = onClash } };

    private static Recurrence Rule(string text) => RecurrenceText.Read(text) ?? throw new FormatException(text);

    private static string Errors(BookingRequest request) => BookingRules.Decide(request, World()) is BookingVerdict.Rejected rejected
        ? string.Join(' ', rejected.Errors.Select(error => $"{error.Field}:{error.Code}")) : "";

    public static TheoryData<string, string, BookingRequest> Limits() => new()
    {
        { "good", "", Weekly },
        { "no end", "recurrence.until:ruleEndless", With("FREQ=WEEKLY;BYDAY=MO") },
        { "two ends", "recurrence.count:ruleEndsTwice", Weekly with { Repeat = Weekly.Repeat! with { Rule = Weekly.Repeat.Rule with { Until = new LocalDate(2027, 1, 1) } } } },
        { "no weekday", "recurrence:ruleUnclear", Weekly with { Repeat = Weekly.Repeat! with { Rule = Weekly.Repeat.Rule with { Weekdays = [] } } } },
        { "every 100 weeks", "recurrence.interval:intervalOutside", With("FREQ=WEEKLY;INTERVAL=100;BYDAY=MO;COUNT=2") },
        { "ends before it begins", "recurrence.until:untilBeforeStart recurrence:seriesEmpty", With("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261122") },
        { "ends before its first day", "recurrence:seriesEmpty", With("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261123") },
        { "1000 days", "", With("FREQ=DAILY;COUNT=1000") },
        { "1001 days", "recurrence.count:countOutside", With("FREQ=DAILY;COUNT=1001") },
        { "1001 days by date", "recurrence.until:seriesTooMany", With("FREQ=DAILY;UNTIL=20290819") },
        { "1000 days by date", "", With("FREQ=DAILY;UNTIL=20290818") },
        { "five years", "", With("FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20311127") },
        { "more than five years", "recurrence.until:seriesTooFar", With("FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20311201") },
        { "more than five years by count", "recurrence.count:seriesTooFar", With("FREQ=WEEKLY;BYDAY=MO;COUNT=263") },
        { "sixty months", "", With("FREQ=MONTHLY;BYMONTHDAY=5;COUNT=59") },
        { "a day that never comes", "recurrence:seriesEmpty recurrence.count:seriesTooFar", With("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;COUNT=3") },
        { "25 hours", "end:tooLong", Weekly with { End = At.Time("+1 09:00") } },
        { "past", "start:startPast", Weekly with { Start = At.Time("06:00") } },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Every_limit_has_its_reason_at_its_field(string story, string errors, BookingRequest request) => Assert.Equal((story, errors), (story, Errors(request)));

    [Fact]
    public void A_clash_names_the_day_the_room_and_the_other_briefing_and_only_that_day()
    {
        var rejected = Assert.IsType<BookingVerdict.Rejected>(BookingRules.Decide(Weekly, World(Taken("+7 08:30-+7 10:00"), Taken("+1 08:00-+1 09:00"))));
        Assert.Empty(rejected.Errors);
        Assert.Equal(("Phòng 2", "Phiên khác"), (Assert.Single(rejected.Clashes).RoomName, rejected.Clashes[0].Title));
        Assert.Equal([DateFate.Held, DateFate.Clashing, DateFate.Held, DateFate.Held], rejected.Dates.Select(date => date.Fate));
    }

    [Theory]
    [InlineData(ClashPolicy.Skip, DateFate.Skipped, "none")]
    [InlineData(ClashPolicy.Defective, DateFate.Defective, "+7 08:00-+7 09:00")]
    [InlineData(ClashPolicy.Move, DateFate.Moved, "+7 10:00-+7 11:00")]
    public void A_clashing_day_is_skipped_moved_or_kept_as_defective(ClashPolicy choice, DateFate fate, string slot)
    {
        var clash = Taken("+7 08:30-+7 10:00");
        var request = Weekly with { Repeat = Weekly.Repeat! with { Choices = Weekly.Repeat.Choices.Add(GoldenSeries.Day("2026-11-30"), choice) } };
        var world = World(clash);
        world = world with { Series = world.Series! with { Around = world.Series.Around.Add(GoldenSeries.Day("2026-11-30"), [clash.Slot]) } };
        var accepted = Assert.IsType<BookingVerdict.Accepted>(BookingRules.Decide(request, world));
        Assert.Equal((fate, DateReason.Clash, slot), (accepted.Dates[1].Fate, accepted.Dates[1].Reason, At.Text(accepted.Dates[1].Slot)));
        Assert.Equal("Phòng 2", Assert.Single(accepted.Dates[1].Clashes).RoomName);
        Assert.Equal(3, accepted.Dates.Count(date => date.Fate == DateFate.Held));
    }

    [Fact]
    public void A_series_whose_every_day_is_skipped_is_nothing_to_book()
    {
        var taken = Enumerable.Range(0, 4).Select(week => Taken($"+{7 * week} 08:00-+{7 * week} 09:00")).ToArray();
        var rejected = Assert.IsType<BookingVerdict.Rejected>(BookingRules.Decide(With("FREQ=WEEKLY;BYDAY=MO;COUNT=4", ClashPolicy.Skip), World(taken)));
        Assert.Equal("seriesEmpty", Assert.Single(rejected.Errors).Code);
    }

    [Fact]
    public void A_day_that_can_only_move_behind_the_next_one_does_not_move()
    {
        var clash = Taken("+1 08:00-+1 12:00");
        var request = With("FREQ=DAILY;COUNT=5", ClashPolicy.Move);
        var world = World(clash);
        world = world with { Series = world.Series! with { Around = world.Series.Around.Add(GoldenSeries.Day("2026-11-24"), [new Slot(At.Time("+1 07:00"), At.Time("+3 07:00"))]) } };
        // The 24th is a holiday in this calendar and would be skipped before rooms are looked at.
        request = request with { Repeat = request.Repeat! with { OnHoliday = HolidayPolicy.Keep } };
        var rejected = Assert.IsType<BookingVerdict.Rejected>(BookingRules.Decide(request, world));
        Assert.Equal((DateFate.Clashing, DateReason.NoFreeTime), (rejected.Dates[1].Fate, rejected.Dates[1].Reason));
    }

    [Fact]
    public void Days_that_were_edited_by_themselves_stay_and_keep_their_place_when_the_weekday_changes()
    {
        var kept = ImmutableSortedDictionary<LocalDate, Slot>.Empty.Add(GoldenSeries.Day("2026-12-07"), At.Slot("+15 14:00-+15 15:00"));
        var old = Weekly.Repeat!.Rule.Days(GoldenSeries.Day("2026-11-23"), GoldenSeries.Day("2027-11-23")).ToImmutableHashSet();
        var world = World() with { Series = new SeriesWorld(At.Zone, GoldenSeries.VietNam) { From = GoldenSeries.Day("2026-11-30"), Kept = kept, OldDays = old } };

        var same = BookingRules.Decide(Weekly with { Start = At.Time("08:30") }, world).Dates;
        Assert.Equal([DateFate.Held, DateFate.KeptEdited, DateFate.Held], same.Select(date => date.Fate));

        var moved = Weekly with { Start = At.Time("+1 08:00"), End = At.Time("+1 09:00"), Repeat = Weekly.Repeat with { Rule = Rule("FREQ=WEEKLY;BYDAY=TU;COUNT=4") } };
        var dates = BookingRules.Decide(moved, world).Dates;
        Assert.Equal(["2026-12-01", "2026-12-08", "2026-12-15"], dates.Select(date => GoldenSeries.Text(date with { Fate = DateFate.Held })));
        Assert.Equal([DateFate.Held, DateFate.KeptEdited, DateFate.Held], dates.Select(date => date.Fate));
    }

    [Fact]
    public void No_series_that_is_accepted_overlaps_what_was_there_or_itself()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var holds = Enumerable.Range(0, 60).Select(_ => Random(random)).ToArray();
            var request = With(random.Next(2) == 0 ? "FREQ=DAILY;COUNT=20" : "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=12", (ClashPolicy)random.Next(1, 4));
            request = request with { End = At.Time("08:00") + Duration.FromMinutes(15 * random.Next(1, 90)), Repeat = request.Repeat! with { OnHoliday = (HolidayPolicy)random.Next(3) } };
            var around = BookingRules.DatesOf(request, World()).ToImmutableDictionary(date => date.Day, _ => holds.Select(hold => hold.Slot).ToImmutableArray());
            var world = World(holds);
            var dates = BookingRules.Decide(request, world with { Series = world.Series! with { Around = around } }).Dates;
            var held = dates.Where(date => date.Fate is DateFate.Held or DateFate.Moved).Select(date => date.Slot!.Value).Order(Comparer<Slot>.Create((a, b) => a.Start.CompareTo(b.Start))).ToList();
            Assert.All(held, slot => Assert.DoesNotContain(holds, hold => hold.Slot.Overlaps(slot)));
            Assert.All(held.Zip(held.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"round {round}: {At.Text(pair.First)} {At.Text(pair.Second)}"));
        }
    }

    private static Hold Random(Random random)
    {
        var start = At.Time("00:00") + Duration.FromMinutes(15 * random.Next(4 * 24 * 30));
        return new Hold(Id(random.Next(1, 3)), Id(600), Id(random.Next(700, 900)), "Phiên khác", new Slot(start, start + Duration.FromMinutes(15 * random.Next(1, 20))), BookingStatus.Pending);
    }
}
