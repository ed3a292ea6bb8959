using System.Globalization;
using Conferencing.Server.Api;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Sheets;

namespace Conferencing.Server.Audit;

/// <summary>Lines of the audit trail as a table: one row a line, with its digest, so that a sheet that was put away later proves what the trail said.</summary>
internal static class AuditSheet
{
    public static Table Of(IEnumerable<AuditLineAnswer> lines, Language language) =>
        new(MessageTable.Text(language, "sheet.audit"), MessageTable.Text(language, "csv.audit").Split('|'), [.. lines.Select(Cells)]);

    private static object[] Cells(AuditLineAnswer line) =>
    [
        line.Number.ToString(CultureInfo.InvariantCulture), line.At.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture), line.Who, line.Address ?? "", line.ActText, line.KindText, line.Thing,
        Side(line, field => field.Was), Side(line, field => field.Became), line.Digest,
    ];

    private static string Side(AuditLineAnswer line, Func<AuditFieldAnswer, string?> side) =>
        string.Join('\n', line.Fields.Where(field => side(field) is not null).Select(field => $"{field.Name}: {side(field)}"));
}
