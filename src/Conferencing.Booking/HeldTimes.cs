using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>
/// Who holds which room when, each room's holds in the order of time: for questions about a whole province that shall not wait for a database.
/// Holds of one room never overlap, so of those that began before a time only the last can reach into it. Moments count in whole
/// milliseconds, as they are stored. For one thread at a time; who keeps it tells it of every change.
/// </summary>
public sealed class HeldTimes
{
    private readonly Dictionary<Guid, List<Held>> _rooms = [];
    private readonly Dictionary<Guid, Session> _sessions = [];

    /// <summary>What all rooms of a session share.</summary>
    private sealed class Session(Hold hold)
    {
        public Guid BriefingId { get; } = hold.BriefingId;
        public Guid OccurrenceId { get; } = hold.OccurrenceId;
        public string Title { get; } = hold.Title;
        public BookingStatus Status { get; } = hold.Status;
        public int SetUpMinutes { get; } = hold.SetUpMinutes;
        public bool IsOpen { get; } = hold.IsOpen;

        /// <summary>The earliest and the latest moment at which it begins to hold a room: where its holds are found again.</summary>
        public long First { get; set; } = long.MaxValue;
        public long Last { get; set; } = long.MinValue;

        /// <summary>It holds nothing any more, and what is still there of it goes.</summary>
        public bool IsGone { get; set; }
    }

    private readonly record struct Held(long Start, long End, Session Session, int? Kbits);

    private readonly record struct Span(long Start, long End);

    /// <summary>How many sessions hold something.</summary>
    public int Sessions => _sessions.Count;

    /// <summary>How many rooms they hold, each session's counted.</summary>
    public long Holds { get; private set; }

    /// <summary>A session holds one more room. Title, status and all that its rooms share are its first room's.</summary>
    public void Add(Hold hold)
    {
        if (!_sessions.TryGetValue(hold.OccurrenceId, out var session)) _sessions[hold.OccurrenceId] = session = new Session(hold);
        var held = new Held(hold.Slot.Start.ToUnixTimeMilliseconds(), hold.Slot.End.ToUnixTimeMilliseconds(), session, hold.Kbits);
        (session.First, session.Last) = (Math.Min(session.First, held.Start), Math.Max(session.Last, held.Start));
        if (!_rooms.TryGetValue(hold.RoomId, out var room)) _rooms[hold.RoomId] = room = [];
        room.Insert(FirstFrom(room, held.Start), held);
        Holds++;
    }

    /// <summary>Sessions hold nothing any more; nothing happens for those that held nothing. Each room is gone through once, however many they are.</summary>
    public void Remove(IEnumerable<Guid> occurrences)
    {
        var spans = new List<Span>();
        foreach (var id in occurrences)
        {
            if (!_sessions.Remove(id, out var session)) continue;
            session.IsGone = true;
            spans.Add(new Span(session.First, session.Last));
        }
        if (spans.Count == 0) return;
        spans.Sort((one, other) => one.Start.CompareTo(other.Start));
        var gone = new List<int>();
        foreach (var room in _rooms.Values)
        {
            FindGone(room, spans, gone);
            TakeOut(room, gone);
            Holds -= gone.Count;
        }
    }

    /// <summary>The places of what is gone, in order.</summary>
    /// <param name="spans">When it began to hold rooms, in order of the beginning.</param>
    private static void FindGone(List<Held> room, List<Span> spans, List<int> gone)
    {
        gone.Clear();
        var index = 0;
        foreach (var span in spans)
        {
            // Where spans are closer together than holds, there is nothing to look for.
            if (index < room.Count && room[index].Start > span.End) continue;
            for (index = FirstFrom(room, span.Start, index); index < room.Count && room[index].Start <= span.End; index++)
            {
                if (room[index].Session.IsGone) gone.Add(index);
            }
            if (index == room.Count) return;
        }
    }

    /// <param name="places">In order.</param>
    private static void TakeOut(List<Held> room, List<int> places)
    {
        if (places.Count == 0) return;
        var all = CollectionsMarshal.AsSpan(room);
        var next = places[0];
        for (var index = 0; index < places.Count; index++)
        {
            var stay = all[(places[index] + 1)..(index + 1 < places.Count ? places[index + 1] : all.Length)];
            stay.CopyTo(all[next..]);
            next += stay.Length;
        }
        room.RemoveRange(next, room.Count - next);
    }

