using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;

namespace Conferencing.Tests.Booking.Capacities;

/// <summary>
/// Lines and rooms in a few words: "core 300; hill 100 core; A core 80; B hill 80" has two lines, a name in small letters, kbit/s and the line
/// it leads into, and two rooms, a capital, its line (or "-") and its rate. Sessions: "08:00-09:00 AB" are holds.
/// </summary>
internal sealed class Province
{
    public Province(string text, int ports = 100)
    {
        var words = text.Split("; ").Select(part => part.Split(' ')).ToList();
        Lines = [.. words.Where(part => char.IsLower(part[0][0])).Select(part => new Line(Id(part[0]), part[0], Number(part[1]), part.Length > 2 ? Id(part[2]) : null))];
        Rooms = [.. words.Where(part => char.IsUpper(part[0][0])).Select(part => new Room(Id(part[0]), part[0], true))];
        Loads = [.. words.Where(part => char.IsUpper(part[0][0])).Select(part => new RoomLoad(Id(part[0]), part[1] == "-" ? null : Id(part[1]), Number(part[2])))];
        Capacity = new Capacity(ports, Lines, Loads);
    }

    public ImmutableArray<Line> Lines { get; }
    public ImmutableArray<Room> Rooms { get; }
    public ImmutableArray<RoomLoad> Loads { get; }
    public Capacity Capacity { get; }

    public static Guid Id(string name) => new(name.Aggregate(7, (sum, letter) => sum * 31 + letter), 0, 0, new byte[8]);

    /// <summary>"08:00-09:00 AB; 09:00-10:00 C": one session each, named by its rooms; "08:00-09:00 A:64,B:96" has rooms that are lowered.</summary>
    public static List<Hold> Holds(string text) => [.. text.Split("; ", StringSplitOptions.RemoveEmptyEntries).SelectMany((session, number) => Session(session, number))];

    /// <param name="lowered">"B:64 C:96": rooms called at a lower rate than their own.</param>
    public RoomWish Wish(string rooms, string optional = "", string lowered = "") => new([.. rooms.Select(room => Rooms.Single(one => one.Name == room.ToString()))])
    {
        Optional = [.. optional.Select(room => Id(room.ToString()))],
        Lowered = Rates(lowered),
    };

    public static ImmutableDictionary<Guid, int> Rates(string text) =>
        text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).ToImmutableDictionary(part => Id(part[..1]), part => Number(part[2..]));

    public Claims Claims(string holds, string before = "") => new(Capacity, Holds(holds), Holds(before));

    private static IEnumerable<Hold> Session(string text, int number)
    {
        var (rooms, time) = (text[(text.LastIndexOf(' ') + 1)..], text[..text.LastIndexOf(' ')]);
        var rates = rooms.Contains(':', StringComparison.Ordinal) ? Rates(rooms) : [];
        return (rates.IsEmpty ? rooms.Select(room => Id(room.ToString())) : rates.Keys).Select(room =>
            new Hold(room, Id($"briefing {number}"), Id($"session {number}"), rooms, At.Slot(time), BookingStatus.Pending) { Kbits = rates.TryGetValue(room, out var kbits) ? kbits : null });
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
