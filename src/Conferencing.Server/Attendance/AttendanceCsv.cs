using System.Globalization;
using System.Text;
using Conferencing.Server.Api;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;

namespace Conferencing.Server.Attendance;

/// <summary>Attendance as comma-separated values (RFC 4180), one line a room and session.</summary>
internal static class AttendanceCsv
{
    public static string Write(IEnumerable<AttendanceAnswer> sheets, Language language)
    {
        var text = new StringBuilder();
        Line(text, MessageTable.Text(language, "csv.attendance").Split('|'));
        foreach (var sheet in sheets)
        {
            foreach (var room in sheet.Rooms)
            {
                Line(text, Moment(sheet.Start), Moment(sheet.End), room.Name, Moment(room.Joined), Moment(room.Left),
                    room.Seconds.ToString(CultureInfo.InvariantCulture), room.Calls.Length.ToString(CultureInfo.InvariantCulture));
            }
        }
        return text.ToString();
    }

    private static string Moment(DateTimeOffset? at) => at?.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static void Line(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        for (var index = 0; index < cells.Length; index++) text.Append(index == 0 ? "" : ",").Append(Cell(cells[index]));
        text.Append("\r\n");
    }

    /// <summary>A cell that begins like a formula is a text, not a command to the spreadsheet.</summary>
    private static string Cell(string value)
    {
        var safe = value is ['=' or '+' or '-' or '@', ..] ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
