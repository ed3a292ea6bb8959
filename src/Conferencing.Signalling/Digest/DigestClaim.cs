using System.Globalization;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Digest;

/// <summary>One Authorization header with qop=auth, as a caller wrote it (RFC 7616 section 3.4). Nothing in it is checked.</summary>
internal sealed record DigestClaim(
    string UserName, string Realm, string Nonce, string Uri, string Response, string ClientNonce, string CountText, uint Count, DigestAlgorithm Algorithm)
{
    private static readonly string[] Parts = ["username", "realm", "nonce", "uri", "response", "cnonce"];

    /// <summary>False for another scheme or algorithm, without qop=auth, or when a part is missing.</summary>
    public static bool TryParse(string header, out DigestClaim claim)
    {
        claim = null!;
        if (!TrySplit(header, out var values))
            return false;
        var algorithm = values.GetValueOrDefault("algorithm");
        var isSha256 = string.Equals(algorithm, "SHA-256", StringComparison.OrdinalIgnoreCase);
        if ((algorithm is not null && !isSha256 && !algorithm.Equals("MD5", StringComparison.OrdinalIgnoreCase))
            || !string.Equals(values.GetValueOrDefault("qop"), "auth", StringComparison.OrdinalIgnoreCase)
            || !values.TryGetValue("nc", out var countText)
            || !uint.TryParse(countText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count))
            return false;
        string[] parts = [.. Parts.Select(name => values.GetValueOrDefault(name) ?? "")];
        if (parts.Contains(""))
            return false;
        claim = new DigestClaim(
            parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], countText, count, isSha256 ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5);
        return true;
    }

    /// <summary>The response the right password would have given.</summary>
    public string Expected(string ha1, string method) => DigestHash.Of(
        Algorithm, $"{ha1}:{Nonce}:{CountText}:{ClientNonce}:auth:{DigestHash.Of(Algorithm, $"{method}:{Uri}")}");

    private static bool TrySplit(string header, out Dictionary<string, string> values)
    {
        values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var text = header.Trim();
        if (!text.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase))
            return false;
        foreach (var part in SipGrammar.SplitList(text.AsSpan(7)))
        {
            var equals = part.IndexOf('=');
            if (equals <= 0 || !values.TryAdd(part[..equals].Trim().ToString(), SipGrammar.Unquote(part[(equals + 1)..].Trim())))
                return false; // nothing may be said twice (RFC 7616 section 3.4)
        }

        return true;
    }
}
