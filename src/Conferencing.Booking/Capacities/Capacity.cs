using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>
/// What the bridge and the lines can carry, and what every room takes of them. Only what could run short is kept: a room is in one session at
/// a time, so a line that carries all rooms behind it at once, and ports enough for all rooms, need never be counted. Who uses what when is
/// <see cref="Claims"/>.
/// </summary>
public sealed class Capacity
{
    private static readonly ImmutableArray<int> None = [];

    private readonly ImmutableArray<Resource> _tight;
    private readonly Dictionary<Guid, ImmutableArray<int>> _tightOf = [];
    private readonly Dictionary<Guid, int> _kbits;
    private readonly Dictionary<Guid, int> _depths;

    /// <param name="ports">Those that may be booked.</param>
    /// <param name="rooms">Every room there is.</param>
    public Capacity(int ports, IEnumerable<Line> lines, IEnumerable<RoomLoad> rooms)
    {
        var all = rooms.ToList();
        var byId = lines.ToDictionary(line => line.Id);
        var ways = all.ToDictionary(room => room.RoomId, room => room.LineId is { } id && byId.TryGetValue(id, out var line) ? LineTree.Way(line, byId).ToList() : []);
        var most = new Dictionary<Guid, long>();
        foreach (var room in all)
        {
            foreach (var line in ways[room.RoomId]) most[line.Id] = most.GetValueOrDefault(line.Id) + room.Kbits;
        }
        var thin = byId.Values.Where(line => most.GetValueOrDefault(line.Id) > line.Kbits)
            .Select(line => new Resource(line.Id, line.Name, line.Kbits, LineTree.Way(line, byId).Count() - 1));
        var few = all.Count > ports ? new[] { new Resource(null, "", ports, -1) } : [];
        _tight = [.. thin.OrderByDescending(line => line.Depth).ThenBy(line => line.Name, StringComparer.Ordinal), .. few];
        _kbits = all.ToDictionary(room => room.RoomId, room => room.Kbits);
        _depths = ways.ToDictionary(room => room.Key, room => room.Value.Count);
        foreach (var room in all) _tightOf[room.RoomId] = [.. Enumerable.Range(0, _tight.Length).Where(index => _tight[index].LineId is not { } line || ways[room.RoomId].Exists(one => one.Id == line))];
    }

    /// <summary>Nothing is known of ports and lines: all fits.</summary>
    public static Capacity Boundless { get; } = new(int.MaxValue, [], []);

    /// <summary>Whether these rooms, or any others at the same time, could ever run short of anything.</summary>
    public bool Bounds(IEnumerable<Guid> rooms) => rooms.Any(room => !TightOf(room).IsEmpty);

    /// <summary>All rooms whose sessions bear on what these rooms share with them, those rooms included.</summary>
    public ImmutableHashSet<Guid> Sharing(IEnumerable<Guid> rooms)
    {
        var shared = rooms.SelectMany(room => TightOf(room)).ToHashSet();
        return shared.Count == 0 ? [] : [.. _tightOf.Where(room => room.Value.Any(shared.Contains)).Select(room => room.Key)];
    }

    /// <summary>What could run short, what is farthest from the bridge first.</summary>
    internal ImmutableArray<Resource> Tight => _tight;

    /// <summary>Places in <see cref="Tight"/> of what the room has a part of.</summary>
    internal ImmutableArray<int> TightOf(Guid room) => _tightOf.GetValueOrDefault(room, None);

    internal int Amount(int tight, RoomCall call) => _tight[tight].IsPorts ? 1 : KbitsOf(call);

    internal int KbitsOf(RoomCall call) => Math.Min(_kbits.GetValueOrDefault(call.RoomId), call.Kbits ?? int.MaxValue);

    /// <summary>How many lines lie between it and the bridge.</summary>
    internal int DepthOf(Guid room) => _depths.GetValueOrDefault(room);

    /// <summary>What rooms need together of each thing that could run short, by its place in <see cref="Tight"/>.</summary>
    internal Dictionary<int, int> Need(IEnumerable<RoomCall> calls)
    {
        var need = new Dictionary<int, int>();
        foreach (var call in calls)
        {
            foreach (var tight in TightOf(call.RoomId)) need[tight] = need.GetValueOrDefault(tight) + Amount(tight, call);
        }
        return need;
    }
}
