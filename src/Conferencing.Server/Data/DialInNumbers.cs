using System.Text.Json;
using Conferencing.Booking;
using Microsoft.EntityFrameworkCore;
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

    /// <summary>Those of <paramref name="occurrences"/> whose number another session has within <paramref name="margin"/> of them.</summary>
    public static async Task<HashSet<Guid>> Clashing(Db db, IEnumerable<OccurrenceRow> occurrences, Duration margin, CancellationToken cancel)
    {
        var mine = Json(occurrences.Where(one => one.DialInNumber is not null), margin);
        return
        [
            .. await db.Database.SqlQuery<Guid>(
                $"""
                WITH mine(id, number, a, b) AS MATERIALIZED (SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each({mine}))
                SELECT DISTINCT mine.id AS Value
                FROM mine CROSS JOIN Occurrences AS other
                  ON other.DialInNumber = mine.number AND other.Start >= mine.a - {LongestMs} AND other.Start <= mine.b + {LeadMs} AND other.End > mine.a AND other.ConnectAt < mine.b
                WHERE other.Id NOT IN (SELECT id FROM mine)
                """).ToListAsync(cancel),
        ];
    }

    /// <summary>The first number from <paramref name="first"/> on that no other session has within <paramref name="margin"/> of any of them.</summary>
    /// <param name="never">A number that is no session's.</param>
    public static async Task<int> FirstFree(Db db, IEnumerable<OccurrenceRow> occurrences, Duration margin, int first, int never, CancellationToken cancel)
    {
        var mine = Json(occurrences, margin);
        var found = await db.Database.SqlQuery<int>(
            $"""
            WITH RECURSIVE mine(id, a, b) AS MATERIALIZED (SELECT value ->> 0, value ->> 2, value ->> 3 FROM json_each({mine})),
              candidate(number) AS (
                SELECT {first} UNION ALL
                SELECT number + 1 FROM candidate
                WHERE number = {never} OR EXISTS (
                  SELECT 1 FROM mine CROSS JOIN Occurrences AS other
                    ON other.DialInNumber = candidate.number AND other.Start >= mine.a - {LongestMs} AND other.Start <= mine.b + {LeadMs} AND other.End > mine.a AND other.ConnectAt < mine.b
                  WHERE other.Id NOT IN (SELECT id FROM mine)))
            SELECT max(number) AS Value FROM candidate
            """).ToListAsync(cancel);
        return found[0];
    }

    private static string Json(IEnumerable<OccurrenceRow> occurrences, Duration margin) => JsonSerializer.Serialize(occurrences.Select(one => new object?[]
    {
        PlainSql.Text(one.Id), one.DialInNumber, (one.ConnectAt - margin).ToUnixTimeMilliseconds(), (one.End + margin).ToUnixTimeMilliseconds(),
    }));
}
