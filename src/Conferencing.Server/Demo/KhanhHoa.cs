namespace Conferencing.Server.Demo;

/// <summary>
/// Khánh Hòa's organisation for the demo, with its dates: departments merged on 2025-03-01, the district tier ended with 2025-06-30, and on
/// 2025-07-01 the province was joined with Ninh Thuận and got new communes, wards and one special zone.
/// </summary>
internal static class KhanhHoa
{
    public const string Organisation = "Ủy ban nhân dân tỉnh Khánh Hòa";

    /// <param name="Parent">Short name of the unit above; null for the province itself.</param>
    /// <param name="From">First day, ISO 8601.</param>
    /// <param name="To">Last day; null while it exists.</param>
    public sealed record DemoUnit(string Name, string ShortName, string Kind, string? Parent, string From, string? To = null);

    private const string Province = "UBND tỉnh";
    private const string Founded = "1989-07-01";
    private const string DepartmentsMerged = "2025-03-01";
    private const string BeforeMerger = "2025-02-28";
    private const string DistrictsEnd = "2025-06-30";
    private const string TwoTiers = "2025-07-01";

    public static IReadOnlyList<DemoUnit> Units { get; } =
    [
        new(Organisation, Province, "UBND tỉnh", null, Founded),

        Department("Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng UBND", Founded),
        Department("Sở Nội vụ", "Sở Nội vụ", Founded),
        Department("Sở Tài chính", "Sở Tài chính", Founded),
        Department("Sở Y tế", "Sở Y tế", Founded),
        Department("Sở Giáo dục và Đào tạo", "Sở GD&ĐT", Founded),
        Department("Sở Khoa học và Công nghệ", "Sở KH&CN", Founded),
        Department("Sở Tư pháp", "Sở Tư pháp", Founded),
        Department("Sở Công Thương", "Sở Công Thương", Founded),
        Department("Sở Xây dựng", "Sở Xây dựng", Founded),
        Department("Sở Nông nghiệp và Môi trường", "Sở NN&MT", DepartmentsMerged),
        Department("Sở Dân tộc và Tôn giáo", "Sở DT&TG", DepartmentsMerged),
        Department("Sở Kế hoạch và Đầu tư", "Sở KH&ĐT", Founded, BeforeMerger),
        Department("Sở Thông tin và Truyền thông", "Sở TT&TT", Founded, BeforeMerger),
        Department("Sở Giao thông vận tải", "Sở GTVT", Founded, BeforeMerger),
        Department("Sở Tài nguyên và Môi trường", "Sở TN&MT", Founded, BeforeMerger),

        District("Thành phố Nha Trang", "TP Nha Trang", "thành phố", Founded),
        District("Thành phố Cam Ranh", "TP Cam Ranh", "thành phố", "2010-12-23"),
        District("Thị xã Ninh Hòa", "TX Ninh Hòa", "thị xã", "2010-10-25"),
        District("Huyện Vạn Ninh", "H. Vạn Ninh", "huyện", Founded),
        District("Huyện Diên Khánh", "H. Diên Khánh", "huyện", Founded),
        District("Huyện Khánh Vĩnh", "H. Khánh Vĩnh", "huyện", Founded),
        District("Huyện Khánh Sơn", "H. Khánh Sơn", "huyện", Founded),
        District("Huyện Cam Lâm", "H. Cam Lâm", "huyện", "2007-04-11"),
        District("Huyện Trường Sa", "H. Trường Sa", "huyện", Founded),

        Before("Phường Lộc Thọ", "phường", "TP Nha Trang"),
        Before("Phường Vĩnh Hải", "phường", "TP Nha Trang"),
        Before("Xã Vĩnh Phương", "xã", "TP Nha Trang"),
        new("Phường Cam Lộc", "Phường Cam Lộc", "phường", "TP Cam Ranh", "2010-12-23", DistrictsEnd),
        new("Phường Ninh Hiệp", "Phường Ninh Hiệp", "phường", "TX Ninh Hòa", "2010-10-25", DistrictsEnd),
        Before("Thị trấn Vạn Giã", "thị trấn", "H. Vạn Ninh"),
        Before("Thị trấn Diên Khánh", "thị trấn", "H. Diên Khánh"),
        Before("Thị trấn Khánh Vĩnh", "thị trấn", "H. Khánh Vĩnh"),
        Before("Thị trấn Tô Hạp", "thị trấn", "H. Khánh Sơn"),
        new("Thị trấn Cam Đức", "Thị trấn Cam Đức", "thị trấn", "H. Cam Lâm", "2007-04-11", DistrictsEnd),

        Now("Phường Nha Trang"), Now("Phường Bắc Nha Trang"), Now("Phường Tây Nha Trang"), Now("Phường Nam Nha Trang"),
        Now("Phường Cam Ranh"), Now("Phường Ba Ngòi"), Now("Phường Ninh Hòa"), Now("Phường Đông Ninh Hòa"),
        Now("Phường Phan Rang"), Now("Phường Ninh Chử"),
        Now("Xã Vạn Ninh"), Now("Xã Đại Lãnh"), Now("Xã Tu Bông"), Now("Xã Diên Khánh"), Now("Xã Suối Hiệp"), Now("Xã Cam Lâm"),
        Now("Xã Khánh Vĩnh"), Now("Xã Khánh Sơn"), Now("Xã Tây Khánh Sơn"), Now("Xã Ninh Phước"), Now("Xã Ninh Sơn"), Now("Xã Bác Ái"),
        new("Đặc khu Trường Sa", "Đặc khu Trường Sa", "đặc khu", Province, TwoTiers),
    ];

    /// <summary>Short names of the units that have a room, the chair's first; more rooms go on from its start as second rooms.</summary>
    public static IReadOnlyList<string> RoomUnits { get; } =
    [
        Province, "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở GD&ĐT", "Sở KH&CN",
        "Phường Nha Trang", "Phường Cam Ranh", "Phường Ninh Hòa", "Xã Vạn Ninh", "Xã Diên Khánh", "Xã Khánh Sơn",
        "Xã Khánh Vĩnh", "Đặc khu Trường Sa", "Xã Cam Lâm", "Phường Bắc Nha Trang", "Phường Phan Rang", "Sở Xây dựng", "Sở Tư pháp",
        "Sở Công Thương", "Sở NN&MT", "Xã Đại Lãnh", "Xã Ninh Sơn", "Xã Bác Ái",
    ];

    private static DemoUnit Department(string name, string shortName, string from, string? to = null) => new(name, shortName, "sở", Province, from, to);

    private static DemoUnit District(string name, string shortName, string kind, string from) => new(name, shortName, kind, Province, from, DistrictsEnd);

    private static DemoUnit Before(string name, string kind, string parent) => new(name, name, kind, parent, Founded, DistrictsEnd);

    private static DemoUnit Now(string name) => new(name, name, name.StartsWith("Xã", StringComparison.Ordinal) ? "xã" : "phường", Province, TwoTiers);
}
