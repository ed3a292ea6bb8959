using Conferencing.Server.Data;

namespace Conferencing.Server.Tests.Rig;

/// <summary>What the database holds in the end, asked in plain SQL that shares nothing with the program.</summary>
internal static class OverlapCheck
{
    /// <summary>Pairs of rows that hold the same room at the same time.</summary>
    private const string Overlaps =
        """
        SELECT count(*) FROM OccurrenceRooms a JOIN OccurrenceRooms b ON a.RoomId = b.RoomId AND a.OccurrenceId < b.OccurrenceId
        WHERE NOT a.Off AND NOT b.Off AND a.Start < b.End AND b.Start < a.End
        """;

    /// <summary>The same by the sessions themselves, set-up time included: for code that forgot to hold a room at all.</summary>
    private const string OverlapsOfSessions =
        """
        SELECT count(*) FROM OccurrenceRooms a JOIN Occurrences x ON x.Id = a.OccurrenceId
        JOIN OccurrenceRooms b ON a.RoomId = b.RoomId AND a.OccurrenceId < b.OccurrenceId JOIN Occurrences y ON y.Id = b.OccurrenceId
        WHERE NOT a.Optional AND NOT b.Optional AND x.Status IN ('Pending', 'Approved') AND y.Status IN ('Pending', 'Approved')
          AND NOT x.Defective AND NOT y.Defective AND NOT x.Competing AND NOT y.Competing AND x.Start - x.SetUpMinutes * 60000 < y.End AND y.Start - y.SetUpMinutes * 60000 < x.End
        """;

    public static async Task<long> Count(RunningServer server)
    {
        var sql = server.Service<PlainSql>();
        var (held, meant) = (await Ask(sql, Overlaps), await Ask(sql, OverlapsOfSessions));
        return held + meant;
    }

    private static async Task<long> Ask(PlainSql sql, string question) => (await sql.Read(question, row => row.GetInt64(0), CancellationToken.None))[0];
}
