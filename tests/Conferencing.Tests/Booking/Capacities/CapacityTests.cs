using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;

namespace Conferencing.Tests.Booking.Capacities;

/// <summary>Which line is short, when, by how much and because of whom; and what would help. The wish is 08:00 to 09:00.</summary>
public sealed class CapacityTests
{
    private const string Hills = "core 330; hill 160 core; A core 80; B core 80; C hill 80; D hill 80; E hill 80";

    [Theory]
    // What others have; the rooms wished for; what is short: name, needed + used of limit, when, others; leave out.
    [InlineData("", "AB", "")]
    [InlineData("", "CDE", "hill 240+0/160 08:00-09:00; leave E")] // alone too much for its line
    [InlineData("08:00-09:00 CD", "E", "hill 80+160/160 08:00-09:00 CD:160")]
    [InlineData("08:00-09:00 CD", "AE", "hill 80+160/160 08:00-09:00 CD:160; leave E")]
    [InlineData("08:00-09:00 CD", "AB", "")]
    [InlineData("08:00-08:30 CD; 08:20-09:00 E", "AB", "core 160+240/330 08:20-08:30 CD:160 E:80; leave B")]
    [InlineData("07:00-08:00 CD; 09:00-10:00 CD", "AE", "")] // ends touch
    [InlineData("08:15-08:30 CD; 08:30-08:45 C", "AE", "hill 80+160/160 08:15-08:30 CD:160; leave E")] // short for a quarter only
    [InlineData("08:15-08:30 CD; 08:40-08:45 CD", "AE", "hill 80+160/160 08:15-08:30 08:40-08:45 CD:160 CD:160; leave E")]
    [InlineData("08:00-08:30 C; 08:30-09:00 D", "AE", "")] // one after the other
    [InlineData("07:30-08:20 C; 08:10-08:40 D", "AE", "hill 80+160/160 08:10-08:20 C:80 D:80; leave E")] // only where both run
    [InlineData("08:00-09:00 B", "AE", "")]
    [InlineData("08:00-09:00 A", "BCDE", "hill 240+0/160 08:00-09:00; core 320+80/330 08:00-09:00 A:80; leave E")]
    public void A_session_fits_into_every_line_on_its_way(string others, string rooms, string answer) =>
        Assert.Equal(answer, Answer(new Province(Hills), others, rooms));

    [Theory]
    [InlineData("AB", "", 4, "08:00-09:00 CD", "")]
    [InlineData("AB", "", 3, "08:00-09:00 CD", "ports 2+2/3 08:00-09:00 CD:2; leave B")]
    [InlineData("AB", "", 2, "08:00-09:00 CD", "ports 2+2/2 08:00-09:00 CD:2")] // the chair alone would be too much
    [InlineData("ABE", "B", 4, "08:00-09:00 CD", "ports 3+2/4 08:00-09:00 CD:2; leave B")] // the optional one first
    [InlineData("ABE", "E", 3, "08:00-09:00 CD", "ports 3+2/3 08:00-09:00 CD:2; leave BE")]
    public void So_are_the_ports(string rooms, string optional, int ports, string others, string answer) =>
        Assert.Equal(answer, Answer(new Province("core 9000; A core 80; B core 80; C core 80; D core 80; E core 80", ports), others, rooms, optional));

    [Theory]
    // Optional rooms go first even if more of them must; among required ones the dearest, then those farthest down, then the last named.
    [InlineData("core 300; A core 80; B core 200; C core 80", "ABC", "", "leave B")]
    [InlineData("core 300; A core 80; B core 200; C core 80", "ABC", "C", "leave C")]
    [InlineData("core 200; A core 80; B core 200; C core 80", "ABC", "C", "leave B")] // going without B makes C's leaving needless
    [InlineData("core 200; hill 900 core; A core 80; B hill 80; C core 80", "ABC", "", "leave B")]
    [InlineData("core 200; A core 80; B core 80; C core 80", "ABC", "", "leave C")]
    [InlineData("core 70; A core 80; B core 80", "AB", "", "")] // the chair's own room does not fit
    public void The_fewest_rooms_are_left_out(string province, string rooms, string optional, string leave) =>
        Assert.Equal(leave, Leave(new Province(province), rooms, optional));

