using Conferencing.Server.Data;
using NodaTime;

namespace Conferencing.Server.Retention;

/// <summary>When the sweep is: what ended before <paramref name="Before"/> has been kept long enough.</summary>
internal sealed record SweepTime(Instant Now, Instant Before);

/// <summary>
/// One rule by which personal data goes: finds what is due, and removes it. What was removed is not due any more, so that a sweep that was broken
/// off is simply begun again. Says nothing in the audit trail and opens no transaction: that is <see cref="RetentionSweep"/>'s.
/// </summary>
internal abstract class SweptRule
{
    /// <summary>A stable word.</summary>
    public abstract string Id { get; }

    /// <summary>The setting that says how long, as a file of settings names it.</summary>
    public abstract string Setting { get; }

    /// <summary>0 for never.</summary>
    public abstract int Days { get; }

    /// <summary>What has to go.</summary>
    /// <param name="among">Only of these; null for all there are.</param>
    public abstract Task<List<Guid>> Due(Db db, SweepTime time, IReadOnlyCollection<Guid>? among, CancellationToken cancel);

    public abstract Task Remove(Db db, SweepTime time, IReadOnlyCollection<Guid> due, CancellationToken cancel);

    /// <summary>Whole days of the province, so that nothing goes on the day it was made that long ago.</summary>
    public SweepTime At(Instant now) => new(now, now.InZone(Times.Zone).Date.PlusDays(-Days).AtStartOfDayInZone(Times.Zone).ToInstant());

    /// <param name="sql">Asks for identifiers, in its column <paramref name="id"/>; ends with a condition.</param>
    protected static Task<List<Guid>> Find(Db db, string sql, string id, SweepTime time, IReadOnlyCollection<Guid>? among, CancellationToken cancel)
    {
        (string, object)[] values = [("@now", time.Now.ToUnixTimeMilliseconds()), ("@before", time.Before.ToUnixTimeMilliseconds()), ("@gone", GoneWords.Text), ("@account", GoneWords.Account)];
        return among is null
            ? PlainSql.Read(db, sql, row => row.GetGuid(0), cancel, values)
            : PlainSql.Read(db, $"{sql} AND {id} IN ({Dialect.Of(db).Ids("@among")})", row => row.GetGuid(0), cancel, [.. values, ("@among", Dialect.Json(among))]);
    }
}

/// <summary>What stands where somebody's words or name stood. Kept in the database, so it has one language.</summary>
internal static class GoneWords
{
    public const string Text = "(đã xóa)";
    public const string Account = "Tài khoản đã xóa";
}
