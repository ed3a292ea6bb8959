using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

/// <summary>Short words for times: "08:00" is on Monday 23 November 2026 in Khánh Hòa, "+1 08:00" the day after.</summary>
internal static class At
{
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    private static readonly LocalDate Monday = new(2026, 11, 23);

    public static Instant Time(string text)
    {
        var parts = text.Split(' ');
        var day = parts.Length == 2 ? int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
        var clock = parts[^1].Split(':').Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return (Monday.PlusDays(day) + new LocalTime(clock[0], clock[1])).InZoneStrictly(Zone).ToInstant();
    }

    /// <summary>"08:00-09:30", "+1 23:00-+2 01:00".</summary>
    public static Slot Slot(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return new Slot(Time(text[..dash]), Time(text[(dash + 1)..]));
    }

    public static string Text(Slot? slot)
    {
        if (slot is not { } known) return "none";
        var (start, end) = (known.Start.InZone(Zone).LocalDateTime, known.End.InZone(Zone).LocalDateTime);
        return $"{Text(start)}-{Text(end)}";
    }

    private static string Text(LocalDateTime at)
    {
        var days = Period.DaysBetween(Monday, at.Date);
        return (days == 0 ? "" : $"+{days} ") + at.TimeOfDay.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }
}
