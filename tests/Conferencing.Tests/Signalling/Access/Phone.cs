using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling.Access;

/// <summary>A device that registers and calls in, with the engine at the other end. It answers a challenge as RFC 7616 says.</summary>
internal sealed class Phone(ScriptedPeer peer, string user = "phong1", string password = "đúng", string address = "192.0.2.50", int port = 5060)
{
    public const string Realm = "conferencing";

    private readonly string _callId = $"reg-{user}-{address}-{port}";
    private int _sequence;

    public IPEndPoint Source { get; } = new(IPAddress.Parse(address), port);

    public string Contact { get; set; } = $"<sip:{user}@{address}:{port}>";

    public string? Nonce { get; set; }

    public int Count { get; set; }

    public DigestAlgorithm Algorithm { get; set; } = DigestAlgorithm.Sha256;

    public string To { get; set; } = $"sip:{user}@192.0.2.1";

    public static AccessRules Rules(params string[] users) => new()
    {
        Accounts = users.ToImmutableDictionary(user => user, user => new DigestAccount(
            user, DigestAccount.Ha1(DigestAlgorithm.Md5, user, Realm, "đúng"), DigestAccount.Ha1(DigestAlgorithm.Sha256, user, Realm, "đúng"))),
    };

    /// <summary>Registers with a challenge in between; the last status.</summary>
    public int Register(string headers = "Expires: 300")
    {
        var status = Send("REGISTER", headers);
        return status == 401 ? Send("REGISTER", headers, answer: true) : status;
    }

    /// <returns>The response's status; 0 when nothing came.</returns>
    public int Send(string method, string headers = "", bool answer = false, int? sequence = null)
    {
        var before = peer.Sent.Count;
        _sequence = sequence ?? _sequence + 1;
        peer.Receive(Text(method, headers, answer ? Authorization(method) : ""), Source);
        if (peer.Sent.Count == before)
            return 0;
        var response = peer.LastResponse;
        if (response.FindAll("WWW-Authenticate").FirstOrDefault(one => one.Contains(DigestHash.NameOf(Algorithm), StringComparison.Ordinal)) is { } header)
        {
            Assert.True(DigestChallenge.TryParse(header, out var challenge));
            (Nonce, Count) = (challenge.Nonce, 0);
        }

        return response.Status;
    }

    private string Text(string method, string headers, string authorization)
    {
        var lines = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{method} sip:192.0.2.1 SIP/2.0\r\n")
            .Append(CultureInfo.InvariantCulture, $"Via: SIP/2.0/UDP {address}:{port};branch=z9hG4bK{user}{address}{method}{_sequence}\r\n")
            .Append(CultureInfo.InvariantCulture, $"From: <sip:{user}@192.0.2.1>;tag=f{user}\r\nTo: <{To}>\r\nCall-ID: {_callId}{method}\r\n")
            .Append(CultureInfo.InvariantCulture, $"CSeq: {_sequence} {method}\r\n");
        if (Contact.Length > 0)
            lines.Append(CultureInfo.InvariantCulture, $"Contact: {Contact}\r\n");
        foreach (var line in (string[])[headers, authorization])
            lines.Append(line.Length > 0 ? line + "\r\n" : "");
        return lines.Append("Content-Length: 0\r\n\r\n").ToString();
    }

    private string Authorization(string method)
    {
        Count++;
        const string Uri = "sip:192.0.2.1";
        var claim = new DigestClaim(user, Realm, Nonce!, Uri, "", "c0ffee", Count.ToString("x8", CultureInfo.InvariantCulture), (uint)Count, Algorithm);
        var response = claim.Expected(DigestAccount.Ha1(Algorithm, user, Realm, password), method);
        return $"Authorization: Digest username=\"{user}\", realm=\"{Realm}\", nonce=\"{Nonce}\", uri=\"{Uri}\", response=\"{response}\", " +
            $"algorithm={DigestHash.NameOf(Algorithm)}, qop=auth, nc={claim.CountText}, cnonce=\"c0ffee\"";
    }
}
