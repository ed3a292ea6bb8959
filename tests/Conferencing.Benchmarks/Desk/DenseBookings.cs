using System.Data.Common;

namespace Conferencing.Benchmarks.Desk;

/// <summary>
/// A database full of sessions, written past the API: each room is held for fifty minutes of every hour from 7 to 16, day after day: a
/// time asked for in those hours is taken in every room, and the soonest free one is late that afternoon.
/// </summary>
internal static class DenseBookings
{
    private const int HoursADay = 9;
    /// <summary>Whole days.</summary>
    private const int SessionsOfABriefing = 28 * HoursADay;

    private const string FillSqlite =
        """
        CREATE TEMP TABLE room(n INTEGER PRIMARY KEY, id TEXT);
        INSERT INTO room SELECT row_number() OVER (ORDER BY Name) - 1, Id FROM Rooms;
        CREATE TEMP TABLE one AS
          WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < @count)
          SELECT printf('%08X-0000-7000-8000-%012X', 1, n) AS id, printf('%08X-0000-7000-8000-%012X', 2, n / @long) AS briefing,
                 @first + (n / @long / (SELECT count(*) FROM room) * (@long / @hours) + n % @long / @hours) * 86400000 + n % @hours * 3600000 AS start,
                 (SELECT id FROM room WHERE room.n = number.n / @long % (SELECT count(*) FROM room)) AS room
          FROM number;
        INSERT INTO Briefings (Id, BookedById, ChairRoomId, CreatedAt, Status, Title, Version)
          SELECT briefing, (SELECT Id FROM AspNetUsers LIMIT 1), min(room), @first, 'Approved', 'Giao ban ' || briefing, 1 FROM one GROUP BY briefing;
        INSERT INTO BriefingRooms (BriefingId, RoomId, Position) SELECT DISTINCT briefing, room, 0 FROM one;
        INSERT INTO Occurrences (Id, BriefingId, ConnectAt, Defective, Edited, End, ExtendedSteps, SetUpMinutes, Start, Status)
          SELECT id, briefing, start - 300000, 0, 0, start + 3000000, 0, 0, start, 'Approved' FROM one;
        INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, End, Off) SELECT id, room, start, start + 3000000, 0 FROM one;
        PRAGMA optimize;
        """;

    private const string FillPostgres =
        """
        CREATE TEMP TABLE room AS SELECT row_number() OVER (ORDER BY Name) - 1 AS n, Id FROM Rooms;
        CREATE TEMP TABLE one AS
          SELECT ('00000001-0000-7000-8000-' || lpad(to_hex(k), 12, '0'))::uuid AS id, ('00000002-0000-7000-8000-' || lpad(to_hex(k / @long), 12, '0'))::uuid AS briefing,
                 @first + (k / @long / (SELECT count(*) FROM room) * (@long / @hours) + k % @long / @hours) * 86400000 + k % @hours * 3600000 AS start, room.id AS room
          FROM generate_series(0::bigint, @count - 1) AS k JOIN room ON room.n = k / @long % (SELECT count(*) FROM room);
        INSERT INTO Briefings (Id, BookedById, ChairRoomId, CreatedAt, SetUpMinutes, Status, Title, Version)
          SELECT briefing, (SELECT Id FROM AspNetUsers LIMIT 1), (array_agg(room))[1], @first, 0, 'Approved', 'Giao ban ' || briefing, 1 FROM one GROUP BY briefing;
        INSERT INTO BriefingRooms (BriefingId, RoomId, Position, Optional) SELECT DISTINCT briefing, room, 0, FALSE FROM one;
        INSERT INTO Occurrences (Id, BriefingId, ConnectAt, Defective, Edited, "end", ExtendedSteps, SetUpMinutes, Start, Status)
          SELECT id, briefing, start - 300000, FALSE, FALSE, start + 3000000, 0, 0, start, 'Approved' FROM one;
        INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, "end", Off, Optional) SELECT id, room, start, start + 3000000, FALSE, FALSE FROM one;
        ANALYZE;
        """;

    /// <param name="first">7 in the morning of the first day.</param>
    /// <returns>How many days are full.</returns>
    public static int Store(DbConnection connection, bool isPostgres, int count, int rooms, DateTimeOffset first)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = isPostgres ? FillPostgres : FillSqlite;
        command.CommandTimeout = 1800;
        Add("@count", (long)count);
        Add("@long", (long)SessionsOfABriefing);
        Add("@hours", (long)HoursADay);
        Add("@first", first.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
        transaction.Commit();
        return count / rooms / HoursADay;

        void Add(string name, long value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }
}
