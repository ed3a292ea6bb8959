using System.Collections.Immutable;
using Conferencing.Booking.Reorganising;

namespace Conferencing.Tests.Booking.Reorganising;

public sealed class ReorganisationTests
{
    private static ReorganisationVerdict Decide(string act, params string[] pending) =>
        ReorganisationPlanner.Decide(Province.Act(act), Province.World with { Pending = [.. pending.Select(Province.Act)] });

    [Theory]
    [InlineData("rename 2026-03-02 2 → Sở Xây dựng và Đô thị/1", "")]
    [InlineData("rename 2031-03-02 2 → Sở Xây dựng và Đô thị/1", "")] // the furthest day
    [InlineData("rename 2026-03-02 2 → Sở Xây dựng/5", "")] // another parent alone
    [InlineData("merge 2026-03-02 2 → #3", "")]
    [InlineData("merge 2026-03-02 2+3 → Sở Xây dựng/1", "")] // under the name of one that ends
    [InlineData("merge 2026-03-02 2+4 → Sở Hạ tầng/1", "")] // with what stands below
    [InlineData("split 2026-03-02 2 → Sở Xây dựng/1, Sở Quy hoạch/1", "")] // one keeps the name
    [InlineData("abolish 2026-03-02 2 → #1", "")]
    [InlineData("rename 2026-03-01 2 → Sở A/1", "from:reorganisedBefore")]
    [InlineData("rename 2031-03-03 2 → Sở A/1", "from:reorganisedTooFar")]
    [InlineData("rename 2026-03-02 2 → Sở Xây dựng/1", "successors[0].name:renamedToSame")]
    [InlineData("rename 2026-03-02 2 →  /1", "successors[0].name:nameMissing")]
    [InlineData("rename 2026-03-02 2 → SỞ NỘI VỤ/1", "successors[0].name:unitNameTaken")]
    [InlineData("rename 2026-03-02 2 → Huyện cũ/1", "")] // the name of one that has ended is free
    [InlineData("rename 2026-03-02 2 → Sở Nội vụ/5", "")] // and so is one under another parent
    [InlineData("rename 2026-03-02 6 → Huyện mới/1", "sourceIds:unitEndedThen")]
    [InlineData("rename 2026-03-02 7 → Sở mới hơn/1", "from:unitNotBefore")] // it begins that day
    [InlineData("rename 2026-03-03 7 → Sở mới hơn/1", "")] // having lived a day
    [InlineData("rename 2026-03-02 0 → Sở A/1", "sourceIds:unitUnknown")]
    [InlineData("rename 2026-03-02 2+3 → Sở A/1", "sourceIds:reorganisedTooMany")]
    [InlineData("rename 2026-03-02 2 → #3", "successors[0].unitId:successorIsNew")]
    [InlineData("rename 2026-03-02 2 → Sở A/4", "successors[0].parentId:parentEnds")] // below itself
    [InlineData("rename 2026-03-02 2 → Sở A/2", "successors[0].parentId:parentEnds")]
    [InlineData("rename 2026-03-02 2 → Sở A/6", "successors[0].parentId:unitNotThen")]
    [InlineData("rename 2026-03-02 2 → Sở A/90", "successors[0].parentId:unitUnknownParent")]
    [InlineData("rename 2026-03-02 2 → Sở A/9", "successors[0].parentId:unitHasEnd")]
    [InlineData("rename 2026-03-02 →", "sourceIds:reorganisedMissing successors:successorMissing")]
    [InlineData("merge 2026-03-02 2 → Sở A/1", "sourceIds:mergedTooFew")]
    [InlineData("merge 2026-03-02 2+2 → Sở A/1", "sourceIds:unitTwice")]
    [InlineData("merge 2026-03-02 2+3 → #3", "successors[0].unitId:successorEnds")]
    [InlineData("merge 2026-03-02 2 → #4", "successors[0].unitId:successorBelow")]
    [InlineData("merge 2026-03-02 1 → #4", "successors[0].unitId:successorBelow")]
    [InlineData("merge 2026-03-02 2 → #6", "successors[0].unitId:unitNotThen")]
    [InlineData("merge 2026-03-02 2 → #90", "successors[0].unitId:unitUnknown")]
    [InlineData("merge 2026-03-02 2 → #9", "successors[0].unitId:unitHasEnd")] // it will end by itself
    [InlineData("abolish 2026-03-02 9 → #1", "")] // or sooner
    [InlineData("merge 2026-03-02 2 → #3, #5", "successors:successorsTooMany")]
    [InlineData("split 2026-03-02 2 → Sở A/1", "successors:splitTooFew")]
    [InlineData("split 2026-03-02 2 → Sở A/1, sở a/1", "successors[1].name:unitNameTaken")]
    [InlineData("split 2026-03-02 2 → Sở A/1, #3", "successors[1].unitId:successorIsNew")]
    [InlineData("split 2026-03-02 2 → Sở A/1, Sở B/1 | 31@2", "placements:placedNowhere")]
    [InlineData("abolish 2026-03-02 2 → Sở A/1", "successors[0].unitId:successorIsThere")]
    public void What_can_be_done_and_what_is_wrong_with_the_rest(string act, string errors) =>
        Assert.Equal(errors, string.Join(' ', Decide(act).Errors.Select(error => $"{error.Field}:{error.Code}")));