    [Fact]
    public void What_a_session_had_it_keeps_though_the_line_was_made_thinner()
    {
        var province = new Province("core 100; A core 80; B core 80; C core 80");
        Assert.Empty(province.Claims("08:00-09:00 C", before: "08:00-09:00 AB").Meet(province.Wish("AB").Calls, At.Slot("08:00-09:00")));
        Assert.Empty(province.Claims("08:00-09:00 C", before: "08:00-09:00 AB").Meet(province.Wish("A").Calls, At.Slot("08:15-08:45")));
        Assert.Equal("08:30-09:00", At.Text(province.Claims("08:00-09:00 C", before: "08:00-08:30 AB").Meet(province.Wish("AB").Calls, At.Slot("08:00-09:00")).Single().When.Single()));
    }

    [Fact]
    public void Nothing_is_counted_that_cannot_run_short()
    {
        var province = new Province("core 400; hill 160 core; A core 80; B core 80; C hill 80; D hill 80; E hill 80");
        Assert.False(province.Capacity.Bounds(Ids(province, "AB")));
        Assert.Equal("CDE", string.Concat(province.Rooms.Where(room => province.Capacity.Sharing(Ids(province, "AC")).Contains(room.Id)).Select(room => room.Name)));
        Assert.Empty(province.Capacity.Sharing(Ids(province, "AB")));
    }

    [Fact]
    public void A_full_line_is_as_good_as_a_taken_room()
    {
        var province = new Province(Hills);
        var full = province.Claims("08:00-09:00 CD; 09:00-09:30 C; 09:30-10:00 CD; 10:00-11:00 BCD").Full(province.Wish("AE").Calls, At.Slot("08:00-12:00"));
        Assert.Equal("08:00-09:00 09:30-11:00", string.Join(' ', full.Select(slot => At.Text(slot))));
        Assert.Equal("11:00-12:00", At.Text(NextFreeSlot.Find(At.Slot("10:30-11:30"), full, At.Time("06:00"), At.Zone)));
    }

    [Theory]
    [InlineData("ABCE", "B 08:00-09:00", "08:00-09:00 D", "", "09:00-10:00 without, 08:00-09:00 without BC squeezed")]
    [InlineData("ABC", "B 08:00-09:00", "08:00-09:00 D", "", "09:00-10:00 without")] // more than half would miss it
    [InlineData("AC", "", "08:00-09:00 D", "", "09:00-10:00 without, 08:00-09:00 without C squeezed")]
    [InlineData("AC", "C 09:00-10:00", "08:00-09:00 D", "C", "08:00-09:00 without C squeezed, 09:00-10:00 without C")]
    [InlineData("CA", "", "08:00-09:00 D", "", "09:00-10:00 without")] // never without the chair
    public void Finding_a_time_counts_lines_too(string rooms, string taken, string others, string optional, string found)
    {
        var province = new Province("hill 80; A - 80; B - 80; C hill 80; D hill 80; E - 80");
        var holds = taken.Length == 0 ? [] : Province.Holds(taken[2..] + " " + taken[0]);
        var window = new TimeWindow(new(2026, 11, 23), new(2026, 11, 23), new(8, 0), new(10, 0), WorkingDaysOnly: true);
        var times = TimeSearch.Find(province.Wish(rooms, optional), NodaTime.Duration.FromHours(1), window, holds, At.Time("06:00"), At.Zone, HolidayCalendar.None, province.Claims(others));
        Assert.Equal(found, string.Join(", ", times.Where(time => time.Slot.Start.InZone(At.Zone).Minute == 0).Select(time =>
            $"{At.Text(time.Slot)} without {string.Concat(time.Missing.Select(room => room.Name))}{(time.Squeezed.IsEmpty ? "" : " squeezed")}".TrimEnd())));
    }

