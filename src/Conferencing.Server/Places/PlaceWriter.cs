using System.Text;
using Conferencing.Server.Identity;
using MiniExcelLibs;
using MiniExcelLibs.Csv;

namespace Conferencing.Server.Places;

/// <summary>From lines to a spreadsheet that <see cref="PlaceReader"/> reads again.</summary>
internal static class PlaceWriter
{
    /// <summary>A sheet for each table.</summary>
    public static byte[] Workbook(IReadOnlyCollection<PlaceLine> lines, Language language)
    {
        var sheets = Enum.GetValues<PlaceTable>().ToDictionary(
            table => PlaceHeads.Name(table, language),
            object (table) => Rows(lines.Where(line => line.Table == table), PlaceHeads.Columns[table], language, cell => cell));
        using var stream = new MemoryStream();
        stream.SaveAs(sheets);
        return stream.ToArray();
    }

    /// <summary>One table of all, with a byte order mark, without which spreadsheet programs misread Vietnamese.</summary>
    public static byte[] Text(IReadOnlyCollection<PlaceLine> lines, Language language)
    {
        PlaceColumn[] columns = [PlaceColumn.Table, .. Enum.GetValues<PlaceColumn>().Where(column => column != PlaceColumn.Table)];
        var named = lines.Select(line => line with { Cells = line.Cells.SetItem(PlaceColumn.Table, PlaceHeads.Name(line.Table, language)) });
        using var stream = new MemoryStream();
        var form = new CsvConfiguration { StreamWriterFunc = to => new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) };
        stream.SaveAs(Rows(named, columns, language, Harmless), excelType: ExcelType.CSV, configuration: form);
        return stream.ToArray();
    }

    /// <summary>What programs take for a formula when it begins a cell of a text file.</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal);

    private static string Harmless(string text) => LooksLikeFormula(text) ? "'" + text : text;

    /// <summary>At least the heads: an empty one, so that a new installation has a form to fill in.</summary>
    private static List<Dictionary<string, object>> Rows(IEnumerable<PlaceLine> lines, IReadOnlyCollection<PlaceColumn> columns, Language language, Func<string, string> cell)
    {
        var rows = lines.Select(line => columns.ToDictionary(column => PlaceHeads.Name(column, language), object (column) => cell(line[column] ?? ""))).ToList();
        if (rows.Count == 0) rows.Add(columns.ToDictionary(column => PlaceHeads.Name(column, language), object (_) => ""));
        return rows;
    }
}
