using System.Collections.Immutable;
using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

public sealed class HeldTimesTests
{
    private static readonly Guid[] Rooms = [.. Enumerable.Range(1, 6).Select(number => new Guid(number, 0, 0, new byte[8]))];
    private static readonly Guid[] Briefings = [.. Enumerable.Range(100, 4).Select(number => new Guid(number, 0, 0, new byte[8]))];

    private static Hold Held(Guid room, Guid occurrence, string slot) => new(room, Briefings[0], occurrence, "Giao ban", At.Slot(slot), BookingStatus.Approved);

    [Theory]
    // What is held; what is asked for; what of it is in the way.
    [InlineData("08:00-09:00", "09:00-10:00", "")] // touching
    [InlineData("08:00-09:00", "07:00-08:00", "")]
    [InlineData("08:00-09:00", "08:59-10:00", "08:00-09:00")]
    [InlineData("08:00-09:00", "08:00-09:00", "08:00-09:00")]
    [InlineData("08:00-12:00", "09:00-10:00", "08:00-12:00")] // it began before
    [InlineData("08:00-09:00, 09:00-10:00, 10:00-11:00, 12:00-13:00", "08:30-12:00", "08:00-09:00, 09:00-10:00, 10:00-11:00")]
    [InlineData("12:00-13:00, 08:00-09:00, 10:00-11:00", "08:30-10:30", "08:00-09:00, 10:00-11:00")] // told in any order
    public void Overlapping_IsHalfOpen(string held, string asked, string found)
    {
        var times = new HeldTimes();
        foreach (var slot in held.Split(", ")) times.Add(Held(Rooms[0], Guid.NewGuid(), slot));
        times.Add(Held(Rooms[1], Guid.NewGuid(), "00:00-23:00"));
        Assert.Equal(found, string.Join(", ", times.Overlapping([Rooms[0]], [At.Slot(asked)], []).Select(hold => At.Text(hold.Slot))));
    }

    [Theory]
    [InlineData("08:00-09:00", "09:00-10:00", "08:00-10:00")]
    [InlineData("08:00-09:00", "10:00-11:00", "08:00-09:00, 10:00-11:00")]
    [InlineData("08:00-12:00, 13:00-14:00", "09:00-10:00, 13:30-15:00", "08:00-12:00, 13:00-15:00")]
    [InlineData("22:00-+1 01:00", "03:00-04:00", "03:00-04:00, 22:00-+1 01:00")]
    public void Busy_IsInOrder_AndWhatTouchesIsOne(string one, string other, string busy)
    {
        var times = new HeldTimes();
        foreach (var slot in one.Split(", ")) times.Add(Held(Rooms[0], Guid.NewGuid(), slot));
        foreach (var slot in other.Split(", ")) times.Add(Held(Rooms[1], Guid.NewGuid(), slot));
        var found = Assert.Single(times.Busy([Rooms[0], Rooms[1]], [At.Slot("00:00-+2 00:00")], []));
        Assert.Equal(busy, string.Join(", ", found.Select(slot => At.Text(slot))));
    }

