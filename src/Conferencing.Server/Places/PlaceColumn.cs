using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Places;

/// <summary>The tables of the organisation's spreadsheet, in the order in which they depend on each other.</summary>
internal enum PlaceTable
{
    Units,
    Lines,
    Sites,
    Rooms,
}

/// <summary>What a column of the organisation's spreadsheet tells.</summary>
internal enum PlaceColumn
{
    /// <summary>Which table a line belongs to: needed where a file has no sheets.</summary>
    Table,

    /// <summary>The identifier, by which a line is known whose name has changed; empty for what is new.</summary>
    Id,
    Name,
    ShortName,

    /// <summary>What a unit calls itself.</summary>
    Kind,

    /// <summary>A unit's parent, or whose a site or room is: by name or identifier.</summary>
    Unit,
    Site,
    From,
    To,

    /// <summary>Addresses of a room's devices in order of preference, one a line of the cell.</summary>
    Addresses,

    /// <summary>Their certificates, line by line, and until when each is good.</summary>
    Certificates,
    CertifiedUntil,
    Active,

    /// <summary>What the bridge may do to a room's sound by itself.</summary>
    AutomaticGain,
    NoiseGate,

    /// <summary>What calls with its devices take of a line, line by line.</summary>
    CallKbits,

    /// <summary>What sessions may use of a line, and the line it leads into, by name or identifier.</summary>
    Kbits,
    ParentLine,

    /// <summary>The line a site hangs on.</summary>
    Line,
    Latitude,
    Longitude,

    /// <summary>Who is written to and called there.</summary>
    ContactName,
    Mail,
    Phone,
}

/// <summary>What tables and columns are called. Heads are understood in both languages, without regard to case, marks and order.</summary>
internal static class PlaceHeads
{
    private static PlaceColumn[] Contact => [PlaceColumn.ContactName, PlaceColumn.Mail, PlaceColumn.Phone];

    public static ImmutableDictionary<PlaceTable, ImmutableArray<PlaceColumn>> Columns { get; } = new Dictionary<PlaceTable, ImmutableArray<PlaceColumn>>
    {
        [PlaceTable.Units] = [PlaceColumn.Id, PlaceColumn.Name, PlaceColumn.ShortName, PlaceColumn.Kind, PlaceColumn.Unit, PlaceColumn.From, PlaceColumn.To, .. Contact],
        [PlaceTable.Lines] = [PlaceColumn.Id, PlaceColumn.Name, PlaceColumn.Kbits, PlaceColumn.ParentLine],
        [PlaceTable.Sites] =
        [
            PlaceColumn.Id, PlaceColumn.Name, PlaceColumn.ShortName, PlaceColumn.Unit, PlaceColumn.Line, PlaceColumn.Latitude, PlaceColumn.Longitude,
            .. Contact,
        ],
        [PlaceTable.Rooms] =
        [
            PlaceColumn.Id, PlaceColumn.Name, PlaceColumn.ShortName, PlaceColumn.Unit, PlaceColumn.Site, PlaceColumn.Addresses,
            PlaceColumn.Certificates, PlaceColumn.CertifiedUntil, PlaceColumn.CallKbits, PlaceColumn.Active, PlaceColumn.AutomaticGain, PlaceColumn.NoiseGate, .. Contact,
        ],
    }.ToImmutableDictionary();

    private static readonly (PlaceTable Table, string Vi, string En)[] TableNames =
        [(PlaceTable.Units, "Đơn vị", "Units"), (PlaceTable.Lines, "Đường truyền", "Lines"), (PlaceTable.Sites, "Nơi đặt", "Sites"), (PlaceTable.Rooms, "Điểm cầu", "Rooms")];

    private static readonly (PlaceColumn Column, string Vi, string En)[] ColumnNames =
    [
        (PlaceColumn.Table, "Bảng", "Table"), (PlaceColumn.Id, "Mã", "Id"), (PlaceColumn.Name, "Tên", "Name"), (PlaceColumn.ShortName, "Tên ngắn", "Short name"),
        (PlaceColumn.Kind, "Loại", "Kind"), (PlaceColumn.Unit, "Thuộc đơn vị", "Belongs to"), (PlaceColumn.Site, "Nơi đặt", "Site"),
        (PlaceColumn.From, "Từ ngày", "From"), (PlaceColumn.To, "Đến ngày", "To"), (PlaceColumn.Addresses, "Địa chỉ SIP", "SIP addresses"),
        (PlaceColumn.Certificates, "Chứng thư", "Certificates"), (PlaceColumn.CertifiedUntil, "Chứng thư đến ngày", "Certified until"),
        (PlaceColumn.AutomaticGain, "Tự chỉnh âm lượng", "Automatic gain"), (PlaceColumn.NoiseGate, "Lọc tiếng ồn", "Noise gate"),
        (PlaceColumn.Active, "Đang dùng", "In use"), (PlaceColumn.ContactName, "Người liên hệ", "Contact"), (PlaceColumn.Mail, "Thư điện tử", "Mail address"),
        (PlaceColumn.Phone, "Điện thoại", "Telephone"), (PlaceColumn.CallKbits, "Tốc độ gọi (kbit/s)", "Call rate (kbit/s)"),
        (PlaceColumn.Kbits, "Băng thông (kbit/s)", "Bandwidth (kbit/s)"), (PlaceColumn.ParentLine, "Nối vào", "Leads into"),
        (PlaceColumn.Line, "Đường truyền", "Line"), (PlaceColumn.Latitude, "Vĩ độ", "Latitude"), (PlaceColumn.Longitude, "Kinh độ", "Longitude"),
    ];

    public static string Name(PlaceTable table, Language language) => Pick(TableNames.First(one => one.Table == table), language, one => one.Vi, one => one.En);

    public static string Name(PlaceColumn column, Language language) => Pick(ColumnNames.First(one => one.Column == column), language, one => one.Vi, one => one.En);

    public static PlaceTable? FindTable(string text) =>
        TableNames.Where(one => Plain(one.Vi) == Plain(text) || Plain(one.En) == Plain(text)).Select(one => (PlaceTable?)one.Table).FirstOrDefault();

    public static PlaceColumn? FindColumn(string text) =>
        ColumnNames.Where(one => Plain(one.Vi) == Plain(text) || Plain(one.En) == Plain(text)).Select(one => (PlaceColumn?)one.Column).FirstOrDefault();

    /// <summary>Letters and digits without marks and case: "Địa chỉ SIP" is "diachisip".</summary>
    public static string Plain(string text)
    {
        var letters = text.Normalize(NormalizationForm.FormD).ToLowerInvariant()
            .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(letter));
        return string.Concat(letters).Replace('đ', 'd');
    }

    private static string Pick<T>(T one, Language language, Func<T, string> vi, Func<T, string> en) => language == Language.En ? en(one) : vi(one);
}
