using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;

namespace Conferencing.Tests.Booking.Capacities;

/// <summary>Rooms called at a lower rate: which are proposed, at which rate, and that lines are counted with it. The wish is 08:00 to 09:00.</summary>
public sealed class LoweringTests
{
    private static readonly Slot When = At.Slot("08:00-09:00");

    [Theory]
    // The fewest rooms, the dearest first, each at the highest rate of the ladder that is low enough.
    [InlineData("core 300; A core 80; B core 512; C core 80", "", "B→128")]
    [InlineData("core 240; A core 80; B core 512; C core 80", "", "B→64")]
    [InlineData("core 256; A core 80; B core 512; C core 80", "", "B→96")]
    [InlineData("core 700; A core 512; B core 512; C core 80", "", "B→96")]
    [InlineData("core 300; A core 512; B core 512; C core 80", "", "A→96 B→96")]
    [InlineData("core 400; A core 512; B core 512; C core 80", "", "A→128 B→128")] // neither of them more than the other
    [InlineData("core 350; A core 512; B core 512; C core 80", "", "A→128 B→128")]
    [InlineData("core 600; A core 80; B core 90; C core 512", "", "C→384")]
    [InlineData("core 250; A core 89; B core 89; C core 89", "", "C→64")] // sound alone
    [InlineData("core 220; A core 89; B core 89; C core 89", "", "B→64 C→64")]
    [InlineData("core 220; A core 89; B core 89; C core 89", "B", "B→64 C→64")] // fewest rooms, whoever may be missing
    [InlineData("core 250; A core 89; B core 89; C core 89", "B", "B→64")] // among alike the one that may be missing
    [InlineData("core 191; A core 89; B core 89; C core 89", "", "")] // three times the least is more
    [InlineData("core 100; A core 60; B core 60; C core 60", "", "")] // nothing lower than the least
    [InlineData("core 2000; hill 300 core; A core 80; B hill 512; C core 4000", "", "B→256 C→1536")]
    [InlineData("core 500; hill 300 core; A core 80; B hill 512; C hill 80", "", "B→128")] // what is saved far away helps nearer by
    public void The_fewest_rooms_no_lower_than_needed(string province, string optional, string lowered) =>
        Assert.Equal(lowered, Text(Relief(new Province(province), new Province(province).Wish("ABC", optional))));

    [Theory]
    [InlineData("B:96", "core 230; A core 80; B core 512; C core 80", "B→64")] // one that is lowered already may go lower
    [InlineData("B:64", "core 220; A core 80; B core 512; C core 80", "C→64")]
    [InlineData("A:64 B:64 C:64", "core 190; A core 80; B core 512; C core 80", "")]
    public void Lower_than_already(string already, string province, string lowered) =>
        Assert.Equal(lowered, Text(Relief(new Province(province), new Province(province).Wish("ABC", "", already))));

    [Fact]
    public void Ports_are_not_saved_by_it() =>
        Assert.Empty(Relief(new Province("core 9000; A core 512; B core 512; C core 512", ports: 2), new Province("A - 1; B - 1; C - 1").Wish("ABC")));

    [Theory]
    // What others have; the wish; what lacks.
    [InlineData("08:00-09:00 C", "", "core 592+80")]
    [InlineData("08:00-09:00 C", "B:128", "")]
    [InlineData("08:00-09:00 C", "B:256", "core 336+80")]
    [InlineData("08:00-09:00 D", "B:128", "core 208+512")]
    [InlineData("08:00-09:00 D:128", "B:128", "")] // others count as they are lowered
    [InlineData("08:00-09:00 D:9999", "B:128", "core 208+512")] // a device that takes less than it was lowered to
    public void Lines_are_counted_with_it(string others, string lowered, string lacks)
    {
        var province = new Province("core 336; A core 80; B core 512; C core 80; D core 512");
        var (claims, wish) = (province.Claims(others), province.Wish("AB", "", lowered));
        Assert.Equal(lacks, string.Join(' ', claims.Meet(wish.Calls, When).Select(one => $"{one.Resource.Name} {one.Needed}+{one.Used}")));
        Assert.Equal(lacks.Length > 0, !claims.Full(wish.Calls, When).IsEmpty);
        Assert.Equal(lacks.Length > 0, Extension.Decide(At.Slot("07:00-08:00"), 0, 60, wish, [], Province.Id("own"), claims) is Extension.Verdict.Clashing);
    }

    [Fact]
    public void A_session_keeps_only_what_it_had_lowered()
    {
        var province = new Province("core 100; A core 80; B core 512; C core 80");
        var claims = province.Claims("", before: "08:00-09:00 B:128");
        Assert.Empty(claims.Meet(province.Wish("B", "", "B:128").Calls, When));
        Assert.Equal(512 - 128, claims.Meet(province.Wish("B").Calls, When).Single().Missing);
    }