    [Theory]
    [InlineData("core 100", "", "")]
    [InlineData("core 0", "", "kbits:lineKbits")]
    [InlineData("core -5", "", "kbits:lineKbits")]
    [InlineData("core 100000001", "", "kbits:lineKbits")]
    [InlineData("core 100 core", "", "parentId:lineInCircle")]
    [InlineData("core 100 hill", "", "parentId:lineUnknownParent")]
    [InlineData("core 100 hill", "hill 100; glen 50", "")]
    [InlineData("core 100 hill", "hill 100 core", "parentId:lineInCircle")]
    [InlineData("core 100 hill", "hill 100 glen; glen 50 core", "parentId:lineInCircle")]
    public void Lines_are_a_tree(string line, string others, string errors)
    {
        var there = others.Length == 0 ? [] : new Province(others).Lines.ToDictionary(one => one.Id);
        Assert.Equal(errors, string.Join(' ', LineTree.Check(new Province(line).Lines[0], there).Select(error => $"{error.Field}:{error.Code}")));
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData(12.2388, 109.1967, "")] // Nha Trang
    [InlineData(8.6433, 111.9197, "")] // Trường Sa
    [InlineData(109.1967, 12.2388, "latitude:coordinatesSwapped")]
    [InlineData(12.2388, null, "longitude:coordinateMissing")]
    [InlineData(null, 109.1967, "latitude:coordinateMissing")]
    [InlineData(48.85, 109.2, "latitude:latitudeOutside")]
    [InlineData(12.2, -109.2, "longitude:longitudeOutside")]
    [InlineData(double.NaN, 109.2, "latitude:latitudeOutside")]
    public void Places_lie_in_the_country(double? latitude, double? longitude, string errors) =>
        Assert.Equal(errors, string.Join(' ', Coordinates.Check(latitude, longitude).Select(error => $"{error.Field}:{error.Code}")));

    [Theory]
    [InlineData(64, 20, 89)] // G.711, G.722: 64 + 20 of heads, and a twentieth of reports
    [InlineData(64, 10, 110)]
    [InlineData(32, 20, 55)]
    public void A_call_takes_what_its_packets_take(int codecKbits, int packetMs, int kbits) => Assert.Equal(kbits, CallRate.Of(codecKbits, packetMs));

    [Theory]
    [InlineData(400, 10, 360)]
    [InlineData(405, 10, 364)] // what is kept back is rounded up
    [InlineData(9, 10, 8)]
    [InlineData(400, 0, 400)]
    [InlineData(400, 100, 0)]
    public void Some_ports_are_kept_back(int total, int percent, int left) => Assert.Equal(left, new PortPool(total, percent).Schedulable);

    private static List<Guid> Ids(Province province, string rooms) => [.. province.Wish(rooms).Rooms.Select(room => room.Id)];

    private static string Answer(Province province, string others, string rooms, string optional = "")
    {
        var (claims, wish) = (province.Claims(others), province.Wish(rooms, optional));
        var shortages = claims.Meet(wish.Calls, At.Slot("08:00-09:00"));
        return string.Join("; ", shortages.Select(Text).Append(Leave(claims, wish, shortages)).Where(text => text.Length > 0));
    }

    private static string Text(Shortage one) => string.Join(' ',
        [$"{(one.Resource.IsPorts ? "ports" : one.Resource.Name)} {one.Needed}+{one.Used}/{one.Resource.Limit}", .. one.When.Select(slot => At.Text(slot)), .. one.Others.Select(other => $"{other.Title}:{other.Amount}")]);

    private static string Leave(Province province, string rooms, string optional)
    {
        var (claims, wish) = (province.Claims(""), province.Wish(rooms, optional));
        return Leave(claims, wish, claims.Meet(wish.Calls, At.Slot("08:00-09:00")));
    }

    private static string Leave(Claims claims, RoomWish wish, ImmutableArray<Shortage> shortages) =>
        claims.Relieve(wish, ImmutableHashSet<Guid>.Empty, shortages).LeaveOut is { IsEmpty: false } rooms ? $"leave {string.Concat(rooms.Select(room => room.Name))}" : "";
}
