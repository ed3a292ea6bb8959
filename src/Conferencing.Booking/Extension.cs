using System.Collections.Immutable;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>Making a running session longer: by quarters of an hour, at most sixteen, and only while its rooms, lines and ports stay free.</summary>
public static class Extension
{
    public const int StepMinutes = 15;
    public const int MaxSteps = 16;

    /// <summary>One act adds at most this many steps.</summary>
    public const int MaxStepsAtOnce = 4;

    public abstract record Verdict
    {
        private Verdict()
        {
        }

        public sealed record Granted(Slot Slot, int StepsUsed) : Verdict;

        public sealed record Refused(FieldError Error) : Verdict;

        public sealed record Clashing(ImmutableArray<Clash> Clashes, ImmutableArray<Shortage> Shortages) : Verdict;
    }

    /// <param name="stepsUsed">Steps this session was extended by before.</param>
    /// <param name="wish">The rooms it has, as they are called.</param>
    /// <param name="holds">What holds its rooms after its end.</param>
    /// <param name="own">Its briefing.</param>
    /// <param name="claims">Who has what of lines and ports after its end.</param>
    public static Verdict Decide(Slot slot, int stepsUsed, int minutes, RoomWish wish, IEnumerable<Hold> holds, Guid own, Claims claims)
    {
        if (minutes <= 0 || minutes % StepMinutes != 0 || minutes > StepMinutes * MaxStepsAtOnce)
            return new Verdict.Refused(new("minutes", "extendMinutes", StepMinutes, StepMinutes * MaxStepsAtOnce));
        var steps = stepsUsed + minutes / StepMinutes;
        if (steps > MaxSteps) return new Verdict.Refused(new("minutes", "extendTooOften", MaxSteps, StepMinutes));
        var longer = new Slot(slot.Start, slot.End + Duration.FromMinutes(minutes));
        if (longer.Length > BookingRules.MaxLength) return new Verdict.Refused(new("minutes", "tooLong", (int)BookingRules.MaxLength.TotalHours));
        var clashes = Conflicts.Find(wish.Rooms, longer, holds, own);
        var shortages = claims.Meet(wish.Calls, new Slot(slot.End, longer.End));
        return clashes.IsEmpty && shortages.IsEmpty ? new Verdict.Granted(longer, steps) : new Verdict.Clashing(clashes, shortages);
    }
}