    /// <summary>Judged by looking through all holds there are, and by the moments of a fine grid.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AfterAnyChanges_AnswersAreThoseOfAllHoldsLookedThrough(int seed)
    {
        var random = new Random(seed);
        var (times, holds) = (new HeldTimes(), new Dictionary<Guid, List<Hold>>());
        for (var step = 0; step < 600; step++)
        {
            Change(times, holds, random);
            var rooms = Rooms.Where(_ => random.Next(2) == 0).ToList();
            var slots = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Some(random)).ToList();
            var except = holds.Keys.Where(_ => random.Next(8) == 0).ToList();
            var all = holds.Values.SelectMany(them => them).Where(hold => rooms.Contains(hold.RoomId) && !except.Contains(hold.OccurrenceId)).ToList();

            Assert.Equal(InOrder(all.Where(hold => slots.Exists(hold.Slot.Overlaps))), InOrder(times.Overlapping(rooms, slots, except)));
            Assert.Equal(holds.Count, times.Sessions);
            foreach (var (slot, busy) in slots.Zip(times.Busy(rooms, slots, except)))
            {
                Assert.All(busy.Zip(busy.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
                for (var at = slot.Start; at < slot.End; at += Duration.FromMinutes(5))
                    Assert.Equal(all.Exists(hold => hold.Slot.Start <= at && at < hold.Slot.End), busy.Any(one => one.Start <= at && at < one.End));
            }
        }
    }

    /// <summary>A session is booked in rooms that are free, or moved, or gone.</summary>
    private static void Change(HeldTimes times, Dictionary<Guid, List<Hold>> holds, Random random)
    {
        var id = holds.Count > 0 && random.Next(3) == 0 ? holds.Keys.ElementAt(random.Next(holds.Count)) : Guid.NewGuid();
        times.Remove([id]);
        if (holds.Remove(id) && random.Next(2) == 0) return;
        var (slot, briefing) = (Some(random), Briefings[random.Next(Briefings.Length)]);
        var free = Rooms.Where(room => random.Next(2) == 0 && !holds.Values.SelectMany(them => them).Any(hold => hold.RoomId == room && hold.Slot.Overlaps(slot))).ToList();
        if (free.Count == 0) return;
        var (title, status, setUp) = ($"Giao ban {random.Next(9)}", (BookingStatus)random.Next(2), random.Next(3) * 15);
        holds[id] = [.. free.Select(room => new Hold(room, briefing, id, title, slot, status) { SetUpMinutes = setUp, Kbits = random.Next(2) == 0 ? null : 96 })];
        foreach (var hold in holds[id].OrderBy(_ => random.Next())) times.Add(hold);
    }

    /// <summary>Many at once, of which some hold nothing, as when a series of years is cancelled between two questions.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Remove_ManyAtOnceLeavesTheRest(int seed)
    {
        var random = new Random(seed);
        var (times, all) = (new HeldTimes(), new List<Hold>());
        foreach (var room in Rooms)
        {
            for (var hour = 0; hour < 500; hour += random.Next(1, 4))
            {
                var start = At.Time("00:00") + Duration.FromHours(hour);
                // Some have several rooms, at hours of their own.
                var session = all.Count > 0 && random.Next(3) == 0 ? all[random.Next(all.Count)].OccurrenceId : Guid.NewGuid();
                all.Add(new Hold(room, Briefings[0], session, "Giao ban", new Slot(start, start + Duration.FromMinutes(50)), BookingStatus.Approved));
                times.Add(all[^1]);
            }
        }
        while (all.Count > 0)
        {
            var share = random.Next(1, 5);
            var gone = all.Select(hold => hold.OccurrenceId).Distinct().Where(_ => random.Next(share) == 0).Append(Guid.NewGuid()).OrderBy(_ => random.Next()).ToHashSet();
            times.Remove(gone);
            all.RemoveAll(hold => gone.Contains(hold.OccurrenceId));
            Assert.Equal((all.Count, all.Select(hold => hold.OccurrenceId).Distinct().Count()), ((int)times.Holds, times.Sessions));
            Assert.Equal(InOrder(all), InOrder(times.Overlapping(Rooms, [new Slot(At.Time("00:00"), At.Time("00:00") + Duration.FromDays(30))], [])));
        }
    }

    private static Slot Some(Random random)
    {
        var start = At.Time("00:00") + Duration.FromMinutes(5 * random.Next(1000));
        return new Slot(start, start + Duration.FromMinutes(5 * random.Next(1, 60)));
    }

    private static Hold[] InOrder(IEnumerable<Hold> holds) => [.. holds.OrderBy(hold => hold.RoomId).ThenBy(hold => hold.Slot.Start)];
}
