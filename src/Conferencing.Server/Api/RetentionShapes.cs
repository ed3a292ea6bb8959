namespace Conferencing.Server.Api;

/// <summary>How one kind of personal data ends.</summary>
public enum RetentionEnd
{
    /// <summary>Removed by the sweep of personal data.</summary>
    Swept,

    /// <summary>Removed by something of its own.</summary>
    Elsewhere,

    /// <summary>There is no number of days: it ends with what it belongs to, or when somebody changes it.</summary>
    WithItsThing,
}

/// <summary>One rule of keeping personal data.</summary>
/// <param name="Id">A stable word: what it is about.</param>
/// <param name="Days">How long it is kept; 0 for good. Null where days do not count.</param>
/// <param name="Setting">The setting that says how long; null where there is none.</param>
/// <param name="Due">What a sweep would remove now; null where the sweep does not ask.</param>
/// <param name="Removed">What the last sweep removed; null before the first, and where none does.</param>
public sealed record RetentionRuleAnswer(string Id, RetentionEnd End, int? Days, string? Setting, int? Due, int? Removed);

/// <summary>A retired account whose time is over, and which is kept as what it booked is still to come.</summary>
public sealed record HeldAccountAnswer(Guid Id, string DisplayName, int Briefings);

/// <param name="LastRun">When the last sweep was finished; null before the first.</param>
public sealed record RetentionAnswer(RetentionRuleAnswer[] Rules, HeldAccountAnswer[] HeldAccounts, DateTimeOffset? LastRun);
