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
    /// <param name="content">What is to be created.</param>
    public static (OnceKey? Once, FieldMessage? Wrong) Of(HttpRequest request, object content)
    {
        if (!request.Headers.TryGetValue(Header, out var values)) return (null, null);
        if (values is not [{ Length: > 0 and <= LongestKey } key]) return (null, new FieldMessage(Header, "keyMalformed", LongestKey));
        return (new OnceKey(key, Convert.ToHexString(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(request.Path), 0, .. JsonSerializer.SerializeToUtf8Bytes(content, content.GetType())]))), null);
    }

    public bool IsSame(OnceRow earlier) => earlier.Hash == Hash;

    public async Task<OnceRow?> Find(Db db, Caller caller, Instant now, CancellationToken cancel)
    {
        await Forget(db, now, cancel);
        return await db.OnceKeys.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == caller.Id && row.Key == Key, cancel);
    }

    public void Keep(Db db, Caller caller, Guid? briefingId, Instant now) =>
        db.OnceKeys.Add(new OnceRow { AccountId = caller.Id, Key = Key, Hash = Hash, BriefingId = briefingId, At = now });

    /// <summary>Those of more than a day ago.</summary>
    public static Task<int> Forget(Db db, Instant now, CancellationToken cancel)
    {
        var oldest = now - Memory;
        return db.OnceKeys.Where(row => row.At < oldest).ExecuteDeleteAsync(cancel);
    }
}

/// <summary>Marks a route that takes an Idempotency-Key.</summary>
internal sealed class OnceRoute
{
    public static OnceRoute Instance { get; } = new();
}
