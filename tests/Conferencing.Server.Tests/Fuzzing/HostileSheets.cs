using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Conferencing.Server.Tests.Fuzzing;

/// <summary>Spreadsheets as no program writes them, by a seeded source of chance: each is a whole workbook or text in which some things are very wrong.</summary>
internal sealed class HostileSheets(Random random)
{
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    private static readonly string[] References = ["A1", "a1", "B2", "XFD1", "ZZZZZZZ1", "A1048576", "A2147483647", "A99999999999", "A0", "A-1", "1", "", "$A$1", "A1:B2", "Ａ１", "\u0001A1", "XFD1048576"];
    private static readonly string[] Numbers = ["0", "-1", "1", "44927", "44927.99999", "2958465", "2958466", "-657435", "1e308", "1e999", "-1e999", "NaN", "INF", "9223372036854775808", "0x10", "1,5", "", " ", "\u0660", "2147483648", "-0"];
    private static readonly string[] Kinds = ["s", "inlineStr", "str", "n", "b", "d", "e", "", "x", "S"];
    private static readonly string[] Texts = ["Điểm cầu", "Đơn vị", "=1+1", "'=1+1", "=HYPERLINK(\"http://x\")", "@SUM(A1)", "&#0;", "&#xD800;", "_x0000_", "_xD800_", "\u202Eabc", "2024-02-30", "32/13/2024", "Bảng", "Tên", "Từ ngày", "Thuộc đơn vị", "&amp;&lt;", "-2147483649", "true"];

    public byte[] Next() => random.Next(4) == 0 ? Csv() : Workbook();

    private T Any<T>(T[] of) => of[random.Next(of.Length)];

    /// <summary>Rarely very many: what is dear must be met, but not in every round.</summary>
    private int Many(int few, int very) => random.Next(25) == 0 ? random.Next(very) : random.Next(few);

