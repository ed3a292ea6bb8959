using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Tests.Booking.Capacities;

/// <summary>Whatever is asked for in whatever order: what was accepted together never takes more of a line or of the ports than there is, counted minute by minute.</summary>
public sealed class NeverExceededTests
{
    private static readonly Instant First = At.Time("00:00");

    private sealed record Session(Guid Id, ImmutableArray<Room> Rooms, ImmutableHashSet<Guid> Optional, Slot Slot)
    {
        public ImmutableDictionary<Guid, int> Lowered { get; init; } = ImmutableDictionary<Guid, int>.Empty;

        public IEnumerable<Hold> Holds => Rooms.Select(room =>
            new Hold(room.Id, Id, Id, "Phiên", Slot, BookingStatus.Pending) { Kbits = Lowered.TryGetValue(room.Id, out var kbits) ? kbits : null });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261127)]
    [InlineData(987654321)]
    public void What_is_accepted_fits_everywhere_at_every_minute(int seed)
    {
        var random = new Random(seed);
        var (kept, refused, thin) = (0, 0, 0);
        for (var round = 0; round < 6; round++)
        {
            var (province, ports) = Any(random);
            var accepted = new List<Session>();
            for (var attempt = 0; attempt < 120; attempt++)
            {
                var wish = Any(random, province, attempt);
                var verdict = Decide(province, accepted, wish);
                if (verdict is BookingVerdict.Accepted) accepted.Add(wish);
                else refused++;
                if (verdict is BookingVerdict.Rejected { Clashes.IsEmpty: true } only)
                {
                    thin++;
                    Explain(province, ports, accepted, wish, only);
                }
                if (random.Next(5) == 0 && accepted.Count > 0) accepted.RemoveAt(random.Next(accepted.Count));
            }
            Assert.Null(Exceeded(province, ports, accepted));
            // The same sessions in any other order are accepted too, and so is each beside any part of the others.
            var again = new List<Session>();
            foreach (var session in accepted.OrderBy(_ => random.Next()))
            {
                Assert.IsType<BookingVerdict.Accepted>(Decide(province, again, session));
                again.Add(session);
            }
            kept += accepted.Count;
        }
        Assert.True(kept > 30 && refused > 30 && thin > 20, $"{kept} accepted, {refused} refused, {thin} for lines or ports only");
    }

    /// <summary>A refusal is true by the naive count, and going without the rooms it names is enough; nothing less is, where none is optional.</summary>
    private static void Explain(Province province, int ports, List<Session> accepted, Session wish, BookingVerdict.Rejected refused)
    {
        // An optional room that is taken would not be called.
        wish = Without(wish, [.. refused.Waived.Select(clash => clash.RoomId)]);
        Assert.NotNull(Exceeded(province, ports, [.. accepted, wish]));
        var leave = refused.Relief.LeaveOut.Select(room => room.Id).ToHashSet();
        if (leave.Count > 0) Assert.Null(Exceeded(province, ports, [.. accepted, Without(wish, leave)]));
        if (wish.Optional.IsEmpty || leave.Count == 0)
        {
            var least = Subsets(wish.Rooms[1..]).Where(rooms => Exceeded(province, ports, [.. accepted, Without(wish, rooms)]) is null).Select(rooms => rooms.Count).DefaultIfEmpty(0).Min();
            Assert.Equal(least, leave.Count);
        }
        var lower = refused.Relief.Lower.ToImmutableDictionary(room => room.Room.Id, room => room.Kbits);
        if (!lower.IsEmpty) Assert.Null(Exceeded(province, ports, [.. accepted, wish with { Lowered = wish.Lowered.SetItems(lower) }]));
    }

    private static IEnumerable<HashSet<Guid>> Subsets(ImmutableArray<Room> rooms) =>
        Enumerable.Range(0, 1 << rooms.Length).Select(bits => rooms.Where((_, place) => (bits >> place & 1) != 0).Select(room => room.Id).ToHashSet());

    private static Session Without(Session session, HashSet<Guid> rooms) => session with { Rooms = [.. session.Rooms.Where(room => !rooms.Contains(room.Id))] };

    private static BookingVerdict Decide(Province province, List<Session> accepted, Session wish)
    {
        var holds = accepted.SelectMany(one => one.Holds).ToList();
        var sharing = province.Capacity.Sharing(wish.Rooms.Select(room => room.Id));
        var world = new BookingWorld(First, province.Rooms.ToDictionary(room => room.Id), [.. holds])
        {
            Claims = new Claims(province.Capacity, holds.Where(hold => sharing.Contains(hold.RoomId)), []),
        };
        var request = new BookingRequest("Phiên", wish.Rooms[0].Id, [.. wish.Rooms.Select(room => room.Id)], wish.Slot.Start, wish.Slot.End, null, null)
        {
            OptionalRoomIds = [.. wish.Optional],
            Lowered = [.. wish.Lowered.Select(room => new RoomCall(room.Key, room.Value))],
        };
        var verdict = BookingRules.Decide(request, world);
        // An optional room that is taken would be gone without; here every room accepted counts.
        return verdict is BookingVerdict.Accepted { Waived.IsEmpty: false } ? new BookingVerdict.Rejected([], verdict.Waived) : verdict;
    }

    /// <summary>The first minute at which a line or the ports carry too much, found without any of the code under test.</summary>
    private static string? Exceeded(Province province, int ports, IReadOnlyCollection<Session> sessions)
    {
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            var at = First + Duration.FromMinutes(minute);
            var rooms = sessions.Where(session => session.Slot.Start <= at && at < session.Slot.End).SelectMany(session => session.Holds).ToList();
            if (rooms.Count > ports) return $"{minute}: {rooms.Count} ports";
            foreach (var line in province.Lines)
            {
                var used = rooms.Sum(room => province.Loads.Where(load => load.RoomId == room.RoomId && IsBehind(province, load.LineId, line.Id)).Sum(load => room.Kbits ?? load.Kbits));
                if (used > line.Kbits) return $"{minute}: {line.Name} {used}";
            }
        }
        return null;
    }

    private static bool IsBehind(Province province, Guid? from, Guid line) =>
        from is { } at && (at == line || IsBehind(province, province.Lines.Single(one => one.Id == at).ParentId, line));

    private static (Province, int Ports) Any(Random random)
    {
        string[] names = ["core", "hill", "glen", "isle"];
        var lines = names.Select((name, place) => $"{name} {random.Next(3, 13) * 100}{(place > 0 && random.Next(3) > 0 ? " " + names[random.Next(place)] : "")}");
        int[] rates = [80, 80, 128, 512];
        var rooms = "ABCDEFGHIJ".Select(room => $"{room} {(random.Next(8) == 0 ? "-" : names[random.Next(names.Length)])} {rates[random.Next(rates.Length)]}");
        var ports = random.Next(4, 11);
        return (new Province(string.Join("; ", [.. lines, .. rooms]), ports), ports);
    }

    private static Session Any(Random random, Province province, int number)
    {
        var rooms = province.Rooms.OrderBy(_ => random.Next()).Take(random.Next(1, 6)).ToImmutableArray();
        var start = First + Duration.FromMinutes(random.Next(22 * 12) * 5);
        var optional = random.Next(3) > 0 ? [] : rooms.Skip(1).Where(_ => random.Next(2) == 0).Select(room => room.Id).ToImmutableHashSet();
        var lowered = rooms.Where(_ => random.Next(6) == 0).ToImmutableDictionary(room => room.Id, _ => random.Next(64, 81));
        return new Session(Province.Id($"{number}"), rooms, optional, new Slot(start, start + Duration.FromMinutes(random.Next(1, 24) * 5))) { Lowered = lowered };
    }
}
