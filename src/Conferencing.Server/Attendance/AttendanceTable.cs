using System.Globalization;
using Conferencing.Server.Api;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Sheets;

namespace Conferencing.Server.Attendance;

/// <summary>Attendance as a table for spreadsheets, one row a room and session.</summary>
internal static class AttendanceTable
{
    public static Table Of(string name, IEnumerable<AttendanceAnswer> sheets, Language language) => new(
        name,
        MessageTable.Text(language, "csv.attendance").Split('|'),
        [.. sheets.SelectMany(sheet => sheet.Rooms.Select(room => Row(sheet, room)))]);

    private static object[] Row(AttendanceAnswer sheet, RoomAttendance room) =>
        [Moment(sheet.Start), Moment(sheet.End), room.Name, Moment(room.Joined), Moment(room.Left), room.Seconds, room.Calls.Length];

    private static string Moment(DateTimeOffset? at) => at?.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
