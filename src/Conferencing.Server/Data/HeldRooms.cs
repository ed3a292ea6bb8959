using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>A room as a session has it.</summary>
/// <param name="Optional">The session can do without it.</param>
/// <param name="Kbits">The lower rate it is called at; null for its own.</param>
internal readonly record struct BookedRoom(Guid Room, bool Optional, int? Kbits)
{
    public RoomCall Call => new(Room, Kbits);
}

/// <summary>
/// Who holds which room when, asked and written for many occurrences at once: a series over all rooms of a province is fifty thousand
/// rows, which go through plain statements. Everything here belongs inside the caller's transaction.
/// </summary>
internal static class HeldRooms
{
    /// <summary>
    /// Half-open overlap of a wish (a, b) with a hold. Holds of one room never overlap, so of those that began before the wish only the
    /// last can reach into it; everything is read from one index.
    /// </summary>
    private const string Overlapped =
        """
        held.RoomId = room.id AND held.Off = FALSE AND held.Start < wish.b AND held.End > wish.a AND held.Start >= coalesce(
          (SELECT max(before.Start) FROM OccurrenceRooms AS before WHERE before.RoomId = room.id AND before.Off = FALSE AND before.Start <= wish.a), wish.a)
        """;

    private static string With(Dialect sql) =>
        $"""
        WITH wish(n, a, b) AS MATERIALIZED ({sql.Rows("@wishes", "bigint", "bigint")}), room(id) AS MATERIALIZED ({sql.Ids("@rooms")})
        """;

    private static string From(Dialect sql) => $"FROM wish CROSS JOIN room {sql.LookUp("OccurrenceRooms", "held", Overlapped)}";

    private static string Where(Dialect sql) => $"WHERE held.OccurrenceId NOT IN ({sql.Ids("@except")})";

    private const string HoldColumns =
        "held.RoomId, held.OccurrenceId, held.Start, held.End, one.BriefingId, coalesce(one.Title, briefing.Title), one.Status, one.SetUpMinutes, held.Kbits, briefing.Secrecy";

    /// <summary>All that holds a room and ends after <c>@from</c>.</summary>
    private const string HoldsAfter =
        $"""
        SELECT {HoldColumns} FROM OccurrenceRooms AS held JOIN Occurrences AS one ON one.Id = held.OccurrenceId JOIN Briefings AS briefing ON briefing.Id = one.BriefingId
        WHERE held.Off = FALSE AND held.End > @from
        """;

    private const string CountAfter = "SELECT count(*) FROM OccurrenceRooms AS held WHERE held.Off = FALSE AND held.End > @from";

    private static string FindHolds(Dialect sql) =>
        $"""
        {With(sql)}
        SELECT DISTINCT {HoldColumns}
        {From(sql)} {sql.LookUp("Occurrences", "one", "one.Id = held.OccurrenceId")} {sql.LookUp("Briefings", "briefing", "briefing.Id = one.BriefingId")}
        {Where(sql)}
        """;

    private static string FindBusy(Dialect sql) => $"{With(sql)} SELECT DISTINCT wish.n, held.Start, held.End {From(sql)} {Where(sql)}";

    private static string InsertRooms(Dialect sql) =>
        $"""
        WITH room(n, id, optional, kbits) AS MATERIALIZED ({sql.Rows("@rooms", "uuid", "boolean", "integer")}),
             held(n, id, start, until, off) AS MATERIALIZED ({sql.Rows("@held", "uuid", "bigint", "bigint", "boolean")}),
             without(n, occurrence, room) AS MATERIALIZED ({sql.Rows("@without", "uuid", "uuid")})
        INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, "end", Off, Optional, Kbits)
        SELECT held.id, room.id, held.start, held.until, held.off OR EXISTS (SELECT 1 FROM without WHERE without.occurrence = held.id AND without.room = room.id), room.optional, room.kbits
        FROM room CROSS JOIN held
        """;

