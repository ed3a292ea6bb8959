using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Conferencing.Booking;
using Conferencing.Booking.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>That a session to come names somebody as in charge. Follows from its dossier and its start; gone a day after the session.</summary>
internal sealed class PersonInChargeRow
{
    public Guid OccurrenceId { get; set; }

    /// <summary>The name as names are compared, see <see cref="PersonName.Key"/>.</summary>
    public string Person { get; set; } = "";
    public Duty Duty { get; set; }

    /// <summary>Of the session.</summary>
    public Instant Start { get; set; }
}

/// <summary>
/// Who is in charge of which session to come, found by name: an index beside the dossiers, which are JSON. When a session ends, whether it is
/// held, and its title are asked of the session itself. Everything here belongs inside the caller's transaction.
/// </summary>
internal static class PeopleInCharge
{
    /// <summary>No session that began earlier than this before another can overlap it.</summary>
    private static readonly Duration Longest = BookingRules.MaxLength + Duration.FromMinutes(Extension.StepMinutes * Extension.MaxSteps);

    /// <summary>The fact that says by which rules for names the index was filled; another number fills it anew.</summary>
    private const string Filled = "peopleInCharge.filled";
    private const string Rules = "1";

    private static readonly string Wanted = string.Create(
        CultureInfo.InvariantCulture, $"met.Person = person.name AND met.Start < wish.b AND met.Start > wish.a - {Longest.TotalMilliseconds:0}");

    private static string Find(Dialect sql) =>
        $"""
        WITH wish(n, a, b) AS MATERIALIZED ({sql.Rows("@wishes", "bigint", "bigint")}), person(n, name) AS MATERIALIZED ({sql.Rows("@people", "text")})
        SELECT DISTINCT met.Person, met.Duty, met.OccurrenceId, one.Start, one.End, one.BriefingId, coalesce(one.Title, briefing.Title), one.Status
        FROM wish CROSS JOIN person {sql.LookUp("PeopleInCharge", "met", Wanted)}
        {sql.LookUp("Occurrences", "one", "one.Id = met.OccurrenceId")} {sql.LookUp("Briefings", "briefing", "briefing.Id = one.BriefingId")}
        WHERE one.End > wish.a AND one.EndedAt IS NULL AND one.Defective = FALSE AND one.Status IN ('Approved', 'Pending')
          AND met.OccurrenceId NOT IN ({sql.Ids("@except")})
        """;

    private static string Insert(Dialect sql) =>
        $"""
        WITH named(n, occurrence, person, duty, start) AS MATERIALIZED ({sql.Rows("@rows", "uuid", "text", "text", "bigint")})
        INSERT INTO PeopleInCharge (OccurrenceId, Person, Duty, Start) SELECT occurrence, person, duty, start FROM named
        """;

    private static string Forget(Dialect sql) => $"DELETE FROM PeopleInCharge WHERE OccurrenceId IN ({sql.Ids("@ids")})";

    /// <summary>What these people are in charge of within any of the slots, by name.</summary>
    /// <param name="except">Sessions whose place a request takes.</param>
    public static async Task<ILookup<string, Engagement>> Engaged(
        Db db, IEnumerable<PersonInCharge> people, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except, CancellationToken cancel)
    {
        var names = people.Select(one => one.Person.Key).Distinct().ToList();
        var found = names.Count == 0 || slots.Count == 0 ? [] : await PlainSql.Read(
            db, Find(Dialect.Of(db)), Engagement, cancel, ("@except", Dialect.Json(except)), ("@people", JsonSerializer.Serialize(names.Select(name => new[] { name }))),
            ("@wishes", JsonSerializer.Serialize(slots.Select(slot => new[] { slot.Start.ToUnixTimeMilliseconds(), slot.End.ToUnixTimeMilliseconds() }))));
        return found.ToLookup(one => one.Key);
    }

    /// <summary>After a change of a briefing: its sessions to come are found under the names they have now.</summary>
    public static async Task Keep(Db db, BriefingRow briefing, Instant now, CancellationToken cancel)
    {
        var ahead = briefing.Occurrences.Where(one => one.End > now).ToList();
        await PlainSql.Execute(db, Forget(Dialect.Of(db)), cancel, ("@ids", Dialect.Json(ahead.Select(one => one.Id))));
        var whole = PersonInCharge.Of(briefing.Dossier);
        await Add(db, ahead.SelectMany(one => Rows(one.Id, one.Start, one.Dossier is { } own ? PersonInCharge.Of(own) : whole)), cancel);
    }

    /// <summary>Of sessions that are over for a day nobody asks by name any more.</summary>
    public static Task<int> ForgetPast(DbConnection connection, Instant now, CancellationToken cancel) => PlainSql.Execute(
        connection, "DELETE FROM PeopleInCharge WHERE Start < @before", cancel, ("@before", (now - Longest - Duration.FromDays(1)).ToUnixTimeMilliseconds()));

    /// <summary>The first start after the index, or its rules, are new: from the dossiers of all sessions to come.</summary>
    public static async Task BringUpToDate(PlainSql sql, WriteGate gate, Instant now, CancellationToken cancel)
    {
        var filled = await sql.Read("SELECT Value FROM Facts WHERE Name = @name", row => row.GetString(0), cancel, ("@name", Filled));
        if (filled is [Rules]) return;
        await gate.Write(async db =>
        {
            await PlainSql.Execute(db, "DELETE FROM PeopleInCharge", cancel);
            var from = now - Longest;
            var sessions = db.Occurrences.AsNoTracking().Where(one => one.Start > from && one.End > now)
                .Select(one => new { one.Id, one.Start, Own = one.Dossier, Whole = one.Briefing!.Dossier });
            foreach (var some in (await sessions.ToListAsync(cancel)).Chunk(10_000))
                await Add(db, some.SelectMany(one => Rows(one.Id, one.Start, PersonInCharge.Of(one.Own ?? one.Whole))), cancel);
            await PlainSql.Execute(
                db, "INSERT INTO Facts (Name, Value) VALUES (@name, @value) ON CONFLICT (Name) DO UPDATE SET Value = @value", cancel, ("@name", Filled), ("@value", Rules));
            return 0;
        }, cancel);
    }

    private static async Task Add(Db db, IEnumerable<object[]> rows, CancellationToken cancel)
    {
        var named = rows.ToList();
        if (named.Count > 0) await PlainSql.Execute(db, Insert(Dialect.Of(db)), cancel, ("@rows", JsonSerializer.Serialize(named)));
    }

    private static IEnumerable<object[]> Rows(Guid occurrence, Instant start, ImmutableArray<PersonInCharge> people) =>
        people.Select(one => new object[] { PlainSql.Text(occurrence), one.Person.Key, one.Duty.ToString(), start.ToUnixTimeMilliseconds() });

    private static Engagement Engagement(DbDataReader row) => new(
        row.GetString(0), Enum.Parse<Duty>(row.GetString(1)), row.GetGuid(5), row.GetGuid(2), row.GetString(6),
        new Slot(Instant.FromUnixTimeMilliseconds(row.GetInt64(3)), Instant.FromUnixTimeMilliseconds(row.GetInt64(4))), Enum.Parse<BookingStatus>(row.GetString(7)));
}