    private byte[] Workbook()
    {
        var sheets = Math.Max(1, Many(4, 60));
        var parts = new List<(string Name, byte[] Content)>
        {
            ("[Content_Types].xml", Text($"{Head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>")),
            ("_rels/.rels", Text($"{Head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>")),
            ("xl/workbook.xml", Text($"{Head}<workbook {Main}><sheets>{string.Concat(Enumerable.Range(1, sheets).Select(n => $"<sheet name=\"{(random.Next(3) == 0 ? "Điểm cầu" : $"S{n}")}\" sheetId=\"{(random.Next(20) == 0 ? Any(Numbers) : n.ToString(CultureInfo.InvariantCulture))}\" r:id=\"rId{(random.Next(20) == 0 ? 99 : n)}\"/>"))}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", Text($"{Head}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(Enumerable.Range(1, sheets).Select(n => $"<Relationship Id=\"rId{n}\" Type=\"x\" Target=\"{(random.Next(20) == 0 ? Any(["../../etc/passwd", "", "/xl/workbook.xml", "http://example.vn/x", "worksheets/sheet1.xml"]) : $"worksheets/sheet{n}.xml")}\"/>"))}</Relationships>")),
            ("xl/sharedStrings.xml", Text(SharedStrings())),
            ("xl/styles.xml", Text(Styles())),
        };
        for (var sheet = 1; sheet <= sheets; sheet++) parts.Add(($"xl/worksheets/sheet{sheet}.xml", Encoded(Sheet())));
        if (random.Next(6) == 0) parts.RemoveAt(random.Next(parts.Count));
        if (random.Next(6) == 0) parts.Add(parts[random.Next(parts.Count)]);
        if (random.Next(20) == 0) parts.AddRange(Enumerable.Range(0, 3000).Select(n => ($"xl/media/{n}.png", Array.Empty<byte>())));
        if (random.Next(15) == 0) parts[random.Next(parts.Count)] = ("xl/worksheets/sheet1.xml", Text(Nested(random.Next(100_000))));
        var zip = Zip(parts);
        for (var change = random.Next(5) == 0 ? random.Next(20) : 0; change > 0; change--) zip[random.Next(zip.Length)] = (byte)random.Next(256);
        return random.Next(20) == 0 ? zip[..random.Next(zip.Length)] : zip;
    }

    private string Sheet()
    {
        var text = new StringBuilder(Head).Append(CultureInfo.InvariantCulture, $"<worksheet {Main}>");
        if (random.Next(2) == 0) text.Append(CultureInfo.InvariantCulture, $"<dimension ref=\"{Any(References)}:{Any(References)}\"/>");
        if (random.Next(20) == 0) text.Append("<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>");
        text.Append("<sheetData>");
        for (var row = Many(12, 6000); row > 0; row--)
        {
            text.Append(CultureInfo.InvariantCulture, $"<row{(random.Next(3) == 0 ? $" r=\"{Any([.. Numbers, "5000", "1048576"])}\"" : "")}>");
            for (var cell = Many(6, 300); cell > 0; cell--)
            {
                text.Append(CultureInfo.InvariantCulture, $"<c{(random.Next(2) == 0 ? $" r=\"{Any(References)}\"" : "")} t=\"{Any(Kinds)}\" s=\"{Any(["0", "1", "2", "99", "-1", "x"])}\">");
                text.Append(random.Next(4) switch
                {
                    0 => $"<f>{Any(Texts)}</f><v>{Any(Numbers)}</v>",
                    1 => $"<is><t>{Any(Texts)}</t></is>",
                    _ => $"<v>{Any(Numbers)}</v>",
                }).Append("</c>");
            }
            text.Append("</row>");
        }
        text.Append("</sheetData>");
        for (var merged = random.Next(8) == 0 ? Many(3, 50) : 0; merged > 0; merged--) text.Append(CultureInfo.InvariantCulture, $"<mergeCells><mergeCell ref=\"{Any(References)}:{Any(References)}\"/></mergeCells>");
        return text.Append("</worksheet>").ToString();
    }

    private string SharedStrings() =>
        $"{Head}<sst {Main} count=\"{Any(Numbers)}\" uniqueCount=\"{Any(Numbers)}\">{string.Concat(Enumerable.Range(0, Many(20, 20_000)).Select(_ => random.Next(5) == 0 ? $"<si><r><t>{Any(Texts)}</t></r><rPh><t>x</t></rPh></si>" : $"<si><t xml:space=\"preserve\">{Any(Texts)}</t></si>"))}</sst>";

    private string Styles() =>
        $"{Head}<styleSheet {Main}><numFmts><numFmt numFmtId=\"{Any(Numbers)}\" formatCode=\"{Any(["yyyy-mm-dd", "[h]:mm", "\\\\", "&quot;", "[$-409]d", ""])}\"/></numFmts><cellXfs><xf numFmtId=\"14\"/><xf numFmtId=\"{Any(Numbers)}\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>";

    private static string Nested(int depth) => Head + string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));

    private byte[] Encoded(string text) => random.Next(20) switch
    {
        0 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
        1 => Encoding.Latin1.GetBytes(text),
        2 => Text(text.Replace("UTF-8", "UTF-7", StringComparison.Ordinal)),
        3 => Encoding.UTF32.GetBytes(text),
        _ => Text(text),
    };

    private byte[] Csv()
    {
        var separator = Any([",", ";", "\t", ",", "|"]);
        var lines = Enumerable.Range(0, Many(30, 6000)).Select(_ => string.Join(separator, Enumerable.Range(0, Many(8, 400)).Select(_ => random.Next(8) switch
        {
            0 => $"\"{Any(Texts)}",
            1 => $"\"{Any(Texts)}\"\"\"",
            2 => Any(Numbers),
            3 => "\r\n",
            4 => new string(Any(['"', ',', 'a', '\0', '\u0301']), Many(40, 200_000)),
            _ => Any(Texts),
        })));
        var text = (random.Next(2) == 0 ? $"Bảng{separator}Tên{separator}Từ ngày\n" : "") + string.Join(Any(["\n", "\r\n", "\r", "\n\n"]), lines);
        byte[] bytes = random.Next(8) switch
        {
            0 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            1 => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
            2 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)[1..]],
            3 => Encoding.UTF32.GetBytes(text),
            4 => [.. Text(text), 0xC3, 0x28],
            5 => [.. Encoding.Unicode.GetPreamble(), 0x00, 0xD8, .. Encoding.Unicode.GetBytes(text)],
            _ => [.. Encoding.UTF8.GetPreamble(), .. Text(text)],
        };
        return bytes.Length > 4 << 20 ? bytes[..(4 << 20)] : bytes;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }
}