    /// <summary>Everything that holds any of the rooms within any of the slots.</summary>
    public static async Task<ImmutableArray<Hold>> Overlapping(
        Db db, IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except, CancellationToken cancel) =>
        [.. await Read(db, FindHolds, rooms, slots, except, HoldOf, cancel)];

    public static async Task<long> CountFrom(PlainSql sql, Instant from, CancellationToken cancel) =>
        (await sql.Read(CountAfter, row => row.GetInt64(0), cancel, ("@from", from.ToUnixTimeMilliseconds())))[0];

    /// <summary>Everything that holds a room and ends after <paramref name="from"/>.</summary>
    public static async Task<HeldTimes> ReadFrom(PlainSql sql, Instant from, CancellationToken cancel)
    {
        var (times, titles) = (new HeldTimes(), new Dictionary<string, string>());
        // In the order of time within a room nothing has to make way for what is read later; the sessions of a series share one title.
        await sql.Each($"{HoldsAfter} ORDER BY held.RoomId, held.Start", Add, cancel, ("@from", from.ToUnixTimeMilliseconds()));
        return times;

        void Add(DbDataReader row)
        {
            var title = row.GetString(5);
            if (!titles.TryAdd(title, title)) title = titles[title];
            times.Add(HoldOf(row, title));
        }
    }

    /// <summary>What of that these sessions hold.</summary>
    public static Task<List<Hold>> Of(PlainSql sql, IEnumerable<Guid> occurrences, Instant from, CancellationToken cancel) => sql.Read(
        $"{HoldsAfter} AND held.OccurrenceId IN ({sql.Dialect.Ids("@ids")})", HoldOf, cancel, ("@from", from.ToUnixTimeMilliseconds()), ("@ids", Dialect.Json(occurrences)));

    /// <summary>When any of the rooms is held, window by window.</summary>
    public static async Task<ImmutableArray<Slot>[]> Busy(
        Db db, IReadOnlyCollection<Guid> rooms, IReadOnlyList<Slot> windows, IReadOnlyCollection<Guid> except, CancellationToken cancel)
    {
        var rows = await Read(db, FindBusy, rooms, windows, except, row => (Window: row.GetInt32(0), Slot: new Slot(Moment(row, 1), Moment(row, 2))), cancel);
        var byWindow = rows.ToLookup(row => row.Window, row => row.Slot);
        return [.. windows.Select((_, index) => byWindow[index].ToImmutableArray())];
    }

    /// <summary>Writes the rooms of occurrences that are stored already. The guard against overlaps looks at every row.</summary>
    /// <param name="taken">Which of the optional rooms an occurrence has to go without.</param>
    public static Task Add(
        Db db, IEnumerable<OccurrenceRow> occurrences, IReadOnlyCollection<BookedRoom> rooms, Func<OccurrenceRow, IReadOnlySet<Guid>> taken, CancellationToken cancel)
    {
        var held = occurrences.ToList();
        db.Revised.Sessions(held.Select(row => row.Id));
        // Room by room, as the index lies: a series of years in all rooms of a province is tens of thousands of rows.
        return PlainSql.Execute(
            db, InsertRooms(Dialect.Of(db)), cancel,
            ("@rooms", JsonSerializer.Serialize(rooms.Select(room => new object?[] { PlainSql.Text(room.Room), room.Optional ? 1 : 0, room.Kbits }))),
            ("@held", JsonSerializer.Serialize(held.Select(row => new object[]
            {
                PlainSql.Text(row.Id), row.Held.Start.ToUnixTimeMilliseconds(), row.End.ToUnixTimeMilliseconds(), row.HoldsRooms ? 0 : 1,
            }))),
            ("@without", JsonSerializer.Serialize(held.SelectMany(row => taken(row).Select(room => new[] { PlainSql.Text(row.Id), PlainSql.Text(room) })))));
    }

    /// <summary>Their rooms leave in a statement of their own, so that the guard against overlaps never compares new with old.</summary>
    public static Task Remove(Db db, IEnumerable<Guid> occurrences, CancellationToken cancel) => Change(db, "DELETE FROM OccurrenceRooms", occurrences, cancel);

