using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Digest;

/// <summary>What became of a request's credentials.</summary>
internal enum DigestVerdict
{
    /// <summary>None for us that can be understood.</summary>
    Missing,

    /// <summary>The nonce is old, used, or not this source's: the password was not looked at, so that a made-up nonce tries none.</summary>
    Stale,

    /// <summary>The password is wrong, or nobody has this name: which of both takes the same time and looks the same.</summary>
    Wrong,

    Right,
}

/// <summary>The server's side of digest authentication (RFC 3261 section 22, RFC 8760): challenges and judges. It keeps nothing for strangers.</summary>
internal sealed class DigestServer
{
    private readonly byte[] _secret = new byte[32];
    private readonly Dictionary<string, NonceUses> _uses = [];
    private readonly Random _random;
    private readonly string _nobody;

    public DigestServer(Random random)
    {
        _random = random;
        random.NextBytes(_secret);
        _nobody = Convert.ToHexStringLower(SHA256.HashData(_secret));
    }

    /// <summary>WWW-Authenticate, one for each algorithm in this order (RFC 8760 section 2.4).</summary>
    public IEnumerable<SipHeader> Challenge(AccessRules rules, SourceKey source, bool isStale, Tick now)
    {
        Span<byte> serial = stackalloc byte[8];
        _random.NextBytes(serial);
        var nonce = new DigestNonce(now, BinaryPrimitives.ReadUInt64BigEndian(serial)).Seal(_secret, source);
        var stale = isStale ? ", stale=true" : "";
        return rules.Algorithms.Select(algorithm => new SipHeader(
            "WWW-Authenticate",
            $"Digest realm={SipGrammar.Quote(rules.Realm)}, nonce=\"{nonce}\", qop=\"auth\", algorithm={DigestHash.NameOf(algorithm)}{stale}"));
    }

    /// <param name="claim">The credentials meant for us; null when there are none.</param>
    public DigestVerdict Judge(SipRequest request, AccessRules rules, SourceKey source, Tick now, out DigestClaim? claim)
    {
        claim = Claim(request, rules);
        if (claim is null || !IsForSameUri(claim.Uri, request.RequestUri))
            return DigestVerdict.Missing;
        if (!DigestNonce.TryOpen(claim.Nonce, _secret, source, out var nonce) || now - nonce.Issued > rules.NonceLife)
            return DigestVerdict.Stale;
        if (!IsRight(claim, request.Method, rules))
            return DigestVerdict.Wrong;
        if (!_uses.TryGetValue(claim.UserName, out var uses))
            _uses.Add(claim.UserName, uses = new NonceUses());
        return uses.TryUse(nonce, claim.Count) ? DigestVerdict.Right : DigestVerdict.Stale;
    }

    /// <summary>Forgets what accounts used that are no more.</summary>
    public void Keep(ImmutableDictionary<string, DigestAccount> accounts)
    {
        foreach (var gone in _uses.Keys.Where(name => !accounts.ContainsKey(name)).ToList())
            _uses.Remove(gone);
    }

    private bool IsRight(DigestClaim claim, string method, AccessRules rules)
    {
        var account = rules.Accounts.GetValueOrDefault(claim.UserName);
        var ha1 = claim.Algorithm == DigestAlgorithm.Sha256 ? account?.Sha256 : account?.Md5;
        var expected = claim.Expected(ha1 ?? _nobody, method);
        var isSame = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(claim.Response.ToLowerInvariant()));
        return isSame && ha1 is not null;
    }

    private static DigestClaim? Claim(SipRequest request, AccessRules rules)
    {
        foreach (var header in request.FindAll("Authorization"))
        {
            if (DigestClaim.TryParse(header, out var claim) && claim.Realm == rules.Realm && rules.Algorithms.Contains(claim.Algorithm))
                return claim;
        }

        return null;
    }

    /// <summary>RFC 3261 section 22.4 item 5: proxies may have changed the request's URI a little.</summary>
    private static bool IsForSameUri(string claimed, string requested)
    {
        if (claimed == requested)
            return true;
        return SipUri.TryParse(claimed, out var one) && SipUri.TryParse(requested, out var other)
            && one.User == other.User && one.Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase);
    }
}
