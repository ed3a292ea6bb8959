using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Tests.Booking.Capacities;

/// <summary>A weekly series of two rooms on Mondays at 08:00 whose second day meets others on a thin line; and a session that is to last longer.</summary>
public sealed class SeriesCapacityTests
{
    private static readonly Province Thin = new("hill 160; A hill 80; B hill 80; C hill 80");

    [Theory]
    [InlineData(ClashPolicy.Refuse, "Held 08:00-09:00, Clashing +7 08:00-+7 09:00, Held +14 08:00-+14 09:00", "hill lacks 80")]
    [InlineData(ClashPolicy.Skip, "Held 08:00-09:00, Skipped none, Held +14 08:00-+14 09:00", "")]
    [InlineData(ClashPolicy.Move, "Held 08:00-09:00, Moved +7 10:00-+7 11:00, Held +14 08:00-+14 09:00", "")]
    [InlineData(ClashPolicy.Defective, "Held 08:00-09:00, Defective +7 08:00-+7 09:00, Held +14 08:00-+14 09:00", "")]
    public void Each_day_is_judged_and_has_the_same_choices_as_with_taken_rooms(ClashPolicy choice, string days, string lacks)
    {
        var verdict = BookingRules.Decide(Weekly(choice), World());
        Assert.Equal(days, string.Join(", ", verdict.Dates.Select(date => $"{date.Fate} {At.Text(date.Slot)}")));
        Assert.Equal(["hill"], verdict.Dates[1].Shortages.Select(one => one.Resource.Name));
        Assert.Empty(verdict.Dates[0].Shortages);
        Assert.Equal(lacks, verdict is BookingVerdict.Rejected rejected ? $"{rejected.Shortages.Single().Resource.Name} lacks {rejected.Shortages.Single().Missing}" : "");
        if (verdict is BookingVerdict.Rejected { Relief: var relief }) Assert.Equal(["B"], relief.LeaveOut.Select(room => room.Name));
    }

    [Theory]
    [InlineData("09:15-10:00 C", "08:00-09:15")] // touches
    [InlineData("09:10-10:00 C", "hill lacks 80 09:10-09:15")]
    [InlineData("08:30-09:00 C", "08:00-09:15")] // was promised before; only what is added is asked for
    public void A_running_session_is_made_longer_only_while_its_lines_carry_it(string others, string result)
    {
        var verdict = Extension.Decide(At.Slot("08:00-09:00"), 0, 15, Thin.Wish("AB"), [], Province.Id("own"), Thin.Claims(others));
        Assert.Equal(result, verdict switch
        {
            Extension.Verdict.Granted granted => At.Text(granted.Slot),
            Extension.Verdict.Clashing clashing => string.Join(' ', clashing.Shortages.Select(one => $"{one.Resource.Name} lacks {one.Missing} {At.Text(one.When.Single())}")),
            _ => "?",
        });
    }

    private static BookingRequest Weekly(ClashPolicy choice) => new("Giao ban tuần", Province.Id("A"), [Province.Id("A"), Province.Id("B")], At.Time("08:00"), At.Time("09:00"), null, null)
    {
        Repeat = new Repeat(RecurrenceText.Read("FREQ=WEEKLY;BYDAY=MO;COUNT=3")!, [], HolidayPolicy.Skip, choice, ImmutableDictionary<LocalDate, ClashPolicy>.Empty),
    };

    private static BookingWorld World()
    {
        var claims = Thin.Claims("+7 07:00-+7 08:30 C; +7 08:30-+7 10:00 C");
        var full = claims.Full(Thin.Wish("AB").Calls, At.Slot("+7 00:00-+8 00:00"));
        return new BookingWorld(At.Time("06:00"), Thin.Rooms.ToDictionary(room => room.Id), [])
        {
            Claims = claims,
            Series = new SeriesWorld(At.Zone, HolidayCalendar.None) { Around = ImmutableDictionary<LocalDate, ImmutableArray<Slot>>.Empty.Add(new LocalDate(2026, 11, 30), full) },
        };
    }
}
