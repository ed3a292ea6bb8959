namespace Conferencing.Server.Tests.Rig;

/// <summary>Forms of series, with what a test does not care about filled in.</summary>
internal static class SeriesForms
{
    /// <summary>A Monday at 08:00 in Khánh Hòa, at least this many weeks from now.</summary>
    public static DateTimeOffset Monday(int weeks = 1, int hour = 8, int minute = 0)
    {
        var today = Bookings.Day(0, hour, minute);
        return today.AddDays(((8 - (int)today.DayOfWeek) % 7) + (7 * weeks));
    }

    public static Dictionary<string, object?> Weekly(DateTimeOffset start, Guid[] rooms, int count, string title = "Giao ban tuần", string onClash = "refuse", object? choices = null)
    {
        var form = Bookings.Form(start, start.AddHours(1), rooms, title);
        form["recurrence"] = new Dictionary<string, object?>
        {
            ["frequency"] = "weekly",
            ["weekdays"] = new[] { start.DayOfWeek.ToString().ToLowerInvariant() },
            ["count"] = count,
            ["onHoliday"] = "keep",
            ["onClash"] = onClash,
            ["choices"] = choices,
        };
        return form;
    }

    public static Dictionary<string, object?> With(this Dictionary<string, object?> form, string field, object? value) => new(form) { [field] = value };

    /// <summary>"dd/MM HH:mm" of every session that is not cancelled.</summary>
    public static string[] Times(this ApiAnswer briefing) => [.. briefing["occurrences"].EnumerateArray()
        .Where(one => one.GetProperty("status").GetString() != "cancelled")
        .Select(one => one.GetProperty("start").GetDateTimeOffset().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))];

    public static string[] Weeks(DateTimeOffset start, params int[] weeks) =>
        [.. weeks.Select(week => start.AddDays(7 * week).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))];

    public static Guid Session(this ApiAnswer briefing, int index) => briefing["occurrences"][index].GetProperty("id").GetGuid();
}
