using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Booking;
using Conferencing.Booking.Reorganising;
using NodaTime;

namespace Conferencing.Tests.Booking.Reorganising;

/// <summary>A small province, and acts upon it in one line of text each.</summary>
internal static class Province
{
    public static readonly LocalDate Today = new(2026, 3, 2);

    /// <summary>Number, name, parent, first day, last day.</summary>
    private const string Table =
        """
        1 UBND tỉnh     0 1989-07-01
        2 Sở Xây dựng   1 1989-07-01
        3 Sở Giao thông 1 1989-07-01
        4 Thanh tra sở  2 1989-07-01
        5 Sở Nội vụ     1 1989-07-01
        6 Huyện cũ      1 1989-07-01 2025-06-30
        7 Sở mới        1 2026-03-02
        8 Chi cục cũ    2 1989-07-01 2025-06-30
        9 Ban tạm thời  1 2024-01-01 2026-12-31
        """;

    public static ImmutableDictionary<Guid, Unit> Units { get; } = Table.Split('\n').Select(Read).ToImmutableDictionary(unit => unit.Id);

    public static ImmutableArray<Hanging> Things { get; } =
    [
        new(HangingKind.Site, Id(21), Id(2), "Trụ sở Xây dựng"),
        new(HangingKind.Room, Id(31), Id(2), "Phòng họp A") { SiteId = Id(21) },
        new(HangingKind.Room, Id(32), Id(2), "Phòng họp B") { SiteId = Id(21) },
        new(HangingKind.Room, Id(33), Id(2), "Hội trường"),
        new(HangingKind.ChildUnit, Id(4), Id(2), "Thanh tra sở"),
        new(HangingKind.Role, Id(41), Id(2), "Nguyễn Thị Lan") { Role = "Clerk" },
        new(HangingKind.Template, Id(51), Id(2), "Giao ban tuần"),
        new(HangingKind.RoomGroup, Id(52), Id(2), "Giao ban tuần"),
        new(HangingKind.HostedTemplate, Id(51), Id(2), "Giao ban tuần"),
        new(HangingKind.Feed, Id(61), Id(2), "Trần Văn Minh"),
        new(HangingKind.Briefing, Id(71), Id(2), "Giao ban quý I"),
        new(HangingKind.Site, Id(22), Id(3), "Trụ sở Giao thông"),
        new(HangingKind.Role, Id(41), Id(3), "Nguyễn Thị Lan") { Role = "Clerk" },
        new(HangingKind.Template, Id(53), Id(3), "Giao ban tuần"),
        new(HangingKind.Template, Id(54), Id(5), "Giao ban tuần"),
    ];

    public static ReorganisationWorld World { get; } = new(Today, Units, Things, []);

    public static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    /// <summary><c>merge 2026-03-02 2+3 → #5</c>: sources by number, successors by number or as <c>name/parent</c>, and <c>thing@place</c> after a bar.</summary>
    public static Reorganisation Act(string text)
    {
        var (wish, placed) = text.Split('|') is [var before, var after] ? (before, after) : (text, "");
        var sides = wish.Split('→');
        var words = sides[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Reorganisation(
            Enum.Parse<ReorganisingAct>(words[0], ignoreCase: true), Day(words[1]), words.Length < 3 ? [] : [.. words[2].Split('+').Select(one => Id(Number(one)))],
            [.. sides[1].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Heir)])
        {
            Placed = placed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('@')).ToImmutableDictionary(pair => Id(Number(pair[0])), pair => Number(pair[1])),
        };
    }

    private static Successor Heir(string text)
    {
        if (text[0] == '#') return Successor.There(Id(Number(text[1..])));
        var (name, parent) = text.Split('/') switch { [var one, var above] => (one, Number(above)), _ => (text, 0) };
        return Successor.New(new NewUnit(name, name, "sở", parent == 0 ? null : Id(parent)));
    }

    private static Unit Read(string line)
    {
        var (name, words) = (line[2..15].Trim(), line[16..].Split(' '));
        return new Unit(Id(line[0] - '0'), name, name, "sở", words[0] == "0" ? null : Id(Number(words[0])), Day(words[1]), words.Length > 2 ? Day(words[2]) : null);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}
