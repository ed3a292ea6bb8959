using System.Collections.Immutable;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>Between which days and hours a time is looked for.</summary>
/// <param name="Last">Inclusive.</param>
/// <param name="WorkingDaysOnly">No weekends and holidays; swapped working days count.</param>
public sealed record TimeWindow(LocalDate First, LocalDate Last, LocalTime From, LocalTime To, bool WorkingDaysOnly);

/// <summary>A time that could be had, and which rooms it would have to do without.</summary>
/// <param name="Missing">In the order of the rooms asked for; of these some may be optional.</param>
public sealed record FoundTime(Slot Slot, ImmutableArray<Room> Missing)
{
    /// <summary>Of those the ones that are free, but for which a line or the ports have no room left.</summary>
    public ImmutableHashSet<Guid> Squeezed { get; init; } = [];
}

/// <summary>
/// Finds a time for many rooms at once, the best first. When no hour has all of them, the hours with the fewest missing are what people
/// choose from. Whether a booking is then accepted is judged by <see cref="BookingRules"/>.
/// </summary>
public static class TimeSearch
{
    /// <summary>Starts are tried on the quarter-hour.</summary>
    public static readonly Duration Step = Duration.FromMinutes(15);

    /// <summary>So many days at most are looked through at once.</summary>
    public const int MaxDays = 31;

    /// <summary>So many times are offered.</summary>
    public const int Most = 12;

    /// <summary>
    /// Without the chair's room, the first, no time is any good; nor is one that half of the rooms would miss. Fewest required rooms
    /// missing first, then fewest optional ones, then the soonest. Times offered do not overlap each other.
    /// </summary>
    /// <param name="holds">What holds the rooms within the window, in any order.</param>
    /// <param name="now">Nothing is offered before this moment.</param>
    /// <param name="claims">Who has what of lines and ports within the window.</param>
    public static ImmutableArray<FoundTime> Find(
        RoomWish wish, Duration length, TimeWindow window, IEnumerable<Hold> holds, Instant now, DateTimeZone zone, HolidayCalendar holidays, Claims claims)
    {
        ImmutableArray<Slot> slots = [.. Slots(length, window, now, zone, holidays)];
        if (slots.IsEmpty || wish.Rooms.IsEmpty) return [];
        var missing = Missing(wish, slots, holds);
        var ranked = Enumerable.Range(0, slots.Length)
            .Where(index => !missing[index].Contains(0) && missing[index].Count * 2 <= wish.Rooms.Length)
            .Select(index => Fitted(wish, slots[index], missing[index], claims)).OfType<FoundTime>()
            .Where(time => time.Missing.Length * 2 <= wish.Rooms.Length)
            .OrderBy(time => time.Missing.Count(room => !wish.Optional.Contains(room.Id)))
            .ThenBy(time => time.Missing.Length).ThenBy(time => time.Slot.Start);
        return Apart(ranked);
    }

    /// <summary>With the rooms that lines and ports cannot carry besides those that are taken; null if no room left out would help.</summary>
    private static FoundTime? Fitted(RoomWish wish, Slot slot, SortedSet<int> missing, Claims claims)
    {
        var taken = missing.Select(place => wish.Rooms[place].Id).ToHashSet();
        var shortages = claims.Meet(wish.Without(taken), wish.Held(slot));
        var squeezed = claims.Relieve(wish, taken, shortages).LeaveOut.Select(room => room.Id).ToImmutableHashSet();
        if (!shortages.IsEmpty && squeezed.IsEmpty) return null;
        return new FoundTime(slot, [.. wish.Rooms.Where(room => taken.Contains(room.Id) || squeezed.Contains(room.Id))]) { Squeezed = squeezed };
    }

    /// <summary>The time within which holds bear on any answer.</summary>
    public static Slot Span(RoomWish wish, TimeWindow window, DateTimeZone zone) =>
        wish.Held(new Slot(zone.AtStartOfDay(window.First).ToInstant(), zone.AtStartOfDay(window.Last.PlusDays(1)).ToInstant()));

    private static IEnumerable<Slot> Slots(Duration length, TimeWindow window, Instant now, DateTimeZone zone, HolidayCalendar holidays)
    {
        for (var day = window.First; day <= window.Last; day = day.PlusDays(1))
        {
            if (window.WorkingDaysOnly && !holidays.IsWorkingDay(day)) continue;
            var (begin, end) = (At(day, window.From, zone), At(day, window.To, zone));
            for (var start = begin; start + length <= end; start += Step)
            {
                if (start >= now) yield return new Slot(start, start + length);
            }
        }
    }

    private static Instant At(LocalDate day, LocalTime time, DateTimeZone zone) => (day + time).InZoneLeniently(zone).ToInstant();

    /// <summary>For every slot the places of the rooms that are held, in rising order. A hold bears on a run of neighbouring slots.</summary>
    private static SortedSet<int>[] Missing(RoomWish wish, ImmutableArray<Slot> slots, IEnumerable<Hold> holds)
    {
        var places = wish.Rooms.Select((room, place) => (room.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        var missing = slots.Select(_ => new SortedSet<int>()).ToArray();
        foreach (var hold in holds)
        {
            if (!places.TryGetValue(hold.RoomId, out var place)) continue;
            for (var index = FirstEndingAfter(slots, hold.Slot.Start); index < slots.Length && wish.Held(slots[index]).Start < hold.Slot.End; index++)
            {
                if (wish.Held(slots[index]).Overlaps(hold.Slot)) missing[index].Add(place);
            }
        }
        return missing;
    }

    /// <summary>All slots are of one length, so their ends rise as their starts do.</summary>
    private static int FirstEndingAfter(ImmutableArray<Slot> slots, Instant at)
    {
        var (low, high) = (0, slots.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (slots[middle].End <= at) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static ImmutableArray<FoundTime> Apart(IEnumerable<FoundTime> ranked)
    {
        var found = ImmutableArray.CreateBuilder<FoundTime>();
        foreach (var time in ranked)
        {
            if (found.Any(other => other.Slot.Overlaps(time.Slot))) continue;
            found.Add(time);
            if (found.Count == Most) break;
        }
        return found.ToImmutable();
    }
}
