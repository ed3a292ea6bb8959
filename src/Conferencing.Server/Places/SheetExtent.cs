using System.IO.Compression;
using System.Xml;

namespace Conferencing.Server.Places;

/// <summary>
/// How far a spreadsheet says it reaches, counted before it is read: what reads workbooks gives each row all columns up to the last one named anywhere, so
/// that one cell far to the right costs as much as a full sheet. Knows nothing of what is in the cells.
/// </summary>
internal static class SheetExtent
{
    /// <summary>Five times as many as there are to fill in.</summary>
    public const int MaxColumns = 150;

    /// <summary>Of all sheets together.</summary>
    private const int MaxCells = 500_000;

    private const int LettersOfColumn = 3;
    private static readonly XmlReaderSettings Plain = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false };

    /// <summary>Whether any part of the workbook names a cell too far to the right or down, or holds too many: a part that is no sheet names none.</summary>
    /// <exception cref="InvalidDataException">A part is not packed as it says.</exception>
    public static bool IsTooLarge(ZipArchive workbook, int maxRows)
    {
        var cells = 0;
        foreach (var part in workbook.Entries)
        {
            using var content = part.Open();
            if (IsTooLarge(content, maxRows, ref cells)) return true;
        }
        return false;
    }

    /// <summary>How far one part has reached: cells and rows that do not say where they are follow one another.</summary>
    private struct Reach
    {
        public int Rows;
        public int Columns;
    }

    /// <summary>The same of lines of text.</summary>
    public static bool IsTooLarge(ReadOnlySpan<char> text, char separator, int maxRows)
    {
        var lines = 0;
        foreach (var line in text.EnumerateLines())
        {
            if (++lines > maxRows || line.Count(separator) >= MaxColumns) return true;
        }
        return false;
    }

    private static bool IsTooLarge(Stream part, int maxRows, ref int cells)
    {
        var reach = default(Reach);
        try
        {
            using var xml = XmlReader.Create(part, Plain);
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && IsTooFar(xml, maxRows, ref reach, ref cells)) return true;
            }
        }
        catch (XmlException)
        {
            // Not XML from here on: what reads it stops here too.
        }
        return false;
    }

    private static bool IsTooFar(XmlReader element, int maxRows, ref Reach reach, ref int cells)
    {
        switch (element.LocalName)
        {
            case "row":
                reach.Columns = 0;
                return ++reach.Rows > maxRows || ++cells > MaxCells || IsTooFarDown(element.GetAttribute("r"), maxRows);
            case "c":
                // Outside rows there are others of the name: the order of formulas lists theirs.
                return (reach.Rows > 0 && ++reach.Columns > MaxColumns) || ++cells > MaxCells || IsTooFar(element.GetAttribute("r"), maxRows);
            case "dimension" or "mergeCell":
                return (element.GetAttribute("ref") ?? "").Split(':').Any(corner => IsTooFar(corner, maxRows));
            default:
                return false;
        }
    }

    /// <summary>Of a reference such as <c>AB12</c>; one that is none leads nowhere.</summary>
    private static bool IsTooFar(string? reference, int maxRows)
    {
        var name = (reference ?? "").Replace("$", "", StringComparison.Ordinal);
        var letters = name.TakeWhile(char.IsAsciiLetter).Count();
        if (letters > LettersOfColumn) return true;
        var column = name[..letters].ToUpperInvariant().Aggregate(0, (number, letter) => number * 26 + letter - 'A' + 1);
        return column > MaxColumns || IsTooFarDown(name[letters..], maxRows);
    }

    private static bool IsTooFarDown(string? row, int maxRows) => row is { Length: > 0 } && row.All(char.IsAsciiDigit) && (row.Length > 9 || int.Parse(row, System.Globalization.CultureInfo.InvariantCulture) > maxRows);
}