    /// <summary>Everything that holds any of the rooms within any of the slots, each once.</summary>
    /// <param name="except">Sessions that are not asked for.</param>
    public ImmutableArray<Hold> Overlapping(IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except)
    {
        var (left, seen) = (except.ToHashSet(), new HashSet<Session>());
        var found = ImmutableArray.CreateBuilder<Hold>();
        foreach (var id in rooms)
        {
            if (!_rooms.TryGetValue(id, out var room)) continue;
            seen.Clear();
            foreach (var slot in slots)
            {
                foreach (var held in Within(room, slot))
                {
                    if (!left.Contains(held.Session.OccurrenceId) && (slots.Count == 1 || seen.Add(held.Session))) found.Add(HoldOf(id, held));
                }
            }
        }
        return found.ToImmutable();
    }

    /// <summary>When any of the rooms is held, window by window: in order, and what touches is one.</summary>
    /// <param name="except">Sessions that are not asked for.</param>
    public ImmutableArray<Slot>[] Busy(IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> windows, IReadOnlyCollection<Guid> except)
    {
        var left = except.ToHashSet();
        return [.. windows.Select(window => Busy(rooms, window, left))];
    }

    private ImmutableArray<Slot> Busy(IReadOnlyCollection<Guid> rooms, Slot window, HashSet<Guid> except)
    {
        var (known, next) = (new List<Span>(), new List<Span>());
        foreach (var id in rooms)
        {
            if (!_rooms.TryGetValue(id, out var room)) continue;
            var held = Within(room, window);
            if (Covers(known, held)) continue;
            Join(known, held, except, next);
            (known, next) = (next, known);
        }
        return [.. known.Select(span => SlotOf(span.Start, span.End))];
    }

    /// <summary>Whether all of the room's times are among those known already: rooms are often held together.</summary>
    private static bool Covers(List<Span> known, ReadOnlySpan<Held> room)
    {
        var index = 0;
        foreach (var held in room)
        {
            while (index < known.Count && known[index].End < held.End) index++;
            if (index == known.Count || known[index].Start > held.Start) return false;
        }
        return true;
    }

    /// <summary>Puts two rows that are in order into one, in which what touches is one.</summary>
    private static void Join(List<Span> known, ReadOnlySpan<Held> room, HashSet<Guid> except, List<Span> joined)
    {
        joined.Clear();
        var index = 0;
        foreach (var held in room)
        {
            if (except.Contains(held.Session.OccurrenceId)) continue;
            while (index < known.Count && known[index].Start <= held.Start) Append(joined, known[index++]);
            Append(joined, new Span(held.Start, held.End));
        }
        while (index < known.Count) Append(joined, known[index++]);
    }

    private static void Append(List<Span> joined, Span next)
    {
        if (joined.Count > 0 && next.Start <= joined[^1].End) joined[^1] = new Span(joined[^1].Start, Math.Max(joined[^1].End, next.End));
        else joined.Add(next);
    }

    /// <summary>What holds the room within the slot.</summary>
    private static ReadOnlySpan<Held> Within(List<Held> room, Slot slot)
    {
        var (start, end) = (slot.Start.ToUnixTimeMilliseconds(), slot.End.ToUnixTimeMilliseconds());
        var first = FirstFrom(room, start);
        if (first > 0 && room[first - 1].End > start) first--;
        var next = first;
        while (next < room.Count && room[next].Start < end) next++;
        return CollectionsMarshal.AsSpan(room)[first..next];
    }

    /// <summary>The place of the first hold that begins at that moment or later, from <paramref name="low"/> on.</summary>
    private static int FirstFrom(List<Held> room, long start, int low = 0)
    {
        var high = room.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (room[middle].Start < start) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static Hold HoldOf(Guid room, Held held) => new(
        room, held.Session.BriefingId, held.Session.OccurrenceId, held.Session.Title, SlotOf(held.Start, held.End), held.Session.Status)
    {
        SetUpMinutes = held.Session.SetUpMinutes,
        IsOpen = held.Session.IsOpen,
        Kbits = held.Kbits,
    };

    private static Slot SlotOf(long start, long end) => new(Instant.FromUnixTimeMilliseconds(start), Instant.FromUnixTimeMilliseconds(end));
}
