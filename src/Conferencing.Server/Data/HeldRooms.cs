using System.Collections.Immutable;
using System.Text.Json;
using Conferencing.Booking;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;

namespace Conferencing.Server.Data;

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
    private const string With =
        """
        WITH wish(n, a, b) AS MATERIALIZED (SELECT key, value ->> 0, value ->> 1 FROM json_each(@wishes)),
             room(id) AS MATERIALIZED (SELECT value FROM json_each(@rooms))
        """;

    private const string From =
        """
        FROM wish CROSS JOIN room CROSS JOIN OccurrenceRooms AS held
          ON held.RoomId = room.id AND held.Off = 0 AND held.Start < wish.b AND held.Start >= coalesce(
            (SELECT max(before.Start) FROM OccurrenceRooms AS before WHERE before.RoomId = room.id AND before.Off = 0 AND before.Start <= wish.a), wish.a)
        """;

    private const string Where = "WHERE held.End > wish.a AND held.OccurrenceId NOT IN (SELECT value FROM json_each(@except))";

    private const string FindHolds =
        $"""
        {With}
        SELECT DISTINCT held.RoomId, held.OccurrenceId, held.Start, held.End, one.BriefingId, coalesce(one.Title, briefing.Title), one.Status, one.SetUpMinutes
        {From}
        JOIN Occurrences AS one ON one.Id = held.OccurrenceId JOIN Briefings AS briefing ON briefing.Id = one.BriefingId
        {Where}
        """;

    private const string FindBusy = $"{With} SELECT DISTINCT wish.n, held.Start, held.End {From} {Where}";

    /// <summary>Everything that holds any of the rooms within any of the slots.</summary>
    public static Task<ImmutableArray<Hold>> Overlapping(
        Db db, IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except, CancellationToken cancel) =>
        Read(db, FindHolds, rooms, slots, except, row => new Hold(
            row.GetGuid(0), row.GetGuid(4), row.GetGuid(1), row.GetString(5),
            new Slot(Moment(row, 2), Moment(row, 3)), Enum.Parse<BookingStatus>(row.GetString(6)))
        { SetUpMinutes = row.GetInt32(7) }, cancel);

    /// <summary>When any of the rooms is held, window by window.</summary>
    public static async Task<ImmutableArray<Slot>[]> Busy(
        Db db, IReadOnlyCollection<Guid> rooms, IReadOnlyList<Slot> windows, IReadOnlyCollection<Guid> except, CancellationToken cancel)
    {
        var rows = await Read(db, FindBusy, rooms, windows, except, row => (Window: row.GetInt32(0), Slot: new Slot(Moment(row, 1), Moment(row, 2))), cancel);
        var byWindow = rows.ToLookup(row => row.Window, row => row.Slot);
        return [.. windows.Select((_, index) => byWindow[index].ToImmutableArray())];
    }

    /// <summary>Writes the rooms of occurrences that are stored already. The overlap triggers look at every row.</summary>
    /// <param name="taken">Which of the optional rooms an occurrence has to go without.</param>
    public static async Task Add(
        Db db, IEnumerable<OccurrenceRow> occurrences, IReadOnlyCollection<Guid> rooms, IReadOnlySet<Guid> optional, Func<OccurrenceRow, IReadOnlySet<Guid>> taken, CancellationToken cancel)
    {
        await using var command = Command(db, "INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, End, Off, Optional) VALUES (@one, @room, @start, @end, @off, @optional)");
        var (one, room) = (command.Parameters.Add("@one", SqliteType.Text), command.Parameters.Add("@room", SqliteType.Text));
        var (start, end) = (command.Parameters.Add("@start", SqliteType.Integer), command.Parameters.Add("@end", SqliteType.Integer));
        var (off, may) = (command.Parameters.Add("@off", SqliteType.Integer), command.Parameters.Add("@optional", SqliteType.Integer));
        var held = occurrences.Select(row => (
            Id: PlainSql.Text(row.Id), Start: row.Held.Start.ToUnixTimeMilliseconds(), End: row.End.ToUnixTimeMilliseconds(), row.HoldsRooms, Without: taken(row))).ToList();
        // Room by room, as the index lies: a series of years in all rooms of a province is tens of thousands of rows.
        foreach (var id in rooms)
        {
            (room.Value, may.Value) = (PlainSql.Text(id), optional.Contains(id) ? 1 : 0);
            foreach (var row in held)
            {
                (one.Value, start.Value, end.Value) = (row.Id, row.Start, row.End);
                off.Value = row.HoldsRooms && !row.Without.Contains(id) ? 0 : 1;
                await command.ExecuteNonQueryAsync(cancel);
            }
        }
    }

    /// <summary>Their rooms leave in a statement of their own, so that the guard against overlaps never compares new with old.</summary>
    public static Task Remove(Db db, IEnumerable<Guid> occurrences, CancellationToken cancel) =>
        Execute(db, "DELETE FROM OccurrenceRooms WHERE OccurrenceId IN (SELECT value FROM json_each(@ids))", occurrences, cancel);

    public static Task Release(Db db, IEnumerable<Guid> occurrences, CancellationToken cancel) =>
        Execute(db, "UPDATE OccurrenceRooms SET Off = 1 WHERE OccurrenceId IN (SELECT value FROM json_each(@ids))", occurrences, cancel);

    /// <summary>Which rooms each of the occurrences has, whether it holds them or not, and which of them it can do without.</summary>
    public static async Task<ILookup<Guid, (Guid Room, bool Optional)>> RoomsOf(Db db, IReadOnlyCollection<Guid> occurrences, CancellationToken cancel)
    {
        var rows = await db.OccurrenceRooms.AsNoTracking().Where(held => occurrences.Contains(held.OccurrenceId))
            .Select(held => new { held.OccurrenceId, held.RoomId, held.Optional }).ToListAsync(cancel);
        return rows.ToLookup(row => row.OccurrenceId, row => (row.RoomId, row.Optional));
    }

    /// <summary>Rooms that sessions go without although they hold their others: optional ones that were taken.</summary>
    public static async Task<ILookup<Guid, Guid>> Without(Db db, IReadOnlyCollection<Guid> occurrences, CancellationToken cancel)
    {
        var rows = await db.OccurrenceRooms.AsNoTracking().Where(held => occurrences.Contains(held.OccurrenceId) && held.Optional && held.Off)
            .Select(held => new { held.OccurrenceId, held.RoomId }).ToListAsync(cancel);
        return rows.ToLookup(row => row.OccurrenceId, row => row.RoomId);
    }

    private static async Task<ImmutableArray<T>> Read<T>(
        Db db, string sql, IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except,
        Func<SqliteDataReader, T> row, CancellationToken cancel)
    {
        if (rooms.Count == 0 || slots.Count == 0) return [];
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = Command(db, sql);
        command.Parameters.AddWithValue("@rooms", Json(rooms));
        command.Parameters.AddWithValue("@except", Json(except));
        command.Parameters.AddWithValue("@wishes", JsonSerializer.Serialize(slots.Select(slot => new[] { slot.Start.ToUnixTimeMilliseconds(), slot.End.ToUnixTimeMilliseconds() })));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
        return rows.ToImmutable();
    }

    private static async Task Execute(Db db, string sql, IEnumerable<Guid> ids, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = Command(db, sql);
        command.Parameters.AddWithValue("@ids", Json(ids));
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static SqliteCommand Command(Db db, string sql)
    {
        var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // The statements are constants of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static Instant Moment(SqliteDataReader row, int column) => Instant.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static string Json(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Select(PlainSql.Text));
}
