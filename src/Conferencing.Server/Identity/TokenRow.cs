using System.Linq.Expressions;
using NodaTime;

namespace Conferencing.Server.Identity;

/// <summary>A personal access token; only its hash is kept.</summary>
internal sealed class TokenRow
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public Account? Account { get; set; }
    public string Name { get; set; } = "";

    /// <summary>SHA-256 of the token, hexadecimal: the token has 256 random bits, so it needs no salt and no slow hash.</summary>
    public string Hash { get; set; } = "";
    public Instant CreatedAt { get; set; }
    public Instant? LastUsedAt { get; set; }

    /// <summary>From when it opens nothing; null for never, as those were that earlier releases made.</summary>
    public Instant? ExpiresAt { get; set; }

    /// <summary>Those that open something at that moment.</summary>
    public static Expression<Func<TokenRow, bool>> OpensAt(Instant at) => token => token.ExpiresAt == null || token.ExpiresAt > at;
}
