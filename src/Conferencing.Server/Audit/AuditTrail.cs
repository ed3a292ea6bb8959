using System.Globalization;
using System.Security.Claims;
using System.Text;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;

namespace Conferencing.Server.Audit;

/// <summary>
/// Writes the lines of the audit trail, inside the transaction of what they tell. One line for each thing that changed, with its parts: a
/// series of years is one line. Plain statements, as this follows every change.
/// </summary>
internal sealed class AuditTrail(IHttpContextAccessor requests, Storage storage, TimeProvider clock)
{
    /// <summary>Databases bound the parameters of a statement.</summary>
    private const int LinesAtOnce = 100;

    private static readonly AsyncLocal<string?> Job = new();

    private sealed record Doer(Guid? AccountId, string Who, AuditWay Way, string? Address);

    /// <summary>Names what the program does by itself from here on, in this flow.</summary>
    public static void ActAs(string job) => Job.Value = job;

    /// <summary>A write transaction for code that saves outside the write gate, in turn with all other writers.</summary>
    public async Task<IDbContextTransaction> Begin(Db db, CancellationToken cancel)
    {
        var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (storage.Dialect.TakeTurn is { } turn) await PlainSql.Execute(db, turn, cancel);
        return transaction;
    }

    public async Task Write(Db db, CancellationToken cancel)
    {
        if (db.Changes.IsEmpty) return;
        var things = db.Changes.Take();
        if (things.Count == 0) return;
        await NameBriefings(db, things, cancel);
        var (doer, at) = (Now(), clock.Now());
        var (number, digest) = await Last(db, cancel);
        foreach (var some in things.Chunk(LinesAtOnce))
        {
            var rows = new List<AuditRow>();
            foreach (var thing in some)
            {
                rows.Add(Line(thing, doer, at, ++number, digest));
                digest = rows[^1].Digest;
            }
            await Insert(db, rows, cancel);
        }
    }

    public static async Task<(long Number, string Digest)> Last(Db db, CancellationToken cancel)
    {
        var last = await PlainSql.Read(db, "SELECT Number, Digest FROM Audit ORDER BY Number DESC LIMIT 1", row => (row.GetInt64(0), row.GetString(1)), cancel);
        return last.Count == 0 ? (0, AuditChain.Start) : last[0];
    }

    /// <summary>Without case and diacritics, so that it is found as people type it.</summary>
    public static string Fold(string text)
    {
        var letters = text.Normalize(NormalizationForm.FormD).ToLowerInvariant().Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark);
        return string.Concat(letters).Replace('đ', 'd');
    }

    private static AuditRow Line(ThingChange thing, Doer doer, Instant at, long number, string previous)
    {
        var row = new AuditRow
        {
            Number = number,
            At = at,
            AccountId = doer.AccountId,
            Who = doer.Who,
            Way = doer.Way,
            Address = doer.Address,
            Act = thing.Act,
            Kind = thing.Kind,
            ThingId = thing.Id,
            Thing = thing.Name ?? "",
            BriefingId = thing.BriefingId,
            Secret = thing.Secret == true,
            Was = thing.Was is { } was ? AuditJson.Write(was) : null,
            Became = thing.Became is { } became ? AuditJson.Write(became) : null,
            Folded = Fold($"{doer.Who} {thing.Name}"),
            Previous = previous,
        };
        row.Digest = AuditChain.Digest(row);
        return row;
    }

    private Doer Now()
    {
        if (requests.HttpContext is not { } context) return new Doer(null, Job.Value ?? "", AuditWay.Itself, null);
        var address = context.Connection.RemoteIpAddress is { } ip ? (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString() : null;
        var user = context.User;
        if (user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
            return new Doer(null, user.Identity?.Name ?? "", user.Identity?.IsAuthenticated == true ? AuditWay.Itself : AuditWay.Nobody, address);
        var name = AuditedThings.NameOf(user.FindFirstValue(Caller.DisplayNameClaim) ?? "", user.Identity?.Name);
        return user.FindFirstValue(Caller.TokenClaim) is { } token
            ? new Doer(Guid.Parse(id), $"{name} [{token}]", AuditWay.Token, address)
            : new Doer(Guid.Parse(id), name, AuditWay.Page, address);
    }

    /// <summary>What was done to a session in progress changes no column of its briefing, and a document does not say whose it is.</summary>
    private static async Task NameBriefings(Db db, List<ThingChange> things, CancellationToken cancel)
    {
        var nameless = things.Where(thing => thing.BriefingId is not null && thing.Secret is null).ToList();
        if (nameless.Count == 0) return;
        var ids = nameless.Select(thing => thing.BriefingId!.Value).Distinct().ToList();
        var found = await db.Briefings.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.Title, row.Secrecy }).ToDictionaryAsync(row => row.Id, cancel);
        foreach (var thing in nameless)
        {
            if (!found.TryGetValue(thing.BriefingId!.Value, out var briefing)) continue;
            thing.Name ??= briefing.Title;
            thing.Secret = briefing.Secrecy != Secrecy.Open;
        }
    }

    private static async Task Insert(Db db, List<AuditRow> rows, CancellationToken cancel)
    {
        var values = new List<(string Name, object Value)>();
        var lines = rows.Select((row, line) => $"({string.Join(", ", Cells(row).Select((cell, column) => Parameter(line, column, cell)))})").ToList();
        await PlainSql.Execute(
            db, $"INSERT INTO Audit (Number, At, AccountId, Who, Way, Address, Act, Kind, ThingId, Thing, BriefingId, Secret, Was, Became, Folded, Previous, Digest) VALUES {string.Join(", ", lines)}",
            cancel, [.. values]);

        string Parameter(int line, int column, object? cell)
        {
            if (cell is null) return "NULL";
            var name = $"@p{line}_{column}";
            values.Add((name, cell));
            return name;
        }
    }

    private static object?[] Cells(AuditRow row) =>
    [
        row.Number, row.At.ToUnixTimeMilliseconds(), row.AccountId, row.Who, row.Way.ToString(), row.Address, row.Act.ToString(), row.Kind, row.ThingId, row.Thing, row.BriefingId, row.Secret, row.Was,
        row.Became, row.Folded, row.Previous, row.Digest,
    ];
}
