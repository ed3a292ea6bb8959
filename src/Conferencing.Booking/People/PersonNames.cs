using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;

namespace Conferencing.Booking.People;

/// <summary>One person of a field of free text.</summary>
/// <param name="Key">Equal for every spelling of one name: that is all one can compare, and no proof that it is one person.</param>
/// <param name="Name">As it was written.</param>
public readonly record struct PersonName(string Key, string Name);

/// <summary>
/// Which people a field names: "Đ/c Nguyễn Văn Hoà, Phó Chủ tịch UBND tỉnh; bà Lê Thị B" names two. Diacritics tell people apart (Hà is not
/// Hạ), case, blanks, titles before the name and the place of the tone mark (Hoà, Hòa) do not. Knows nobody: it compares words.
/// </summary>
public static class PersonNames
{
    /// <summary>More people in charge of one session than this is a list of something else.</summary>
    private const int MostInOneField = 6;

    private static readonly char[] Between = [',', ';', '–', '—', '\n'];

    private static readonly FrozenSet<string> Titles = new[]
    {
        "ông", "bà", "đ/c", "đc", "đ c", "đồng chí", "anh", "chị", "cô", "chú", "bác", "thầy", "ts", "ths", "th s", "pgs", "gs", "tskh", "bs", "ks", "ls", "cn", "bsck1", "bsck2", "mr", "mrs", "ms", "dr",
        "đại tướng", "thượng tướng", "trung tướng", "thiếu tướng", "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy", "thượng úy", "trung úy", "thiếu úy",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A part that begins so says what the one named before is.</summary>
    private static readonly ImmutableArray<string> Offices =
    [
        "chủ tịch", "phó", "giám đốc", "trưởng", "chánh", "bí thư", "ủy viên", "thường trực", "nguyên", "quyền", "chuyên viên", "thư ký", "chủ trì", "chủ tọa", "thành viên", "hiệu trưởng", "cục trưởng", "vụ trưởng", "tổng", "cán bộ",
        "lãnh đạo", "ubnd", "hđnd", "ủy ban", "hội đồng", "văn phòng", "sở", "ban", "phòng", "tỉnh", "huyện", "xã", "phường", "bộ", "cục", "chi cục", "trung tâm", "công an", "ban chỉ huy", "kỹ thuật",
    ];

    // Two ways to write one syllable; which is right depends on when one went to school.
    private static readonly ImmutableArray<(string Old, string New)> Tones =
    [
        ("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa"), ("oè", "òe"), ("oé", "óe"), ("oẻ", "ỏe"), ("oẽ", "õe"), ("oẹ", "ọe"),
        ("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy"), ("ð", "đ"),
    ];

    /// <summary>In the order they are written, each once; a field that only names an office names whoever holds it.</summary>
    public static ImmutableArray<PersonName> Read(string? field)
    {
        if (string.IsNullOrWhiteSpace(field)) return [];
        var text = string.Join(' ', Words(WithoutBrackets(Composed(field)).Replace("&", " & ", StringComparison.Ordinal)));
        var parts = text.Replace(" - ", " ; ", StringComparison.Ordinal).Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var people = parts.Where((part, place) => place == 0 || !IsOffice(part)).SelectMany(Joined).Select(Person);
        var named = people.Where(person => person.Key.Length > 0).DistinctBy(person => person.Key).ToList();
        // "Đại tá, TS Nguyễn Văn A": a title that stands alone is nobody, unless nobody else is named.
        return [.. named.Where(person => named.Count == 1 || !Titles.Contains(person.Key)).Take(MostInOneField)];
    }

    /// <summary>"A và B" are two, "Giám đốc Sở Thông tin và Truyền thông" is one.</summary>
    private static IEnumerable<string> Joined(string part)
    {
        if (IsOffice(part)) return [part];
        var words = Words(part).Select(word => word.Equals("và", StringComparison.OrdinalIgnoreCase) ? "&" : word);
        return string.Join(' ', words).Split('&', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static PersonName Person(string text) => new(KeyOf(text), text);

    private static bool IsOffice(string text) =>
        KeyOf(text) is var key && Offices.Any(word => key == word || key.StartsWith(word + " ", StringComparison.Ordinal));

    private static string KeyOf(string text) => WithoutTitles(Fold(text));

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.ToLowerInvariant());
        foreach (var (old, wanted) in Tones) folded.Replace(old, wanted);
        return folded.ToString();
    }

    private static string WithoutTitles(string folded)
    {
        // "PGS.TS.Nguyễn" is written without blanks as often as with.
        var words = folded.Split([' ', '.', ':', '"', '“', '”'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetterOrDigit)).ToArray();
        var from = 0;
        while (TitleAt(words, from) is var length and > 0 && from + length < words.Length) from += length;
        return string.Join(' ', words[from..]);
    }

    private static int TitleAt(string[] words, int at)
    {
        if (at >= words.Length) return 0;
        if (at + 1 < words.Length && Titles.Contains($"{words[at]} {words[at + 1]}")) return 2;
        return Titles.Contains(words[at]) ? 1 : 0;
    }

    private static string WithoutBrackets(string text)
    {
        var (outside, depth) = (new StringBuilder(text.Length), 0);
        foreach (var letter in text)
        {
            if (letter is '(' or '[') depth++;
            if (depth == 0) outside.Append(letter);
            if (letter is ')' or ']') depth = Math.Max(0, depth - 1);
        }
        return outside.ToString();
    }

    /// <summary>Half a letter, which no text has that came to us whole, is replaced: it cannot be composed.</summary>
    private static string Composed(string text) =>
        (text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())) : text).Normalize(NormalizationForm.FormC);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
