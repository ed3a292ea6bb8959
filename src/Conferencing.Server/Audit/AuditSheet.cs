using System.Globalization;
using System.Text;
using Conferencing.Server.Api;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Places;
using MiniExcelLibs;
using MiniExcelLibs.Csv;

namespace Conferencing.Server.Audit;

/// <summary>Lines of the audit trail as a spreadsheet: one row a line, with its digest, so that a sheet that was put away later proves what the trail said.</summary>
internal static class AuditSheet
{
    public static byte[] Workbook(IEnumerable<AuditLineAnswer> lines, Language language)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(Rows(lines, language, cell => cell));
        return stream.ToArray();
    }

    /// <summary>With a byte order mark, without which spreadsheet programs misread Vietnamese.</summary>
    public static byte[] Text(IEnumerable<AuditLineAnswer> lines, Language language)
    {
        using var stream = new MemoryStream();
        var form = new CsvConfiguration { StreamWriterFunc = to => new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) };
        stream.SaveAs(Rows(lines, language, cell => PlaceWriter.LooksLikeFormula(cell) ? "'" + cell : cell), excelType: ExcelType.CSV, configuration: form);
        return stream.ToArray();
    }

    private static List<Dictionary<string, object>> Rows(IEnumerable<AuditLineAnswer> lines, Language language, Func<string, string> cell)
    {
        var heads = MessageTable.Text(language, "csv.audit").Split('|');
        var rows = lines.Select(line => Row(heads, [.. Cells(line).Select(cell)])).ToList();
        if (rows.Count == 0) rows.Add(Row(heads, [.. heads.Select(_ => "")]));
        return rows;
    }

    private static Dictionary<string, object> Row(string[] heads, string[] cells) =>
        heads.Zip(cells).ToDictionary(pair => pair.First, object (pair) => pair.Second);

    private static string[] Cells(AuditLineAnswer line) =>
    [
        line.Number.ToString(CultureInfo.InvariantCulture), line.At.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture), line.Who, line.Address ?? "", line.ActText, line.KindText, line.Thing,
        Side(line, field => field.Was), Side(line, field => field.Became), line.Digest,
    ];

    private static string Side(AuditLineAnswer line, Func<AuditFieldAnswer, string?> side) =>
        string.Join('\n', line.Fields.Where(field => side(field) is not null).Select(field => $"{field.Name}: {side(field)}"));
}
