using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Digest;

/// <summary>The client's side of digest authentication: a challenge and a credential make an Authorization header (RFC 7616, RFC 8760).</summary>
internal static class DigestAnswer
{
    /// <summary>
    /// The header that answers a 401 or 407; null when no challenge can be answered or no credential fits.
    /// Of several challenges the first one understood counts, as the server orders them (RFC 8760 section 2.4).
    /// </summary>
    /// <param name="host">Host of the address that was dialled.</param>
    /// <param name="clientNonce">Random text for cnonce.</param>
    public static (SipHeader Header, bool WasStale)? To(
        SipResponse response, SipRequest request, string host, ImmutableArray<DigestCredential> credentials, string clientNonce)
    {
        var isProxy = response.Status == 407;
        foreach (var text in response.FindAll(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate"))
        {
            if (!DigestChallenge.TryParse(text, out var challenge) || Choose(credentials, challenge.Realm, host) is not { } credential)
                continue;
            var value = Value(challenge, credential, request.Method, request.RequestUri, clientNonce);
            return (new SipHeader(isProxy ? "Proxy-Authorization" : "Authorization", value), challenge.IsStale);
        }

        return null;
    }

    public static string Value(DigestChallenge challenge, DigestCredential credential, string method, string uri, string clientNonce)
    {
        const string Count = "00000001"; // each challenge is answered once, so its nonce is used once
        var first = Hash(challenge.Algorithm, $"{credential.UserName}:{challenge.Realm}:{credential.Password}");
        var second = Hash(challenge.Algorithm, $"{method}:{uri}");
        var middle = challenge.HasAuthQop ? $"{challenge.Nonce}:{Count}:{clientNonce}:auth" : challenge.Nonce;
        var response = Hash(challenge.Algorithm, $"{first}:{middle}:{second}");
        var text = new StringBuilder("Digest username=").Append(SipGrammar.Quote(credential.UserName))
            .Append(", realm=").Append(SipGrammar.Quote(challenge.Realm))
            .Append(", nonce=").Append(SipGrammar.Quote(challenge.Nonce))
            .Append(", uri=").Append(SipGrammar.Quote(uri))
            .Append(", response=\"").Append(response)
            .Append("\", algorithm=").Append(challenge.Algorithm == DigestAlgorithm.Sha256 ? "SHA-256" : "MD5");
        if (challenge.HasAuthQop)
            text.Append(", qop=auth, nc=").Append(Count).Append(", cnonce=").Append(SipGrammar.Quote(clientNonce));
        if (challenge.Opaque is not null)
            text.Append(", opaque=").Append(SipGrammar.Quote(challenge.Opaque));
        return text.ToString();
    }

    private static DigestCredential? Choose(ImmutableArray<DigestCredential> credentials, string realm, string host) =>
        credentials
            .Where(one => one.Realm is null || one.Realm == realm)
            .Where(one => one.Host is null || one.Host.Equals(host, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(one => (one.Realm is null ? 0 : 1) + (one.Host is null ? 0 : 2))
            .FirstOrDefault();

    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5351 // MD5 is what most room systems ask for; RFC 8760 keeps it for them
        var hash = algorithm == DigestAlgorithm.Sha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes);
#pragma warning restore CA5351
        return Convert.ToHexStringLower(hash);
    }
}
