using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;

namespace Conferencing.Server.Documents;

/// <summary>
/// The kinds of files an office exchanges, by the ending of the name, each with what it begins with: a program under the name of a letter is
/// not taken. Looks at the first bytes only; what is inside an office file is not examined.
/// </summary>
internal sealed record DocumentKind(string Ending, string MediaType, params byte[][] Beginnings)
{
    /// <summary>How much of a file <see cref="Fits"/> wants to see.</summary>
    public const int Head = 4096;

    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] Ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    private const string Office = "application/vnd.openxmlformats-officedocument.";
    private const string Open = "application/vnd.oasis.opendocument.";

    private static readonly DocumentKind[] All =
    [
        new(".pdf", "application/pdf", Encoding.ASCII.GetBytes("%PDF-")),
        new(".docx", Office + "wordprocessingml.document", Zip),
        new(".xlsx", Office + "spreadsheetml.sheet", Zip),
        new(".pptx", Office + "presentationml.presentation", Zip),
        new(".doc", "application/msword", Ole),
        new(".xls", "application/vnd.ms-excel", Ole),
        new(".ppt", "application/vnd.ms-powerpoint", Ole),
        new(".odt", Open + "text", Zip),
        new(".ods", Open + "spreadsheet", Zip),
        new(".odp", Open + "presentation", Zip),
        new(".zip", "application/zip", Zip),
        new(".png", "image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        new(".jpg", "image/jpeg", [0xFF, 0xD8, 0xFF]),
        new(".jpeg", "image/jpeg", [0xFF, 0xD8, 0xFF]),
        new(".txt", "text/plain; charset=utf-8"),
        new(".csv", "text/csv; charset=utf-8"),
    ];

    private static readonly FrozenDictionary<string, DocumentKind> ByEnding = All.ToFrozenDictionary(kind => kind.Ending, StringComparer.OrdinalIgnoreCase);

    public static string Endings { get; } = string.Join(", ", All.Select(kind => kind.Ending[1..]));

    public static DocumentKind? Of(string name) => ByEnding.GetValueOrDefault(Path.GetExtension(name));

    /// <param name="head">The first <see cref="Head"/> bytes, or all of a shorter file.</param>
    public bool Fits(ReadOnlySpan<byte> head)
    {
        if (Beginnings.Length == 0) return IsText(head);
        foreach (var beginning in Beginnings)
        {
            if (head.StartsWith(beginning)) return true;
        }
        return false;
    }

    /// <summary>UTF-8 without zeros; the last letter may have been cut.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.Contains((byte)0)) return false;
        for (var cut = 0; cut <= 3 && cut <= head.Length; cut++)
        {
            if (Utf8.IsValid(head[..^cut])) return true;
            if (head.Length < Head) return false;
        }
        return false;
    }
}
