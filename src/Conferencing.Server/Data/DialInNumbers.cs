using System.Text.Json;
using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>
/// Which numbers sessions that are near in time have, asked for all sessions of a series at once and through the index of the numbers.
/// Decides nothing. Belongs inside the caller's transaction.
/// </summary>
internal static class DialInNumbers
{
    private static readonly long LongestMs = (long)BookingRules.MaxLength.TotalMilliseconds;
    private static readonly long LeadMs = (long)BookingRules.MaxLead.TotalMilliseconds;

    private static string Mine(Dialect sql) => $"mine(n, id, number, a, b) AS MATERIALIZED ({sql.Rows("@mine", "uuid", "integer", "bigint", "bigint")})";

    /// <summary>Of mine, those within whose time another session has the number.</summary>
    private static string Near(Dialect sql, string number) => "FROM mine " + sql.LookUp("Occurrences", "other",
        $"""
        other.DialInNumber = {number} AND other.Start >= mine.a - @longest AND other.Start <= mine.b + @lead AND other.End > mine.a AND other.ConnectAt < mine.b
        """) + " WHERE other.Id NOT IN (SELECT id FROM mine)";

    /// <summary>Those of <paramref name="occurrences"/> whose number another session has within <paramref name="margin"/> of them.</summary>
    public static async Task<HashSet<Guid>> Clashing(Db db, IEnumerable<OccurrenceRow> occurrences, Duration margin, CancellationToken cancel) =>
    [
        .. await PlainSql.Read(
            db,
            $"WITH {Mine(Dialect.Of(db))} SELECT DISTINCT mine.id {Near(Dialect.Of(db), "mine.number")}",
            row => row.GetGuid(0), cancel,
            ("@mine", Json(occurrences.Where(one => one.DialInNumber is not null), margin)), ("@longest", LongestMs), ("@lead", LeadMs)),
    ];

    /// <summary>The first number from <paramref name="first"/> on that no other session has within <paramref name="margin"/> of any of them.</summary>
    /// <param name="never">A number that is no session's.</param>
    public static async Task<int> FirstFree(Db db, IEnumerable<OccurrenceRow> occurrences, Duration margin, int first, int never, CancellationToken cancel)
    {
        var found = await PlainSql.Read(
            db,
            $"""
            WITH RECURSIVE {Mine(Dialect.Of(db))},
              candidate(number) AS (
                SELECT @first UNION ALL
                SELECT number + 1 FROM candidate
                WHERE number = @never OR EXISTS (SELECT 1 {Near(Dialect.Of(db), "candidate.number")}))
            SELECT max(number) FROM candidate
            """,
            row => row.GetInt32(0), cancel,
            ("@mine", Json(occurrences, margin)), ("@first", first), ("@never", never), ("@longest", LongestMs), ("@lead", LeadMs));
        return found[0];
    }

    private static string Json(IEnumerable<OccurrenceRow> occurrences, Duration margin) => JsonSerializer.Serialize(occurrences.Select(one => new object?[]
    {
        PlainSql.Text(one.Id), one.DialInNumber, (one.ConnectAt - margin).ToUnixTimeMilliseconds(), (one.End + margin).ToUnixTimeMilliseconds(),
    }));
}
