using Conferencing.Booking;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>The official days: the table that comes with the program, and above it what administrators have entered.</summary>
internal sealed class Holidays(TimeProvider clock)
{
    private static readonly string Table = ReadTable();

    private const int YearsBack = 2;

    /// <summary>A series reaches five years ahead, and what is moved may reach into the sixth.</summary>
    private const int YearsAhead = 6;

    public async Task<HolidayCalendar> Calendar(Db db, CancellationToken cancel)
    {
        var entered = await db.OfficialDays.AsNoTracking().ToListAsync(cancel);
        if (entered.Count == 0) return BuiltIn();
        var days = All().ToDictionary(day => day.Date);
        foreach (var row in entered)
        {
            if (row.Kind is { } kind) days[row.Date] = new OfficialDay(row.Date, kind, row.Name, Provisional: false);
            else days.Remove(row.Date);
        }
        return new HolidayCalendar(days.Values);
    }

    private IEnumerable<OfficialDay> All() => BuiltIn().Between(LocalDate.MinIsoValue, LocalDate.MaxIsoValue);

    private HolidayCalendar BuiltIn()
    {
        var year = clock.Now().InZone(Times.Zone).Year;
        var built = _builtIn;
        if (built?.Year != year) _builtIn = built = new Built(year, HolidayTable.Read(Table, year - YearsBack, year + YearsAhead));
        return built.Calendar;
    }

    private sealed record Built(int Year, HolidayCalendar Calendar);

    private Built? _builtIn;

    private static string ReadTable()
    {
        using var stream = typeof(Holidays).Assembly.GetManifestResourceStream("viet-nam.txt")
            ?? throw new System.Diagnostics.UnreachableException("The table of holidays is built into the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