    [Theory]
    [InlineData("merge 2026-07-01 2 → #3", "rename 2026-03-02 2 → Sở A/1", true)] // the same unit ends
    [InlineData("merge 2026-07-01 2 → #3", "rename 2026-03-02 3 → Sở A/1", true)] // what takes over would be gone
    [InlineData("merge 2026-07-01 2 → #3", "merge 2026-03-02 5 → #2", true)] // what takes over is to end
    [InlineData("rename 2026-07-01 2 → Sở A/1", "rename 2026-03-02 4 → Thanh tra/2", true)] // under what is to end
    [InlineData("merge 2026-07-01 2 → #3", "merge 2026-03-02 5 → #3", false)] // two into one
    [InlineData("rename 2026-07-01 2 → Sở A/1", "rename 2026-03-02 3 → Sở B/1", false)] // under one
    public void An_act_that_ends_what_another_ends_or_needs_waits_for_it(string pending, string act, bool waits) =>
        Assert.Equal(waits ? ["reorganisingPends 01/07/2026"] : [], Decide(act, pending).Errors.Select(error => $"{error.Code} {error.Args[0]}"));

    /// <summary>What ends, and what goes to which successor: a name after an equals sign is its new one, a tilde goes with its site.</summary>
    [Theory]
    [InlineData(
        "rename 2026-07-01 2 → Sở A/1",
        """
        Sở Xây dựng until 2026-06-30
        Site Trụ sở Xây dựng → 0
        Room Hội trường → 0
        Room Phòng họp A → 0~
        Room Phòng họp B → 0~
        ChildUnit Thanh tra sở → 0
        Role Nguyễn Thị Lan → 0
        Template Giao ban tuần → 0
        RoomGroup Giao ban tuần → 0
        HostedTemplate Giao ban tuần → 0
        Feed Trần Văn Minh → 0
        Briefing Giao ban quý I → 0
        """)]
    [InlineData(
        "merge 2026-03-02 2+3 → #5",
        """
        Sở Xây dựng until 2026-03-01
        Sở Giao thông until 2026-03-01
        Site Trụ sở Giao thông → 0
        Site Trụ sở Xây dựng → 0
        Room Hội trường → 0
        Room Phòng họp A → 0~
        Room Phòng họp B → 0~
        ChildUnit Thanh tra sở → 0
        Role Nguyễn Thị Lan → 0
        Role Nguyễn Thị Lan → 0
        Template Giao ban tuần → 0 = Giao ban tuần (Sở Xây dựng)
        Template Giao ban tuần → 0 = Giao ban tuần (Sở Giao thông)
        RoomGroup Giao ban tuần → 0
        HostedTemplate Giao ban tuần → 0
        Feed Trần Văn Minh → 0
        Briefing Giao ban quý I → 0
        """)]
    [InlineData(
        "merge 2026-03-02 4+2 → #5",
        """
        Thanh tra sở until 2026-03-01
        Sở Xây dựng until 2026-03-01
        Site Trụ sở Xây dựng → 0
        Room Hội trường → 0
        Room Phòng họp A → 0~
        Room Phòng họp B → 0~
        Role Nguyễn Thị Lan → 0
        Template Giao ban tuần → 0 = Giao ban tuần (Sở Xây dựng)
        RoomGroup Giao ban tuần → 0
        HostedTemplate Giao ban tuần → 0
        Feed Trần Văn Minh → 0
        Briefing Giao ban quý I → 0
        """)]
    [InlineData(
        "split 2026-03-02 2 → Sở A/1, Sở B/1 | 21@1 32@0 4@1 51@1",
        """
        Sở Xây dựng until 2026-03-01
        Site Trụ sở Xây dựng → 1
        Room Hội trường → 0
        Room Phòng họp A → 1~
        Room Phòng họp B → 0
        ChildUnit Thanh tra sở → 1
        Role Nguyễn Thị Lan → 0
        Role Nguyễn Thị Lan → 1
        Template Giao ban tuần → 1
        RoomGroup Giao ban tuần → 0
        HostedTemplate Giao ban tuần → 1
        Feed Trần Văn Minh → 0
        Briefing Giao ban quý I → 0
        """)]
    [InlineData(
        "abolish 2026-03-02 2 → #1",
        """
        Sở Xây dựng until 2026-03-01
        Site Trụ sở Xây dựng → 0
        Room Hội trường → 0
        Room Phòng họp A → 0~
        Room Phòng họp B → 0~
        ChildUnit Thanh tra sở → 0
        Template Giao ban tuần → 0
        RoomGroup Giao ban tuần → 0
        HostedTemplate Giao ban tuần → 0
        Feed Trần Văn Minh → 0
        Briefing Giao ban quý I → 0
        """)]
    public void Where_everything_goes(string act, string plan)
    {
        var decided = Decide(act).Plan!;
        var ending = decided.Ending.Select(unit => $"{unit.Name} until {unit.ValidTo:yyyy-MM-dd}");
        var moves = decided.Moves.Select(move => $"{move.What.Kind} {move.What.Name} → {move.To}{(move.WithSite ? "~" : "")}{(move.NewName is { } name ? $" = {name}" : "")}");
        Assert.Equal(plan.ReplaceLineEndings("\n").Split('\n'), ending.Concat(moves));
    }

