using Conferencing.Booking;
using Conferencing.Tests.Architecture;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Tests.Booking.Recurrences;

/// <summary>The table of series, and the holidays it was made with: those the product ships.</summary>
internal static class GoldenSeries
{
    public static HolidayCalendar VietNam { get; } = HolidayTable.Read(
        File.ReadAllText(Path.Combine(Repository.Root, "src", "Conferencing.Server", "Holidays", "viet-nam.txt")), 2024, 2032);

    public static TheoryData<string, string, string, string, string> Read()
    {
        var data = new TheoryData<string, string, string, string, string>();
        string[] series = [];
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Conferencing.Tests", "Booking", "Recurrences", "cases.txt")))
        {
            if (line.StartsWith("  = ", StringComparison.Ordinal)) data.Add(series[0], series[1], series[2], series[3], line[4..]);
            else if (line.Contains('|', StringComparison.Ordinal)) series = [.. line.Split('|').Select(part => part.Trim())];
        }
        return data;
    }

    public static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;

    public static string Text(PlannedDate date)
    {
        var day = LocalDatePattern.Iso.Format(date.Day);
        return date switch
        {
            { Fate: DateFate.Held } => day,
            { Fate: DateFate.Moved, Slot: { } slot } => $"{day}>{LocalDatePattern.Iso.Format(slot.Start.InZone(At.Zone).Date)}",
            { Reason: DateReason.MeetsAnother } => $"{day}!meets",
            _ => $"{day}!{date.Reason.ToString().ToLowerInvariant()}",
        };
    }
}
