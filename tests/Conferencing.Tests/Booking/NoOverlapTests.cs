using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

/// <summary>Whatever is asked for in whatever order: no set of accepted briefings ever overlaps.</summary>
public sealed class NoOverlapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20261123)]
    [InlineData(987654321)]
    public void AcceptedBriefingsNeverOverlap(int seed)
    {
        var random = new Random(seed);
        var rooms = Enumerable.Range(1, 12).Select(number => new Room(Id(number), $"Phòng {number}", true)).ToDictionary(room => room.Id);
        var holds = new List<Hold>();
        var (accepted, rejected) = (0, 0);
        for (var attempt = 0; attempt < 1500; attempt++)
        {
            var world = new BookingWorld(At.Time("00:00"), rooms, [.. holds]);
            if (BookingRules.Decide(Random(random, rooms.Count), world) is not BookingVerdict.Accepted { Booking: var booking })
            {
                rejected++;
                continue;
            }
            accepted++;
            holds.AddRange(booking.Rooms.Select(room => new Hold(room.Id, Id(1000 + attempt), Id(5000 + attempt), booking.Title, booking.Slot, BookingStatus.Pending)));
            if (random.Next(4) != 0) continue;
            var cancelled = holds[random.Next(holds.Count)].BriefingId;
            holds.RemoveAll(hold => hold.BriefingId == cancelled);
        }
        Assert.True(accepted > 50 && rejected > 50, $"{accepted} accepted, {rejected} rejected");
        foreach (var room in holds.GroupBy(hold => hold.RoomId))
        {
            var slots = room.Select(hold => hold.Slot).OrderBy(slot => slot.Start).ToList();
            Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        }
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static BookingRequest Random(Random random, int rooms)
    {
        var start = At.Time("00:00") + Duration.FromMinutes(random.Next(60 * 24 * 10));
        var chosen = Enumerable.Range(1, rooms).OrderBy(_ => random.Next()).Take(random.Next(1, 5)).Select(Id).ToList();
        return new BookingRequest("Phiên", chosen[0], [.. chosen], start, start + Duration.FromMinutes(random.Next(1, 300)), null, null);
    }
}
