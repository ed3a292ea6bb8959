using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conferencing.Server.Data;

namespace Conferencing.Server.Audit;

/// <summary>What looking at every line came to.</summary>
/// <param name="BrokenAt">The first line that is not as it was written; null if all are.</param>
/// <param name="Why">A stable word.</param>
internal sealed record ChainVerdict(long Lines, long First, long Last, string LastDigest, long? BrokenAt, string? Why);

/// <summary>
/// The digests that chain the lines of the audit trail: each is over its own line and the digest before it, so that a line that was altered, left out
/// or put in between is found. Whoever can write to the database can make a new chain; a digest that was noted elsewhere (each export and the
/// log have the last one) tells that too.
/// </summary>
internal sealed class AuditChain
{
    public const string Altered = "altered";
    public const string Missing = "missing";
    public const string Beginning = "beginning";

    public static string Start { get; } = new('0', 64);

    private readonly HashSet<(long Number, string Digest)> _cuts = [];
    private AuditRow? _first;
    private AuditRow? _last;
    private long _lines;
    private (long Number, string Why)? _broken;

    public static string Digest(AuditRow row) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(row))));

    /// <summary>The next line, in the order of their numbers.</summary>
    public void Look(AuditRow row)
    {
        _lines++;
        if (row.Kind == AuditRetentionJob.Kind && AuditRetentionJob.Cut(row) is { } cut) _cuts.Add(cut);
        var follows = _last is null || (row.Number == _last.Number + 1 && row.Previous == _last.Digest);
        if (_broken is null && !follows) _broken = (row.Number, row.Number == _last!.Number + 1 ? Altered : Missing);
        if (_broken is null && row.Digest != Digest(row)) _broken = (row.Number, Altered);
        _first ??= row;
        _last = row;
    }

    /// <summary>After the last line. The first one follows on nothing, or on lines whose removal is told further on.</summary>
    public ChainVerdict Verdict()
    {
        if (_first is null || _last is null) return new ChainVerdict(0, 0, 0, Start, null, null);
        var begins = _first.Number == 1 ? _first.Previous == Start : _cuts.Contains((_first.Number - 1, _first.Previous));
        if (!begins) _broken = (_first.Number, Beginning);
        return new ChainVerdict(_lines, _first.Number, _last.Number, _last.Digest, _broken?.Number, _broken?.Why);
    }

    /// <summary>Every column but the digest itself: one text for one line, whatever stands in them.</summary>
    private static string Text(AuditRow row) => JsonSerializer.Serialize(
        new[]
        {
            row.Previous, row.Number.ToString(CultureInfo.InvariantCulture), row.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), row.AccountId?.ToString(), row.Who,
            row.Way.ToString(), row.Address, row.Act.ToString(), row.Kind, row.ThingId, row.Thing, row.BriefingId?.ToString(), row.Secret ? "1" : "0", row.Was, row.Became, row.Folded,
        },
        Options);

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