    /// <summary>Roles by the unit they are for: those that go over, whether they come to hold for more, and those that stay.</summary>
    [Theory]
    [InlineData("rename 2026-03-02 2 → Sở A/1", "2", false, "")]
    [InlineData("rename 2026-03-02 4 → Thanh tra/1", "4", false, "")] // its successor stands higher, and has no more below it
    [InlineData("split 2026-03-02 2 → Sở A/1, Sở B/1", "2 2", false, "")]
    [InlineData("merge 2026-03-02 2 → #3", "2", true, "")] // and for what the other had
    [InlineData("merge 2026-03-02 2+3 → Sở A/1", "2 3", true, "")] // and for what the other leaves
    [InlineData("abolish 2026-03-02 4 → #3", "4", true, "")]
    [InlineData("abolish 2026-03-02 4 → #2", "", false, "4")] // up
    [InlineData("abolish 2026-03-02 4 → #1", "", false, "4")] // and further up
    [InlineData("merge 2026-03-02 4+3 → #2", "3", true, "4")]
    [InlineData("merge 2026-03-02 2+4 → Sở A/1", "2", true, "4")] // into what takes the place of the one above
    [InlineData("merge 2026-03-02 2+4 → #3", "2", true, "4")]
    [InlineData("abolish 2026-03-02 5 → #3", "", false, "")] // nobody has one
    public void No_role_is_carried_up(string act, string over, bool widens, string staying)
    {
        ImmutableArray<Hanging> roles = [.. new[] { 2, 3, 4 }.Select(unit => new Hanging(HangingKind.Role, Province.Id(40 + unit), Province.Id(unit), $"{unit}") { Role = "Approver" })];
        var plan = ReorganisationPlanner.Decide(Province.Act(act), Province.World with { Hanging = roles }).Plan!;
        Assert.Equal((over, widens, staying), (string.Join(' ', plan.Moves.Select(move => move.What.Name)), plan.Widens, string.Join(' ', plan.Staying.Select(role => role.Name))));
    }

    [Fact]
    public void A_name_that_is_taken_gets_its_origin_and_stays_within_its_bounds()
    {
        var name = new string('x', ReorganisationPlanner.MaxName);
        Hanging Template(int number, int unit, string called) => new(HangingKind.Template, Province.Id(number), Province.Id(unit), called);
        var world = Province.World with { Hanging = [Template(81, 5, name), Template(82, 2, name), Template(83, 2, "Quý"), Template(84, 5, "Quý"), Template(85, 5, "Quý (Sở Xây dựng)")] };
        var moves = ReorganisationPlanner.Decide(Province.Act("merge 2026-03-02 2 → #5"), world).Plan!.Moves;
        Assert.Equal(["Quý (Sở Xây dựng 2)", name[..136] + " (Sở Xây dựng)"], moves.Select(move => move.NewName));
    }
}
