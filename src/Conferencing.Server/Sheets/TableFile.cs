using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.Csv;

namespace Conferencing.Server.Sheets;

/// <summary>Tables as files that spreadsheet programs open. It does not decide what is in them.</summary>
internal static class TableFile
{
    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const string TextType = "text/csv; charset=utf-8";

    /// <summary>A sheet for each table.</summary>
    public static byte[] Workbook(IEnumerable<Table> tables)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(tables.ToDictionary(table => table.Name, object (table) => Rows(table, cell => cell)));
        return stream.ToArray();
    }

    /// <summary>Comma-separated (RFC 4180), with a byte order mark, without which spreadsheet programs misread Vietnamese.</summary>
    public static byte[] Text(Table table)
    {
        using var stream = new MemoryStream();
        var form = new CsvConfiguration { StreamWriterFunc = to => new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) };
        stream.SaveAs(Rows(table, cell => cell is string text && LooksLikeFormula(text) ? "'" + text : cell), excelType: ExcelType.CSV, configuration: form);
        return stream.ToArray();
    }

    /// <summary>What programs take for a formula when it begins a cell of a text file.</summary>
    public static bool LooksLikeFormula(string text) => text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal);

    /// <summary>At least the heads.</summary>
    private static List<Dictionary<string, object>> Rows(Table table, Func<object, object> cell)
    {
        var rows = table.Rows.Select(row => table.Heads.Zip(row).ToDictionary(pair => pair.First, pair => cell(pair.Second))).ToList();
        if (rows.Count == 0) rows.Add(table.Heads.ToDictionary(head => head, object (_) => ""));
        return rows;
    }
}