    [Fact]
    public void The_busiest_moment_of_a_line_knows_it()
    {
        var province = new Province("core 400; A core 80; B core 512; C core 80");
        var peaks = Peaks.Of(province.Lines, province.Loads, Province.Holds("08:00-09:00 A:64,B:128; 08:30-09:30 C"), When);
        Assert.Equal("ports 3/3, core 272/672", string.Join(", ", peaks.Select(peak => $"{(peak.LineId is null ? "ports" : "core")} {peak.Used}/{peak.Most}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261128)]
    [InlineData(314159)]
    public void What_is_proposed_fits_and_nothing_smaller_does(int seed)
    {
        var random = new Random(seed);
        var (proposed, several, hopeless) = (0, 0, 0);
        for (var round = 0; round < 400; round++)
        {
            var province = Any(random);
            var (others, wish) = ("ABCDEF"[random.Next(6)..], province.Wish("UVWX"[..random.Next(1, 5)], "", random.Next(3) == 0 ? "U:70" : ""));
            var claims = province.Claims(others.Length == 0 ? "" : $"08:00-09:00 {others}");
            if (claims.Meet(wish.Calls, When).IsEmpty) continue;
            var lower = claims.Relieve(wish, ImmutableHashSet<Guid>.Empty, claims.Meet(wish.Calls, When)).Lower;
            var fitting = Every(province, wish).Where(rates => Fits(province, others, rates)).ToList();
            if (lower.IsEmpty)
            {
                Assert.Empty(fitting);
                hopeless++;
                continue;
            }
            var now = wish.Calls.Select(call => Rate(province, call)).ToArray();
            var then = wish.Rooms.Select((room, place) => lower.FirstOrDefault(one => one.Room == room)?.Kbits ?? now[place]).ToArray();
            Assert.True(Fits(province, others, then));
            Assert.Equal(fitting.Min(rates => Lowered(now, rates)), lower.Length);
            Assert.All(lower, one => Assert.Contains(one.Kbits, CallRate.Ladder));
            Assert.DoesNotContain(fitting, rates => !rates.SequenceEqual(then) && rates.Zip(then).All(pair => pair.First >= pair.Second));
            (proposed, several) = (proposed + 1, several + (lower.Length > 1 ? 1 : 0));
        }
        Assert.True(proposed > 60 && several > 15 && hopeless > 20, $"{proposed} proposed, {several} of more than one room, {hopeless} hopeless");
    }

    /// <summary>Every choice of a rate for each room: what it has, or any lower rung.</summary>
    private static IEnumerable<int[]> Every(Province province, RoomWish wish) => wish.Calls.Aggregate<RoomCall, IEnumerable<int[]>>([[]], (all, call) =>
        all.SelectMany(rates => CallRate.Ladder.Where(rung => rung < Rate(province, call)).Append(Rate(province, call)).Select(rate => (int[])[.. rates, rate])));

    private static int Lowered(int[] now, int[] then) => now.Zip(then).Count(pair => pair.Second < pair.First);

    private static int Rate(Province province, RoomCall call) => Math.Min(LoadOf(province, province.Rooms.Single(room => room.Id == call.RoomId)).Kbits, call.Kbits ?? int.MaxValue);

    /// <summary>Counted without any of the code under test. What others overfill without the wish is not its matter.</summary>
    private static bool Fits(Province province, string others, int[] rates) => province.Lines.All(line =>
    {
        var names = province.Rooms.Where(room => IsBehind(province, LoadOf(province, room).LineId, line.Id)).Select(room => room.Name).ToList();
        var mine = names.Select(name => "UVWX".IndexOf(name, StringComparison.Ordinal)).Where(place => place >= 0 && place < rates.Length).Sum(place => rates[place]);
        var theirs = province.Rooms.Where(room => names.Contains(room.Name) && others.Contains(room.Name, StringComparison.Ordinal)).Sum(room => LoadOf(province, room).Kbits);
        return mine == 0 || mine + theirs <= line.Kbits;
    });

    private static RoomLoad LoadOf(Province province, Room room) => province.Loads.Single(load => load.RoomId == room.Id);

    private static bool IsBehind(Province province, Guid? from, Guid line) =>
        from is { } at && (at == line || IsBehind(province, province.Lines.Single(one => one.Id == at).ParentId, line));

    private static Province Any(Random random)
    {
        string[] names = ["core", "hill", "glen"];
        int[] rates = [50, 80, 89, 128, 300, 512];
        var lines = names.Select((name, place) => $"{name} {random.Next(1, 12) * 64}{(place > 0 && random.Next(4) > 0 ? " " + names[random.Next(place)] : "")}");
        var rooms = "ABCDEFUVWX".Select(room => $"{room} {(random.Next(8) == 0 ? "-" : names[random.Next(names.Length)])} {(room < 'U' ? 50 : rates[random.Next(rates.Length)])}");
        return new Province(string.Join("; ", [.. lines, .. rooms]));
    }

    private static ImmutableArray<LoweredRoom> Relief(Province province, RoomWish wish)
    {
        var claims = province.Claims("");
        return claims.Relieve(wish, ImmutableHashSet<Guid>.Empty, claims.Meet(wish.Calls, When)).Lower;
    }

    private static string Text(ImmutableArray<LoweredRoom> lowered) => string.Join(' ', lowered.Select(room => $"{room.Room.Name}→{room.Kbits}"));
}
