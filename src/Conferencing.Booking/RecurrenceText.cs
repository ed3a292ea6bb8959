using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Booking;

/// <summary>A rule as the value of an RRULE property (RFC 5545 3.3.10) and back. Says null to rules this program has no use for.</summary>
public static class RecurrenceText
{
    private static readonly string[] DayNames = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    /// <summary>UNTIL is a day here, as DTSTART is kept with its zone apart; a calendar file needs it in UTC.</summary>
    public static string Write(Recurrence rule)
    {
        var parts = new List<string> { $"FREQ={rule.Frequency.ToString().ToUpperInvariant()}" };
        if (rule.Interval != 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"INTERVAL={rule.Interval}"));
        if (!rule.Weekdays.IsEmpty) parts.Add("BYDAY=" + string.Join(',', rule.Weekdays.Order().Select(day => Number(rule.Nth) + DayNames[(int)day - 1])));
        if (rule.MonthDay is { } monthDay) parts.Add($"BYMONTHDAY={Number(monthDay)}");
        if (rule.Until is { } until) parts.Add($"UNTIL={Day.Format(until)}");
        if (rule.Count is { } count) parts.Add($"COUNT={Number(count)}");
        return string.Join(';', parts);
    }

    public static Recurrence? Read(string text)
    {
        var rule = new Recurrence(Frequency.Daily, 1, [], null, null, null, null);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';'))
        {
            if (part.Split('=') is not [var name, var value] || !names.Add(name) || Take(rule, name.ToUpperInvariant(), value) is not { } next) return null;
            rule = next;
        }
        return names.Contains("FREQ") && IsWhole(rule) ? rule : null;
    }

    /// <summary>Whether the parts belong together; the limits of the booking desk are not asked here.</summary>
    public static bool IsWhole(Recurrence rule) => rule is { Interval: >= 1, Count: null or >= 1 } && !(rule.Until is not null && rule.Count is not null) && rule.Frequency switch
    {
        Frequency.Daily => rule is { Weekdays.IsEmpty: true, MonthDay: null, Nth: null },
        Frequency.Weekly => rule is { Weekdays.IsEmpty: false, MonthDay: null, Nth: null } && rule.Weekdays.Distinct().Count() == rule.Weekdays.Length,
        Frequency.Monthly => rule is { MonthDay: -1 or (>= 1 and <= 31), Nth: null, Weekdays.IsEmpty: true }
            or { MonthDay: null, Nth: -1 or (>= 1 and <= 5), Weekdays.Length: 1 },
        _ => false,
    };

    private static Recurrence? Take(Recurrence rule, string name, string value) => name switch
    {
        "FREQ" => Enum.TryParse<Frequency>(value, ignoreCase: true, out var frequency) && !char.IsAsciiDigit(value[0]) ? rule with { Frequency = frequency } : null,
        "INTERVAL" => Positive(value) is { } interval ? rule with { Interval = interval } : null,
        "COUNT" => Positive(value) is { } count ? rule with { Count = count } : null,
        "BYMONTHDAY" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var day) ? rule with { MonthDay = day } : null,
        "BYDAY" => Weekdays(rule, value),
        "UNTIL" => Day.Parse(value) is { Success: true } until ? rule with { Until = until.Value } : null,
        "WKST" => value == "MO" ? rule : null,
        _ => null,
    };

    private static Recurrence? Weekdays(Recurrence rule, string value)
    {
        var days = ImmutableArray.CreateBuilder<IsoDayOfWeek>();
        int? nth = null;
        foreach (var item in value.Split(','))
        {
            var index = item.Length < 2 ? -1 : Array.IndexOf(DayNames, item[^2..].ToUpperInvariant());
            if (index < 0) return null;
            if (item.Length > 2)
            {
                if (!int.TryParse(item[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
                nth = number;
            }
            days.Add((IsoDayOfWeek)(index + 1));
        }
        return rule with { Weekdays = days.ToImmutable(), Nth = nth };
    }

    private static int? Positive(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
