using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>Holds in the order of time, so that a thousand repetitions do not each look through all of them.</summary>
public sealed class HoldIndex(IEnumerable<Hold> holds)
{
    private readonly ImmutableArray<Hold> _byStart = [.. holds.OrderBy(hold => hold.Slot.Start)];

    /// <summary>All that could overlap the slot: none that starts after it, none that began a day before it (a hold lasts at most 24 h).</summary>
    public IEnumerable<Hold> Within(Slot slot)
    {
        for (var index = FirstFrom(slot); index < _byStart.Length && _byStart[index].Slot.Start < slot.End; index++) yield return _byStart[index];
    }

    private int FirstFrom(Slot slot)
    {
        var earliest = slot.Start - BookingRules.MaxLength;
        var (low, high) = (0, _byStart.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_byStart[middle].Slot.Start < earliest) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
