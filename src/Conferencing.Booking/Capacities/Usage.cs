using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Capacities;

/// <summary>How much of one resource is in use while, within a slot: a sweep over the moments at which that changes.</summary>
internal static class Usage
{
    /// <param name="Used">By others.</param>
    /// <param name="Before">By what the request replaces.</param>
    internal readonly record struct Stretch(Slot Slot, int Used, int Before);

    /// <summary>The slot cut where the use changes, in order, without gaps.</summary>
    public static List<Stretch> Within(Slot slot, IEnumerable<(Slot Slot, int Amount)> others, IEnumerable<(Slot Slot, int Amount)> before)
    {
        var changes = new List<(Instant At, int Used, int Before)>();
        foreach (var (held, amount) in others) Add(held, amount, 0);
        foreach (var (held, amount) in before) Add(held, 0, amount);
        changes.Sort((a, b) => a.At.CompareTo(b.At));
        var stretches = new List<Stretch>();
        var (from, used, earlier) = (slot.Start, 0, 0);
        foreach (var change in changes)
        {
            if (change.At >= slot.End) break;
            if (change.At > from) stretches.Add(new Stretch(new Slot(from, change.At), used, earlier));
            (from, used, earlier) = (Instant.Max(from, change.At), used + change.Used, earlier + change.Before);
        }
        stretches.Add(new Stretch(new Slot(from, slot.End), used, earlier));
        return stretches;

        void Add(Slot held, int now, int then)
        {
            if (!held.Overlaps(slot)) return;
            changes.Add((Instant.Max(held.Start, slot.Start), now, then));
            changes.Add((held.End, -now, -then));
        }
    }

    /// <summary>Slots that touch become one; they come in order.</summary>
    public static ImmutableArray<Slot> Joined(IEnumerable<Slot> slots)
    {
        var joined = new List<Slot>();
        foreach (var slot in slots)
        {
            if (joined.Count > 0 && slot.Start <= joined[^1].End) joined[^1] = new Slot(joined[^1].Start, Instant.Max(joined[^1].End, slot.End));
            else joined.Add(slot);
        }
        return [.. joined];
    }
}
