using System.Collections.Immutable;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Digest;

/// <summary>
/// What one call knows of those who ask it for a password: proxies (407) and the peer itself (401), several realms at once. It answers their
/// challenges and puts the answers on every later request before it is asked again. It does not send anything.
/// </summary>
/// <param name="host">Host of the address that was dialled: chooses among credentials.</param>
internal sealed class DigestClient(string host)
{
    private readonly List<(bool IsProxy, DigestAnswer Answer)> _answers = [];

    /// <summary>The header fields that answer all challenges met so far; each use of a nonce is counted.</summary>
    public ImmutableArray<SipHeader> Headers(string method, string uri) =>
        [.. _answers.Select(one => new SipHeader(FieldName(one.IsProxy), one.Answer.Next(method, uri)))];

    /// <summary>
    /// Takes the challenges of a 401 or 407. Of several for one realm the first one understood counts, as the server orders them (RFC 8760
    /// section 2.4).
    /// </summary>
    /// <returns>Whether the request may be sent again with <see cref="Headers"/>; false when the password was wrong or there is none.</returns>
    public bool TryLearn(SipResponse response, SipRequest request, ImmutableArray<DigestCredential> credentials, string clientNonce)
    {
        var isProxy = response.Status == 407;
        var realms = new HashSet<string>();
        foreach (var text in response.FindAll(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate"))
        {
            if (!DigestChallenge.TryParse(text, out var challenge)
                || Choose(credentials, challenge.Realm) is not { } credential
                || !realms.Add(challenge.Realm))
                continue;
            if (IsHopeless(isProxy, challenge, request))
                return false;
            _answers.RemoveAll(one => one.IsProxy == isProxy && one.Answer.Challenge.Realm == challenge.Realm);
            _answers.Add((isProxy, new DigestAnswer(challenge, credential, clientNonce)));
        }

        return realms.Count > 0;
    }

    /// <summary>
    /// The request carried an answer with this realm's newest nonce and was refused all the same. A nonce used before may have run out; one used for
    /// the first time only when the server says so, and once.
    /// </summary>
    private bool IsHopeless(bool isProxy, DigestChallenge challenge, SipRequest request)
    {
        var sent = _answers.Find(one => one.IsProxy == isProxy && one.Answer.Challenge.Realm == challenge.Realm).Answer;
        var wasCarried = sent is not null && request.FindAll(FieldName(isProxy))
            .Any(value => value.Contains(SipGrammar.Quote(sent.Challenge.Nonce), StringComparison.Ordinal));
        return wasCarried && sent!.Uses == 1 && (!challenge.IsStale || sent.Challenge.IsStale);
    }

    private DigestCredential? Choose(ImmutableArray<DigestCredential> credentials, string realm) =>
        credentials
            .Where(one => one.Realm is null || one.Realm == realm)
            .Where(one => one.Host is null || one.Host.Equals(host, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(one => (one.Realm is null ? 0 : 1) + (one.Host is null ? 0 : 2))
            .FirstOrDefault();

    private static string FieldName(bool isProxy) => isProxy ? "Proxy-Authorization" : "Authorization";
}