    public static Task Release(Db db, IEnumerable<Guid> occurrences, CancellationToken cancel) => Change(db, "UPDATE OccurrenceRooms SET Off = TRUE", occurrences, cancel);

    private static Task<int> Change(Db db, string what, IEnumerable<Guid> occurrences, CancellationToken cancel)
    {
        var ids = occurrences.ToList();
        db.Revised.Sessions(ids);
        return PlainSql.Execute(db, $"{what} WHERE OccurrenceId IN ({Dialect.Of(db).Ids("@ids")})", cancel, ("@ids", Dialect.Json(ids)));
    }

    /// <summary>Which rooms each of the occurrences has, whether it holds them or not.</summary>
    public static async Task<ILookup<Guid, BookedRoom>> RoomsOf(Db db, IReadOnlyCollection<Guid> occurrences, CancellationToken cancel)
    {
        var rows = await db.OccurrenceRooms.AsNoTracking().Where(held => occurrences.Contains(held.OccurrenceId))
            .Select(held => new { held.OccurrenceId, held.RoomId, held.Optional, held.Kbits }).ToListAsync(cancel);
        return rows.ToLookup(row => row.OccurrenceId, row => new BookedRoom(row.RoomId, row.Optional, row.Kbits));
    }

    /// <summary>At which lower rates any of the occurrences calls any of the rooms.</summary>
    public static async Task<ImmutableHashSet<RoomCall>> RatesOf(Db db, IReadOnlyCollection<Guid> occurrences, IReadOnlyCollection<Guid> rooms, CancellationToken cancel)
    {
        var rows = await db.OccurrenceRooms.AsNoTracking().Where(held => occurrences.Contains(held.OccurrenceId) && rooms.Contains(held.RoomId) && held.Kbits != null)
            .Select(held => new { held.RoomId, held.Kbits }).Distinct().ToListAsync(cancel);
        return [.. rows.Select(row => new RoomCall(row.RoomId, row.Kbits))];
    }

    /// <summary>Rooms that sessions go without although they hold their others: optional ones that were taken.</summary>
    public static async Task<ILookup<Guid, Guid>> Without(Db db, IReadOnlyCollection<Guid> occurrences, CancellationToken cancel)
    {
        var rows = await db.OccurrenceRooms.AsNoTracking().Where(held => occurrences.Contains(held.OccurrenceId) && held.Optional && held.Off)
            .Select(held => new { held.OccurrenceId, held.RoomId }).ToListAsync(cancel);
        return rows.ToLookup(row => row.OccurrenceId, row => row.RoomId);
    }

    private static async Task<List<T>> Read<T>(
        Db db, Func<Dialect, string> sql, IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except,
        Func<DbDataReader, T> row, CancellationToken cancel) => rooms.Count == 0 || slots.Count == 0 ? [] : await PlainSql.Read(
            db, sql(Dialect.Of(db)), row, cancel,
            ("@rooms", Dialect.Json(rooms)), ("@except", Dialect.Json(except)),
            ("@wishes", JsonSerializer.Serialize(slots.Select(slot => new[] { slot.Start.ToUnixTimeMilliseconds(), slot.End.ToUnixTimeMilliseconds() }))));

    private static Hold HoldOf(DbDataReader row) => HoldOf(row, row.GetString(5));

    private static Hold HoldOf(DbDataReader row, string title) => new(
        row.GetGuid(0), row.GetGuid(4), row.GetGuid(1), title, new Slot(Moment(row, 2), Moment(row, 3)), Enum.Parse<BookingStatus>(row.GetString(6)))
    {
        SetUpMinutes = row.GetInt32(7),
        Kbits = row.IsDBNull(8) ? null : row.GetInt32(8),
        IsOpen = row.GetString(9) == nameof(Secrecy.Open),
    };

    private static Instant Moment(DbDataReader row, int column) => Instant.FromUnixTimeMilliseconds(row.GetInt64(column));
}
