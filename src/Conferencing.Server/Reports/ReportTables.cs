using System.Globalization;
using System.Text.Json;
using Conferencing.Booking.Reports;
using Conferencing.Server.Api;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Sheets;

namespace Conferencing.Server.Reports;

/// <summary>A report as tables for a spreadsheet, in the reader's language. Numbers stay numbers.</summary>
internal static class ReportTables
{
    public static Table[] Of(ReportAnswer report, Language language) => [Total(report, language), Sessions(report, language), Rooms(report, language), Sites(report, language), Units(report, language)];

    private static Table Total(ReportAnswer report, Language language)
    {
        var total = report.Total;
        return Make("reportTotal", language,
        [
            [Text("report.period"), $"{Day(report.From)} – {Day(report.To)}"],
            .. total.Sessions.Select(outcome => new object[] { Outcome(outcome.Fate, language), outcome.Count }),
            [Text("report.plannedHours"), total.PlannedHours],
            [Text("report.heldHours"), total.HeldHours],
            [Text("report.attendance"), Percent(total.Present, total.Expected)],
            [Text("report.onTime"), Percent(total.OnTime, total.Expected)],
            [Text("report.lost"), total.Lost],
            [Text("report.briefings"), total.Briefings],
            [Text("report.lead"), total.LeadDays ?? Nothing],
            [Text("report.shortNotice"), total.ShortNotice],
        ]);

        string Text(string code) => MessageTable.Text(language, code);
    }

    private static Table Sessions(ReportAnswer report, Language language) => Make("reportSessions", language,
    [
        .. report.Sessions.Select(one => new[]
        {
            Moment(one.Start), Moment(one.End), one.Title, one.HostUnit ?? "", Outcome(one.Fate, language), Moment(one.ActualStart), Moment(one.ActualEnd), one.Expected, one.Present, one.OnTime, one.Lost,
        }),
    ]);

    private static Table Rooms(ReportAnswer report, Language language) => Make("reportRooms", language,
    [
        .. report.Rooms.Select(one => new[]
        {
            one.Name, one.Site ?? "", one.Unit ?? "", one.Sessions, one.Hours, one.UsePercent ?? Nothing, one.Expected, one.Present, one.OnTime, one.Missed, one.HoursPresent, one.Lost,
        }),
    ]);

    private static Table Sites(ReportAnswer report, Language language) => Make("reportSites", language,
        [.. report.Sites.Select(one => new object[] { one.Name ?? MessageTable.Text(language, "noSite"), one.Faults, one.Missed, one.Lost, one.Expected, one.Present, one.Rooms })]);

    private static Table Units(ReportAnswer report, Language language) => Make("reportUnits", language,
        [.. report.Units.Select(one => new[] { one.Name ?? MessageTable.Text(language, "noHostUnit"), one.Sessions, one.Held, one.Cancelled, one.HoursHeld, one.LeadDays ?? Nothing })]);

    private static readonly object Nothing = "";

    private static Table Make(string name, Language language, object[][] rows) => new(MessageTable.Text(language, "sheet." + name), MessageTable.Text(language, "csv." + name).Split('|'), rows);

    private static string Outcome(SessionFate fate, Language language) => MessageTable.Text(language, "report." + JsonNamingPolicy.CamelCase.ConvertName(fate.ToString()));

    private static object Percent(int part, int whole) => whole == 0 ? Nothing : Math.Round(100.0 * part / whole, 1);

    private static object Moment(DateTimeOffset? at) => at?.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture) ?? Nothing;

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
