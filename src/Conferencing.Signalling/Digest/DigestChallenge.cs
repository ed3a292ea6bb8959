using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Digest;

/// <summary>One WWW-Authenticate or Proxy-Authenticate this agent can answer (RFC 3261 section 22.4, RFC 8760).</summary>
internal sealed record DigestChallenge
{
    public required string Realm { get; init; }

    public required string Nonce { get; init; }

    public string? Opaque { get; init; }

    public DigestAlgorithm Algorithm { get; init; }

    /// <summary>Whether qop=auth was offered; without it the form of RFC 2069 is used.</summary>
    public bool HasAuthQop { get; init; }

    /// <summary>The password may be right, only the nonce was old.</summary>
    public bool IsStale { get; init; }

    /// <summary>False for another scheme, another algorithm, qop without auth, or a session algorithm without qop, whose client nonce nothing would carry.</summary>
    public static bool TryParse(string header, out DigestChallenge challenge)
    {
        challenge = null!;
        var text = header.Trim();
        if (!text.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase))
            return false;
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in SipGrammar.SplitList(text.AsSpan(7)))
        {
            var equals = part.IndexOf('=');
            if (equals > 0)
                values.TryAdd(part[..equals].Trim().ToString(), SipGrammar.Unquote(part[(equals + 1)..].Trim()));
        }

        var qop = values.GetValueOrDefault("qop");
        var hasAuth = qop is not null && qop.Split(',').Any(one => one.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase));
        if (!values.TryGetValue("realm", out var realm)
            || !values.TryGetValue("nonce", out var nonce)
            || !TryAlgorithm(values.GetValueOrDefault("algorithm"), out var algorithm)
            || (qop is not null && !hasAuth)
            || (qop is null && algorithm is DigestAlgorithm.Md5Session or DigestAlgorithm.Sha256Session))
            return false;
        challenge = new DigestChallenge
        {
            Realm = realm,
            Nonce = nonce,
            Opaque = values.GetValueOrDefault("opaque"),
            Algorithm = algorithm,
            HasAuthQop = hasAuth,
            IsStale = string.Equals(values.GetValueOrDefault("stale"), "true", StringComparison.OrdinalIgnoreCase),
        };
        return true;
    }

    private static bool TryAlgorithm(string? name, out DigestAlgorithm algorithm)
    {
        DigestAlgorithm? known = name?.ToUpperInvariant() switch
        {
            null or "MD5" => DigestAlgorithm.Md5,
            "MD5-SESS" => DigestAlgorithm.Md5Session,
            "SHA-256" => DigestAlgorithm.Sha256,
            "SHA-256-SESS" => DigestAlgorithm.Sha256Session,
            _ => null,
        };
        algorithm = known ?? DigestAlgorithm.Md5;
        return known is not null;
    }
}

/// <summary>The algorithms this program speaks (RFC 8760).</summary>
public enum DigestAlgorithm
{
    Md5,
    Md5Session,
    Sha256,
    Sha256Session,
}
