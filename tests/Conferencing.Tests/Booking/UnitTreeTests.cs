using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

public sealed class UnitTreeTests
{
    private static readonly Unit Province = Unit(1, null, "1989-07-01");
    private static readonly Unit District = Unit(2, 1, "1989-07-01", "2025-06-30");
    private static readonly Unit Commune = Unit(3, 2, "1989-07-01", "2025-06-30");
    private static readonly Unit NewCommune = Unit(4, 1, "2025-07-01");
    private static readonly Unit Today = Unit(6, null, "2026-03-02");
    private static readonly Unit Tomorrow = Unit(7, null, "2026-03-03");
    private static readonly Dictionary<Guid, Unit> All = new[] { Province, District, Commune, NewCommune, Today, Tomorrow }.ToDictionary(unit => unit.Id);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static Unit Unit(int id, int? parent, string from, string? to = null) =>
        new(Id(id), $"Đơn vị {id}", $"ĐV {id}", "", parent is { } above ? Id(above) : null, Day(from), to is null ? null : Day(to));

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 2, true)]
    [InlineData(3, 1, true)]
    [InlineData(4, 1, true)]
    [InlineData(4, 2, false)]
    [InlineData(1, 2, false)] // above is not below
    [InlineData(9, 1, false)] // nobody knows it
    [InlineData(5, 1, false)] // a circle leads nowhere
    [InlineData(5, 8, true)]
    public void IsWithin_AUnitAndWhatIsBelowIt(int unit, int scope, bool expected)
    {
        var parents = All.Values.ToDictionary(one => one.Id, one => one.ParentId);
        (parents[Id(5)], parents[Id(8)]) = (Id(8), Id(5));
        Assert.Equal(expected, UnitTree.IsWithin(Id(unit), Id(scope), parents));
    }

    [Theory]
    [InlineData("2025-06-30", "Đơn vị 2")] // the last day of the district tier
    [InlineData("2025-07-01", "Đơn vị 4")]
    public void Children_AsTheyWereOnThatDay(string day, string expected) =>
        Assert.Equal([expected], UnitTree.Children(Province.Id, Day(day), All.Values).Select(unit => unit.Name));

    [Theory]
    [InlineData(5, 1, "2026-01-01", null, "")]
    [InlineData(5, null, "2026-01-01", "2026-01-01", "")] // a single day
    [InlineData(5, null, "2026-01-02", "2026-01-01", "validTo:unitEndsBeforeStart")]
    [InlineData(5, 9, "2026-01-01", null, "parentId:unitUnknownParent")]
    [InlineData(5, 2, "2025-07-01", null, "parentId:unitParentApart")] // below an abolished district
    [InlineData(5, 4, "2020-01-01", null, "")] // older than what it stands under since a reorganisation
    [InlineData(5, 4, "2020-01-01", "2025-06-30", "parentId:unitParentApart")] // ended before that began
    [InlineData(5, 6, "2020-01-01", null, "")] // that begins today
    [InlineData(5, 7, "2020-01-01", null, "parentId:unitParentNotYet")] // that begins tomorrow
    [InlineData(5, 7, "2026-03-03", null, "")] // both do
    [InlineData(5, 7, "2026-03-02", "2026-03-02", "parentId:unitParentApart")]
    [InlineData(1, 1, "1989-07-01", null, "parentId:unitInCircle")]
    [InlineData(1, 3, "1989-07-01", null, "parentId:unitInCircle")]
    public void Check_WhereAUnitMayStand(int id, int? parent, string from, string? to, string errors) =>
        Assert.Equal(errors, string.Join(' ', UnitTree.Check(Unit(id, parent, from, to), All, Day("2026-03-02")).Select(error => $"{error.Field}:{error.Code}")));
}
