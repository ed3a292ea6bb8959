using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Conferencing.Server.Sheets;
using MiniExcelLibs;
using MiniExcelLibs.Csv;
using MiniExcelLibs.OpenXml;

namespace Conferencing.Server.Places;

/// <summary>
/// From the bytes of a spreadsheet (XLSX, or CSV in UTF-8 or UTF-16 with comma, semicolon or tab) to lines. The bytes may be anybody's: what
/// would unpack to more than it should is not unpacked, formulas are text, and only what is in known columns is taken.
/// </summary>
internal static class PlaceReader
{
    public const int MaxBytes = 4 << 20;
    public const int MaxRows = 5000;
    public const int MaxCellLength = 2000;
    private const long MaxUnpackedBytes = 48 << 20;
    private const int MaxSheets = 20;

    /// <summary>Texts shared by cells stay in memory, of which there is a bound, instead of on the disk.</summary>
    private static readonly OpenXmlConfiguration Workbook = new() { EnableSharedStringCache = false };

    public static PlaceFile Read(byte[] content)
    {
        if (content.Length == 0) return PlaceFile.Unreadable("sheetEmpty");
        try
        {
            return content.AsSpan().StartsWith("PK"u8) ? ReadWorkbook(content) : ReadText(content);
        }
        catch (Exception fault) when (fault is InvalidDataException or XmlException or FormatException or InvalidOperationException or ArgumentException
            or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException or NotSupportedException or OverflowException)
        {
            // The library's ways to say that a workbook is none.
            return PlaceFile.Unreadable("sheetUnreadable");
        }
    }

    private static PlaceFile ReadWorkbook(byte[] content)
    {
        if (UnpacksTooFar(content)) return PlaceFile.Unreadable("sheetTooLarge", MaxBytes >> 20);
        if (IsTooWideOrLong(content)) return PlaceFile.Unreadable("sheetTooFar", MaxRows, SheetExtent.MaxColumns);
        using var stream = new MemoryStream(content, writable: false);
        var names = stream.GetSheetNames().Take(MaxSheets + 1).ToList();
        if (names.Count > MaxSheets) return PlaceFile.Unreadable("sheetTooMany", MaxSheets);
        var files = names.Select(name => ReadTable(name, stream.Query(useHeaderRow: false, sheetName: name, configuration: Workbook))).ToList();
        return new PlaceFile([.. files.SelectMany(file => file.Lines)], [.. files.SelectMany(file => file.Problems)]);
    }

    private static PlaceFile ReadText(byte[] content)
    {
        if (Decode(content) is not { } text) return PlaceFile.Unreadable("sheetNotUnicode");
        var separator = SeparatorOf(text);
        if (SheetExtent.IsTooLarge(text, separator, MaxRows)) return PlaceFile.Unreadable("sheetTooFar", MaxRows, SheetExtent.MaxColumns);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false);
        return ReadTable(null, stream.Query(useHeaderRow: false, excelType: ExcelType.CSV, configuration: new CsvConfiguration { Seperator = separator }));
    }

    private static bool IsTooWideOrLong(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        return SheetExtent.IsTooLarge(archive, MaxRows);
    }

    /// <summary>Counted, not believed: a packed file tells its size itself.</summary>
    private static bool UnpacksTooFar(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        var buffer = new byte[81920];
        long total = 0;
        foreach (var entry in archive.Entries)
        {
            using var unpacked = entry.Open();
            for (int count; (count = unpacked.Read(buffer)) > 0;)
            {
                if ((total += count) > MaxUnpackedBytes) return true;
            }
        }
        return false;
    }

    private static PlaceFile ReadTable(string? sheet, IEnumerable<dynamic> rows)
    {
        var (lines, problems) = (ImmutableArray.CreateBuilder<PlaceLine>(), ImmutableArray.CreateBuilder<PlaceProblem>());
        Dictionary<string, PlaceColumn>? heads = null;
        var row = 0;
        foreach (IDictionary<string, object?> cells in rows)
        {
            if (++row > MaxRows) return PlaceFile.Unreadable("sheetTooLong", MaxRows);
            var texts = cells.Select(cell => (cell.Key, Text: TextOf(cell.Value))).Where(cell => cell.Text.Length > 0).ToList();
            if (texts.Count == 0) continue;
            if (heads is null) heads = ReadHeads(sheet, row, texts, problems);
            else if (LineOf(sheet, row, texts, heads, problems) is { } line) lines.Add(line);
        }
        return new PlaceFile(lines.ToImmutable(), problems.ToImmutable());
    }

    private static Dictionary<string, PlaceColumn> ReadHeads(
        string? sheet, int row, List<(string Key, string Text)> texts, ImmutableArray<PlaceProblem>.Builder problems)
    {
        var heads = new Dictionary<string, PlaceColumn>();
        foreach (var (key, text) in texts)
        {
            if (PlaceHeads.FindColumn(text) is not { } column) problems.Add(new PlaceProblem(sheet, row, null, "columnUnknown", Shortened(text)));
            else if (heads.ContainsValue(column)) problems.Add(new PlaceProblem(sheet, row, column, "columnTwice"));
            else heads.Add(key, column);
        }
        if (!heads.ContainsValue(PlaceColumn.Table) && (sheet is null || PlaceHeads.FindTable(sheet) is null))
            problems.Add(new PlaceProblem(sheet, row, null, sheet is null ? "tableColumnMissing" : "sheetUnknown", Shortened(sheet ?? "")));
        return heads;
    }

    private static PlaceLine? LineOf(
        string? sheet, int row, List<(string Key, string Text)> texts, Dictionary<string, PlaceColumn> heads, ImmutableArray<PlaceProblem>.Builder problems)
    {
        var cells = heads.Values.ToDictionary(column => column, _ => "");
        foreach (var (key, text) in texts)
        {
            if (!heads.TryGetValue(key, out var column)) continue;
            if (text.Length > MaxCellLength) problems.Add(new PlaceProblem(sheet, row, column, "tooLongText", MaxCellLength));
            else cells[column] = text;
        }
        var named = cells.GetValueOrDefault(PlaceColumn.Table, "") is { Length: > 0 } table ? PlaceHeads.FindTable(table) : sheet is null ? null : PlaceHeads.FindTable(sheet);
        if (named is { } known) return new PlaceLine(sheet, row, known, cells.ToImmutableDictionary());
        // A sheet that is not known has been told of once.
        if (heads.ContainsValue(PlaceColumn.Table)) problems.Add(new PlaceProblem(sheet, row, PlaceColumn.Table, "tableUnknown"));
        return null;
    }

    private static string TextOf(object? value)
    {
        var text = value switch
        {
            null => "",
            DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            bool yes => yes ? "1" : "0",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        text = text.Normalize(NormalizationForm.FormC).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        // The mark before what a spreadsheet program would take for a formula.
        return text.Length > 1 && text[0] == '\'' && TableFile.LooksLikeFormula(text[1..]) ? text[1..] : text;
    }

    private static string? Decode(byte[] content)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(content), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The one of which the first line has the most.</summary>
    private static char SeparatorOf(string text)
    {
        var first = text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length);
        var (best, most) = (',', 0);
        foreach (var separator in ",;\t")
        {
            if (first.Count(separator) is var count && count > most) (best, most) = (separator, count);
        }
        return best;
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
