using System.Security.Cryptography;
using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>The Idempotency-Key of a creation: the same key and content from the same account within a day is the same creation.</summary>
internal sealed record OnceKey(string Key, string Hash)
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 200;
    private static readonly Duration Memory = Duration.FromDays(1);

    /// <summary>Null without the header; an error if it is no key.</summary>
    public static (OnceKey? Once, FieldMessage? Wrong) Of(HttpRequest request, object content)
    {
        if (!request.Headers.TryGetValue(Header, out var values)) return (null, null);
        if (values is not [{ Length: > 0 and <= LongestKey } key]) return (null, new FieldMessage(Header, "keyMalformed", LongestKey));
        return (new OnceKey(key, Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content)))), null);
    }

    public bool IsSame(OnceRow earlier) => earlier.Hash == Hash;

    public async Task<OnceRow?> Find(Db db, Caller caller, Instant now, CancellationToken cancel)
    {
        var oldest = now - Memory;
        await db.OnceKeys.Where(row => row.At < oldest).ExecuteDeleteAsync(cancel);
        return await db.OnceKeys.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == caller.Id && row.Key == Key, cancel);
    }

    public void Keep(Db db, Caller caller, Guid briefingId, Instant now) =>
        db.OnceKeys.Add(new OnceRow { AccountId = caller.Id, Key = Key, Hash = Hash, BriefingId = briefingId, At = now });
}
