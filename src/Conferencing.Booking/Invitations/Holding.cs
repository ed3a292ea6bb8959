using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>
/// How long mail about a change is held back, so that a change taken back at once troubles nobody, and several are told as one. What is told when
/// it is let go is compared anew by <see cref="InvitationRules"/>. Holds nothing back that somebody must know soon.
/// </summary>
public static class Holding
{
    /// <summary>A change of what begins so soon is told at once.</summary>
    public static readonly Duration Soon = Duration.FromHours(2);

    /// <summary>However often it is changed meanwhile, it is told after so many holds.</summary>
    private const int MostHolds = 5;

    /// <param name="before">What was told last; who was told nothing yet is invited at once.</param>
    /// <param name="isPressing">It cannot wait, whatever it is: the session is urgent, or became secret.</param>
    /// <param name="since">When the first change was that is held back; null if none is.</param>
    /// <returns>Null: now.</returns>
    public static Instant? Until(Told? before, Round round, bool isPressing, Instant now, Instant? since, Duration hold)
    {
        if (before is null || isPressing || hold <= Duration.Zero) return null;
        var changed = before.What.Sessions.Concat(round.After!.What.Sessions).Where(session => session.End > now)
            .GroupBy(session => session).Where(group => group.Count() == 1).Select(group => group.Key.Start).ToList();
        var today = now.ToLocal().Date;
        if (round.Letters.Any(letter => letter.Kind == LetterKind.Cancellation && letter.What.Sessions.Any(session => session.End > now && session.Start.ToLocal().Date <= today))) return null;
        var latest = Instant.Min(now + hold, (since ?? now) + hold * MostHolds);
        if (changed.Count > 0) latest = Instant.Min(latest, changed.Min() - Soon);
        return latest > now ? latest : null;
    }
}
