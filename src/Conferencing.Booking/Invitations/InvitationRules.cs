using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>
/// Which letters are due when a briefing has become another (RFC 5546 3.2): an invitation to who is new, a change to who knew it otherwise, a
/// cancellation to who is no longer invited. What waits for approval is not told, and what was told of it stands until it is decided. Sends
/// nothing.
/// </summary>
public static class InvitationRules
{
    /// <summary>More sessions that differ are told by the whole series again.</summary>
    public const int MaxPartial = 20;

    /// <param name="before">What was told last; null for nothing yet.</param>
    /// <param name="now">With its approved sessions only.</param>
    /// <param name="whom">Who is invited to those.</param>
    /// <param name="undecided">Days of sessions that wait for approval; of a briefing held once, whether it does.</param>
    public static Round Next(Told? before, Invitation now, ImmutableArray<Invitee> whom, Undecided undecided, Instant at)
    {
        if (now.Sessions.IsEmpty && undecided.Any) return new Round(before, []);
        var standing = before is null ? [] : before.What.Sessions.Where(session => undecided.Holds(session) && !now.Sessions.Any(other => other.Day == session.Day)).ToImmutableArray();
        var next = now with { Sessions = [.. now.Sessions.Concat(standing).OrderBy(session => session.Start)] };
        var sequence = before is null ? 0 : before.Sequence + 1;
        var dues = Addresses(before, whom).Select(address => Due(address)).OfType<(string Key, Letter Letter, Invitee Whom)>().GroupBy(due => due.Key);
        ImmutableArray<Letter> letters = [.. dues.Select(group => group.First().Letter with { Whom = [.. group.Select(due => due.Whom)] })];
        return letters.IsEmpty ? new Round(before, []) : new Round(new Told(sequence, next, Merge(before, whom, standing)), letters);

        (string, Letter, Invitee)? Due(string address)
        {
            var (old, fresh) = (Find(before?.Whom ?? [], address), Find(whom, address));
            var knew = old is null ? [] : before!.What.Sessions.Where(old.IsInvitedTo).ToImmutableArray();
            var kept = knew.Where(standing.Contains);
            ImmutableArray<InvitedSession> knows = [.. (fresh is null ? [] : now.Sessions.Where(fresh.IsInvitedTo)).Concat(kept).OrderBy(session => session.Start)];
            if (Choose(before?.What, knew, next, knows, at) is not { } chosen) return null;
            var what = (chosen.Kind == LetterKind.Cancellation && !chosen.IsPartial ? before!.What : next) with { Sessions = chosen.Sessions };
            var key = $"{chosen.Kind} {chosen.IsPartial} {string.Join(' ', chosen.Sessions.Select(session => session.Day?.ToString() ?? "-"))}";
            return (key, new Letter(chosen.Kind, sequence, at, what, chosen.IsPartial), fresh ?? old!);
        }
    }

    /// <summary>The letter for one who knew these sessions and is to know those.</summary>
    private static (LetterKind Kind, ImmutableArray<InvitedSession> Sessions, bool IsPartial)? Choose(
        Invitation? old, ImmutableArray<InvitedSession> knew, Invitation next, ImmutableArray<InvitedSession> knows, Instant at)
    {
        var (before, after) = (Ahead(knew, at), Ahead(knows, at));
        if (before.Count == 0) return after.Count == 0 ? null : (LetterKind.Invitation, knows, false);
        if (after.Count == 0) return (LetterKind.Cancellation, [.. before.Values], false);
        if (old!.Matter != next.Matter || old.Series != next.Series || next.Series is null && !Same(before, after) || after.Keys.Any(day => !before.ContainsKey(day)))
            return (LetterKind.Change, knows, false);
        var changed = after.Values.Where(session => before[Name(session)] != session).ToImmutableArray();
        var removed = before.Values.Where(session => !after.ContainsKey(Name(session))).ToImmutableArray();
        if (changed.IsEmpty && removed.IsEmpty) return null;
        if (!changed.IsEmpty && !removed.IsEmpty || changed.Length + removed.Length > MaxPartial) return (LetterKind.Change, knows, false);
        return changed.IsEmpty ? (LetterKind.Cancellation, removed, true) : (LetterKind.Change, changed, true);
    }

    private static bool Same(SortedDictionary<LocalDate, InvitedSession> before, SortedDictionary<LocalDate, InvitedSession> after) => before.Values.SequenceEqual(after.Values);

    /// <summary>What is over is history, for calendars too.</summary>
    private static SortedDictionary<LocalDate, InvitedSession> Ahead(ImmutableArray<InvitedSession> sessions, Instant at) =>
        new(sessions.Where(session => session.End > at).ToDictionary(Name));

    private static LocalDate Name(InvitedSession session) => session.Day ?? LocalDate.MinIsoValue;

    private static IEnumerable<string> Addresses(Told? before, ImmutableArray<Invitee> whom) =>
        whom.Concat(before?.Whom ?? []).Select(invitee => invitee.Address).Distinct(StringComparer.OrdinalIgnoreCase);

    private static Invitee? Find(ImmutableArray<Invitee> whom, string address) =>
        whom.FirstOrDefault(invitee => string.Equals(invitee.Address, address, StringComparison.OrdinalIgnoreCase));

    /// <summary>Who was told of sessions that are undecided is still told of them.</summary>
    private static ImmutableArray<Invitee> Merge(Told? before, ImmutableArray<Invitee> whom, ImmutableArray<InvitedSession> standing)
    {
        if (before is null || standing.IsEmpty) return whom;
        var merged = whom.ToBuilder();
        foreach (var old in before.Whom)
        {
            ImmutableArray<LocalDate> days = [.. standing.Where(old.IsInvitedTo).Select(session => session.Day).OfType<LocalDate>()];
            var index = IndexOf(merged, old.Address);
            if (index < 0 && days.Length > 0) merged.Add(old with { Days = days });
            else if (index >= 0 && !merged[index].Days.IsDefault) merged[index] = merged[index] with { Days = [.. merged[index].Days.Union(days)] };
        }
        return merged.ToImmutable();
    }

    private static int IndexOf(ImmutableArray<Invitee>.Builder whom, string address)
    {
        for (var index = 0; index < whom.Count; index++)
        {
            if (string.Equals(whom[index].Address, address, StringComparison.OrdinalIgnoreCase)) return index;
        }
        return -1;
    }
}

/// <summary>Which sessions wait for a decision.</summary>
public sealed record Undecided(bool Any, ImmutableHashSet<LocalDate> Days)
{
    public static Undecided Nothing { get; } = new(false, []);

    public bool Holds(InvitedSession session) => session.Day is { } day ? Days.Contains(day) : Any;
}
