using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Tests.Booking;

/// <summary>Rooms are A (the chair's), B, C, D; "B 08:00-09:00" is a hold. The window is Monday 23 to Tuesday 24 November 2026, 07:00 to 11:00.</summary>
public sealed class TimeSearchTests
{
    private static readonly ImmutableArray<Room> Rooms = [.. "ABCD".Select(letter => new Room(Id(letter), letter.ToString(), true))];
    private static readonly TimeWindow Window = new(new(2026, 11, 23), new(2026, 11, 24), new(7, 0), new(11, 0), WorkingDaysOnly: true);

    [Theory]
    // What is held; minutes; optional rooms; the first times offered with the rooms they miss. It is 06:00.
    [InlineData("", 120, "", "07:00-09:00, 09:00-11:00, +1 07:00-+1 09:00, +1 09:00-+1 11:00")]
    [InlineData("B 07:00-11:00", 240, "", "+1 07:00-+1 11:00, 07:00-11:00 without B")] // all rooms before an earlier hour
    [InlineData("A 07:00-11:00", 240, "", "+1 07:00-+1 11:00")] // never without the chair
    [InlineData("B 07:00-11:00; C 07:00-11:00; D 07:00-11:00", 240, "", "+1 07:00-+1 11:00")] // more than half would miss it
    [InlineData("B 07:00-11:00; C +1 07:00-+1 11:00", 240, "C", "+1 07:00-+1 11:00 without C, 07:00-11:00 without B")] // rather an optional one
    [InlineData("B 07:00-08:10; B +1 07:00-+1 11:00; C +1 07:00-+1 11:00", 120, "", "08:15-10:15, +1 07:00-+1 09:00 without B C, +1 09:00-+1 11:00 without B C")]
    [InlineData("B 07:00-09:00", 120, "", "09:00-11:00, +1 07:00-+1 09:00, +1 09:00-+1 11:00, 07:00-09:00 without B")] // ends touch
    [InlineData("E 07:00-11:00", 240, "", "07:00-11:00, +1 07:00-+1 11:00")] // a room nobody asked for
    [InlineData("", 241, "", "")] // longer than the hours
    public void Find_TheBestFirst(string held, int minutes, string optional, string offered) =>
        Assert.Equal(offered, Text(Find(held, minutes, optional, At.Time("06:00"))));

    [Fact]
    public void Find_NothingThatHasBegun() => Assert.Equal("+1 07:00-+1 11:00", Text(Find("", 240, "", At.Time("07:01"))));

    [Fact]
    public void Find_WeekendsAndHolidaysOnlyIfAsked()
    {
        var saturday = Window with { First = new(2026, 11, 28), Last = new(2026, 11, 30) };
        Assert.Equal("+7 07:00-+7 11:00", Text(Find("", 240, "", At.Time("06:00"), saturday)));
        Assert.Equal("+5 07:00-+5 11:00, +6 07:00-+6 11:00, +7 07:00-+7 11:00", Text(Find("", 240, "", At.Time("06:00"), saturday with { WorkingDaysOnly = false })));
    }

    [Fact]
    public void Find_SetUpTimeNeedsTheRoomsToo()
    {
        var wish = new RoomWish(Rooms) { SetUp = Duration.FromMinutes(30) };
        var found = TimeSearch.Find(wish, Duration.FromHours(2), Window, [Hold("B 07:00-08:00")], At.Time("06:00"), At.Zone, HolidayCalendar.None, Claims.None);
        Assert.Equal("08:30-10:30", At.Text(found[0].Slot));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_SaysOfEveryTimeExactlyWhoIsTaken_AndNoBetterOneIsLeftOut(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var holds = Enumerable.Range(0, random.Next(30)).Select(_ => RandomHold(random)).ToList();
            var (wish, length) = (new RoomWish(Rooms) { SetUp = Duration.FromMinutes(random.Next(3) * 15) }, Duration.FromMinutes(random.Next(1, 12) * 15));
            var found = TimeSearch.Find(wish, length, Window, holds, At.Time("06:00"), At.Zone, HolidayCalendar.None, Claims.None);
            Assert.All(found, time => Assert.Equal(Taken(wish, time.Slot, holds), time.Missing.Select(room => room.Name)));
            Assert.Equal(found.Select(time => time.Missing.Length).Order(), found.Select(time => time.Missing.Length));
            var best = Every(length).Select(slot => Taken(wish, slot, holds)).Where(names => !names.Contains("A") && names.Length * 2 <= Rooms.Length).ToList();
            Assert.Equal(best.Count == 0, found.IsEmpty);
            if (best.Count > 0) Assert.Equal(best.Min(names => names.Length), found[0].Missing.Length);
        }
    }

    private static ImmutableArray<FoundTime> Find(string held, int minutes, string optional, Instant now, TimeWindow? window = null)
    {
        var holds = held.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Hold);
        var wish = new RoomWish(Rooms) { Optional = [.. optional.Select(Id)] };
        return TimeSearch.Find(wish, Duration.FromMinutes(minutes), window ?? Window, holds, now, At.Zone, HolidayCalendar.None, Claims.None);
    }

    private static string Text(ImmutableArray<FoundTime> found) => string.Join(", ", found.Select(time =>
        At.Text(time.Slot) + (time.Missing.IsEmpty ? "" : $" without {string.Join(' ', time.Missing.Select(room => room.Name))}")));

    private static string[] Taken(RoomWish wish, Slot slot, List<Hold> holds) =>
        [.. wish.Rooms.Where(room => holds.Any(hold => hold.RoomId == room.Id && hold.Slot.Overlaps(wish.Held(slot)))).Select(room => room.Name)];

    private static IEnumerable<Slot> Every(Duration length) =>
        from day in new[] { "", "+1 " }
        let begin = At.Time($"{day}07:00")
        from step in Enumerable.Range(0, 17)
        let slot = new Slot(begin + TimeSearch.Step * step, begin + TimeSearch.Step * step + length)
        where slot.End <= At.Time($"{day}11:00")
        select slot;

    private static Hold RandomHold(Random random)
    {
        var start = At.Time(random.Next(2) == 0 ? "06:00" : "+1 06:00") + Duration.FromMinutes(random.Next(60) * 5);
        return new Hold(Id("ABCD"[random.Next(4)]), Guid.Empty, Guid.Empty, "", new Slot(start, start + Duration.FromMinutes(random.Next(1, 20) * 5)), BookingStatus.Approved);
    }

    private static Hold Hold(string text) => new(Id(text[0]), Guid.Empty, Guid.Empty, "", At.Slot(text[2..]), BookingStatus.Approved);

    private static Guid Id(char letter) => new(letter, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
}
