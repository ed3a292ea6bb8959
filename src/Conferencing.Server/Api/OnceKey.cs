using System.Security.Cryptography;
using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>
/// The Idempotency-Key of a creation: the same key and content from the same account within a day is the same creation. A digest of the content is kept, sealed
/// with this installation's keys: there are passwords in it, which nobody shall guess by it.
/// </summary>
internal sealed record OnceKey
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 200;
    private static readonly Duration Memory = Duration.FromDays(1);

    private readonly string _digest;
    private readonly IDataProtector _protector;

    private OnceKey(string key, string digest, IDataProtector protector) => (Key, _digest, _protector) = (key, digest, protector);

    public string Key { get; }

    /// <summary>Null without the header; an error if it is no key.</summary>
    /// <param name="content">What is to be created.</param>
    public static (OnceKey? Once, FieldMessage? Wrong) Of(HttpRequest request, object content)
    {
        if (!request.Headers.TryGetValue(Header, out var values)) return (null, null);
        if (values is not [{ Length: > 0 and <= LongestKey } key]) return (null, new FieldMessage(Header, "keyMalformed", LongestKey));
        var digest = Convert.ToHexString(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(request.Path), 0, .. JsonSerializer.SerializeToUtf8Bytes(content, content.GetType())]));
        return (new OnceKey(key, digest, request.HttpContext.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("idempotency-key")), null);
    }

    /// <summary>Not where this installation's keys do not fit, for example after a database was copied without them.</summary>
    public bool IsSame(OnceRow earlier)
    {
        try
        {
            return _protector.Unprotect(earlier.Hash) == _digest;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public async Task<OnceRow?> Find(Db db, Caller caller, Instant now, CancellationToken cancel)
    {
        await Forget(db, now, cancel);
        return await db.OnceKeys.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == caller.Id && row.Key == Key, cancel);
    }

    public void Keep(Db db, Caller caller, Guid? briefingId, Instant now) =>
        db.OnceKeys.Add(new OnceRow { AccountId = caller.Id, Key = Key, Hash = _protector.Protect(_digest), BriefingId = briefingId, At = now });

    /// <summary>Those of more than a day ago.</summary>
    public static Task<int> Forget(Db db, Instant now, CancellationToken cancel)
    {
        var oldest = now - Memory;
        return db.OnceKeys.Where(row => row.At < oldest).ExecuteDeleteAsync(cancel);
    }
}
