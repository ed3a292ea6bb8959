using System.Collections.Immutable;
using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

/// <summary>Set-up time that holds the rooms before the start, and rooms a briefing can do without.</summary>
public sealed class SetUpTests
{
    private static readonly BookingRequest Wish = new("Giao ban", Id(1), [Id(1), Id(2), Id(3)], At.Time("10:00"), At.Time("11:00"), null, null) { SetUpMinutes = 60 };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static Hold Taken(string slot, int room = 2) => new(Id(room), Id(500), Id(501), "Phiên khác", At.Slot(slot), BookingStatus.Approved);

    private static BookingVerdict Decide(BookingRequest request, params Hold[] holds) => BookingRules.Decide(request, World(holds));

    private static BookingWorld World(params Hold[] holds) => new(
        At.Time("06:00"), Enumerable.Range(1, 9).ToDictionary(Id, number => new Room(Id(number), $"Phòng {number}", true)), [.. holds]);

    private static string Errors(BookingRequest request) => Decide(request) is BookingVerdict.Rejected rejected
        ? string.Join(' ', rejected.Errors.Select(error => $"{error.Field}:{error.Code}")) : "";

    [Theory]
    [InlineData("08:00-09:00", true)]
    [InlineData("08:00-09:01", false)]
    [InlineData("09:00-10:00", false)]
    [InlineData("11:00-12:00", true)]
    public void The_rooms_are_held_from_the_set_up_on(string other, bool accepted) =>
        Assert.Equal(accepted, Decide(Wish, Taken(other)) is BookingVerdict.Accepted { Booking.SetUp.TotalMinutes: 60 });

    [Theory]
    [InlineData(0, "")]
    [InlineData(240, "")]
    [InlineData(-1, "setUpMinutes:setUpOutside")]
    [InlineData(241, "setUpMinutes:setUpOutside")]
    [InlineData(int.MaxValue, "setUpMinutes:setUpOutside")]
    public void It_lasts_up_to_four_hours(int minutes, string errors) => Assert.Equal(errors, Errors(Wish with { SetUpMinutes = minutes }));

    [Fact]
    public void With_it_a_room_is_held_at_most_a_day() =>
        Assert.Equal("setUpMinutes:setUpTooLong", Errors(Wish with { End = At.Time("+1 09:01") }));

    [Fact]
    public void A_free_time_is_offered_only_after_the_set_up_that_follows_another_briefing()
    {
        var wish = new RoomWish([new Room(Id(1), "Phòng 1", true)]) { SetUp = Duration.FromMinutes(30) };
        var busy = wish.Bearing([At.Slot("08:00-09:00"), At.Slot("10:45-12:00")]);
        Assert.Equal("09:30-10:30", At.Text(NextFreeSlot.Find(At.Slot("08:00-09:00"), busy, At.Time("06:00"), At.Zone)));
        Assert.Equal("12:30-14:00", At.Text(NextFreeSlot.Find(At.Slot("08:00-09:30"), busy, At.Time("06:00"), At.Zone)));
    }

    [Fact]
    public void An_optional_room_that_is_taken_does_not_block_and_is_named()
    {
        var accepted = Assert.IsType<BookingVerdict.Accepted>(Decide(Wish with { OptionalRoomIds = [Id(2)] }, Taken("10:30-12:00")));
        Assert.Equal((Id(2), "Phiên khác"), (Assert.Single(accepted.Waived).RoomId, accepted.Waived[0].Title));
        var rejected = Assert.IsType<BookingVerdict.Rejected>(Decide(Wish with { OptionalRoomIds = [Id(2)] }, Taken("10:30-12:00"), Taken("10:30-12:00", 3)));
        Assert.Equal((Id(3), Id(2)), (Assert.Single(rejected.Clashes).RoomId, Assert.Single(rejected.Waived).RoomId));
    }

    [Fact]
    public void Only_rooms_of_the_briefing_are_optional_and_the_chair_never()
    {
        Assert.Equal("optionalRoomIds:optionalNotIn", Errors(Wish with { OptionalRoomIds = [Id(4)] }));
        Assert.Equal("optionalRoomIds:optionalChair", Errors(Wish with { OptionalRoomIds = [Id(1)] }));
        Assert.IsType<BookingVerdict.Rejected>(Decide(Wish with { OptionalRoomIds = [Id(1)] }, Taken("10:30-12:00", 1)));
    }

    [Fact]
    public void A_series_goes_on_withwithoutthe_optional_room_on_the_day_it_is_taken_and_moves_past_the_set_up()
    {
        var repeat = new Repeat(RecurrenceText.Read("FREQ=WEEKLY;BYDAY=MO;COUNT=3")!, [], HolidayPolicy.Keep, ClashPolicy.Move, ImmutableDictionary<LocalDate, ClashPolicy>.Empty);
        var world = World(Taken("+7 09:30-+7 10:30"), Taken("+14 09:30-+14 09:45", 3)) with
        {
            Series = new SeriesWorld(At.Zone, Recurrences.GoldenSeries.VietNam)
            {
                Around = ImmutableDictionary<LocalDate, ImmutableArray<Slot>>.Empty.Add(new LocalDate(2026, 12, 7), [At.Slot("+14 09:30-+14 09:45")]),
            },
        };
        var accepted = Assert.IsType<BookingVerdict.Accepted>(BookingRules.Decide(Wish with { Repeat = repeat, OptionalRoomIds = [Id(2)] }, world));
        Assert.Equal([0, 1, 0], accepted.Dates.Select(date => date.Waived.Length));
        Assert.Equal("+7 10:00-+7 11:00", At.Text(accepted.Dates[1].Slot));
        Assert.Equal("+14 10:45-+14 11:45", At.Text(accepted.Dates[2].Slot));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20261127)]
    public void Whatever_is_asked_for_no_held_room_overlaps(int seed)
    {
        var random = new Random(seed);
        var holds = new List<Hold>();
        var waived = 0;
        for (var attempt = 0; attempt < 800; attempt++)
        {
            var start = At.Time("06:00") + Duration.FromMinutes(15 * random.Next(4 * 24 * 6));
            var rooms = Enumerable.Range(2, 8).Where(_ => random.Next(3) == 0).Select(Id).Append(Id(1 + random.Next(9))).Distinct().ToImmutableArray();
            var request = new BookingRequest("Phiên", rooms[^1], rooms, start, start + Duration.FromMinutes(15 * random.Next(1, 8)), null, null)
            {
                SetUpMinutes = 15 * random.Next(6),
                OptionalRoomIds = [.. rooms[..^1].Where(_ => random.Next(2) == 0)],
            };
            if (Decide(request, [.. holds]) is not BookingVerdict.Accepted accepted) continue;
            var (booking, without) = (accepted.Booking, accepted.Waived.Select(clash => clash.RoomId).ToHashSet());
            waived += without.Count;
            var held = new Slot(booking.Slot.Start - booking.SetUp, booking.Slot.End);
            holds.AddRange(booking.Rooms.Where(room => !without.Contains(room.Id)).Select(room => new Hold(room.Id, Id(1000 + attempt), Id(5000 + attempt), "Phiên", held, BookingStatus.Approved)));
        }
        Assert.True(holds.Count > 100 && waived > 10, $"{holds.Count} holds, {waived} waived");
        foreach (var room in holds.GroupBy(hold => hold.RoomId))
        {
            var slots = room.Select(hold => hold.Slot).OrderBy(slot => slot.Start).ToList();
            Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        }
    }
}
