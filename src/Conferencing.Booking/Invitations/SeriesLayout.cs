using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>
/// The sessions of a series as one recurring event (RFC 5545 3.8.5): the rule with its exceptions where it still says something, else the dates
/// one by one; and which sessions differ from what that gives.
/// </summary>
/// <param name="First">When the first is held by the rule.</param>
/// <param name="Rule">Null where dates say it better.</param>
/// <param name="Except">Times of the rule at which nothing is held (EXDATE).</param>
/// <param name="Also">Times beside the rule (RDATE).</param>
/// <param name="Own">Sessions at another time, of another length or matter.</param>
internal sealed record SeriesLayout(
    LocalDateTime First, Duration Length, string? Rule, ImmutableArray<LocalDateTime> Except, ImmutableArray<LocalDateTime> Also, ImmutableArray<InvitedSession> Own)
{
    private const int LongestYears = 7;

    public static SeriesLayout Of(InvitedSeries series, ImmutableArray<InvitedSession> sessions)
    {
        var rule = RecurrenceText.Read(series.Rule) ?? throw new System.Diagnostics.UnreachableException("A series is kept by a rule that was read before.");
        var days = rule.Days(series.FirstDay, series.FirstDay.PlusYears(LongestYears)).Take(SeriesDates.MaxOccurrences + 1).ToList();
        var held = sessions.Select(session => session.Day!.Value).ToHashSet();
        var except = days.Where(day => !held.Contains(day)).ToList();
        var also = held.Except(days).Order().ToList();
        var length = Duration.FromSeconds(series.LengthSeconds);
        var own = sessions.Where(session => session.Own is not null || session.Start != Nominal(series, session.Day!.Value).InOffset() || session.End - session.Start != length);
        if (days.Count - except.Count <= except.Count)
            return new SeriesLayout(Nominal(series, held.Min()), length, null, [], [.. held.Order().Skip(1).Select(day => Nominal(series, day))], [.. own]);
        return new SeriesLayout(
            Nominal(series, days[0]), length, RuleText(rule), [.. except.Select(day => Nominal(series, day))], [.. also.Select(day => Nominal(series, day))], [.. own]);
    }

    /// <summary>When a session is held by the rule: its RECURRENCE-ID for life (3.8.4.4).</summary>
    public static LocalDateTime Nominal(InvitedSeries series, LocalDate day) => day.At(series.Time);

    /// <summary>UNTIL in UTC, as DTSTART has a zone (3.3.10): the last second of its last day.</summary>
    private static string RuleText(Recurrence rule)
    {
        if (rule.Until is not { } until) return RecurrenceText.Write(rule);
        var last = until.PlusDays(1).AtMidnight().PlusSeconds(-1).InOffset();
        return $"{RecurrenceText.Write(rule with { Until = null })};UNTIL={ContentLines.Moment(last)}";
    }
}

/// <summary>The zone everything is held in: seven hours ahead, without summer time. Calendars are told a fixed one, for the history of the zone data is odd.</summary>
internal static class CalendarZone
{
    public const string Name = "Asia/Ho_Chi_Minh";
    private static readonly Offset Ahead = Offset.FromHours(7);

    public static LocalDateTime ToLocal(this Instant at) => at.WithOffset(Ahead).LocalDateTime;

    public static Instant InOffset(this LocalDateTime at) => at.WithOffset(Ahead).ToInstant();

    public static void Write(ContentLines lines)
    {
        lines.Raw("BEGIN", "VTIMEZONE");
        lines.Raw("TZID", Name);
        lines.Raw("BEGIN", "STANDARD");
        lines.Raw("DTSTART", "19750613T000000");
        lines.Raw("TZOFFSETFROM", "+0700");
        lines.Raw("TZOFFSETTO", "+0700");
        lines.Raw("TZNAME", "+07");
        lines.Raw("END", "STANDARD");
        lines.Raw("END", "VTIMEZONE");
    }
}
