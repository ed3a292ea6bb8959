using NodaTime;
using NodaTime.Text;

namespace Conferencing.Booking;

/// <summary>
/// The maintained table of official days, as text: one line a day or span, and rules for the days whose date never changes. Which
/// office maintains it, and where the text lies, is not its business.
/// </summary>
/// <remarks>
/// <c>holiday 2026-02-16..2026-02-20 Tết Nguyên đán</c>, <c>off DATE NAME</c>, <c>work DATE NAME</c>; a <c>~</c> before the name marks what is
/// not announced yet; <c>yearly 04-30 1975 NAME</c> gives the date in every year from that one on that has no <c>announced</c> line, and if it
/// falls on a weekend also the next working day (Labour Code 2019, art. 111.3). <c>announced 2026</c>: the lines of that year are all there is.
/// </remarks>
public static class HolidayTable
{
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;

    /// <exception cref="FormatException">A line makes no sense; the message says which.</exception>
    public static HolidayCalendar Read(string text, int firstYear, int lastYear)
    {
        var lines = Lines(text).ToList();
        var announced = lines.Where(line => line.Word == "announced").Select(line => int.Parse(line.Date, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        var days = new Dictionary<LocalDate, OfficialDay>();
        foreach (var line in lines.Where(line => line.Word is "holiday" or "off" or "work"))
        {
            foreach (var day in Dated(line)) days[day.Date] = day;
        }
        foreach (var year in Enumerable.Range(firstYear, lastYear - firstYear + 1).Where(year => !announced.Contains(year)))
            AddYearly(lines.Where(line => line.Word == "yearly"), year, days);
        return new HolidayCalendar(days.Values);
    }

    private sealed record Line(int Number, string Word, string Date, string Rest);

    private static IEnumerable<Line> Lines(string text)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2 || parts[0] is not ("holiday" or "off" or "work" or "yearly" or "announced")) throw Wrong(number, line);
            yield return new Line(number, parts[0], parts[1], parts.Length > 2 ? parts[2] : "");
        }
    }

    private static IEnumerable<OfficialDay> Dated(Line line)
    {
        var span = line.Date.Split("..");
        var (first, last) = (Parse(line, span[0]), Parse(line, span[^1]));
        if (last < first || Period.DaysBetween(first, last) > 31) throw Wrong(line.Number, line.Date);
        var kind = line.Word switch { "holiday" => DayKind.Holiday, "off" => DayKind.SwappedOff, _ => DayKind.SwappedWork };
        for (var day = first; day <= last; day = day.PlusDays(1)) yield return new OfficialDay(day, kind, line.Rest.TrimStart('~').Trim(), line.Rest.StartsWith('~'));
    }

    private static void AddYearly(IEnumerable<Line> rules, int year, Dictionary<LocalDate, OfficialDay> days)
    {
        var fixedDays = rules.Select(line => (Line: line, Parts: line.Rest.Split(' ', 2)))
            .Where(rule => year >= int.Parse(rule.Parts[0], System.Globalization.CultureInfo.InvariantCulture))
            .Select(rule => new OfficialDay(Parse(rule.Line, $"{year:0000}-{rule.Line.Date}"), DayKind.Holiday, rule.Parts[1], true)).ToList();
        foreach (var day in fixedDays) days.TryAdd(day.Date, day);
        foreach (var day in fixedDays.Where(day => day.Date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday))
        {
            var instead = new HolidayCalendar(days.Values).NextWorkingDay(day.Date);
            days.TryAdd(instead, new OfficialDay(instead, DayKind.Holiday, $"Nghỉ bù {day.Name}", true));
        }
    }

    private static LocalDate Parse(Line line, string text) => Day.Parse(text) is { Success: true } day ? day.Value : throw Wrong(line.Number, text);

    private static FormatException Wrong(int number, string what) => new($"Line {number} of the holiday table: '{what}' makes no sense.");
}
