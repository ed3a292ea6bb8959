using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Digest;

/// <summary>
/// One challenge and the credential that answers it: the client's side of digest authentication (RFC 7616, RFC 8760). Its nonce is used again
/// for later requests, counted, until the server wants another (RFC 7616 section 3.4).
/// </summary>
internal sealed class DigestAnswer(DigestChallenge challenge, DigestCredential credential, string clientNonce)
{
    public DigestChallenge Challenge => challenge;

    /// <summary>Requests that carried the nonce: the next one is numbered one higher.</summary>
    public int Uses { get; private set; }

    /// <summary>The value of Authorization or Proxy-Authorization for one request; each is counted.</summary>
    public string Next(string method, string uri)
    {
        Uses++;
        var count = Uses.ToString("x8", CultureInfo.InvariantCulture);
        var first = Hash($"{credential.UserName}:{challenge.Realm}:{credential.Password}");
        if (challenge.Algorithm is DigestAlgorithm.Md5Session or DigestAlgorithm.Sha256Session)
            first = Hash($"{first}:{challenge.Nonce}:{clientNonce}");
        var middle = challenge.HasAuthQop ? $"{challenge.Nonce}:{count}:{clientNonce}:auth" : challenge.Nonce;
        var response = Hash($"{first}:{middle}:{Hash($"{method}:{uri}")}");
        return Write(uri, response, count);
    }

    private string Write(string uri, string response, string count)
    {
        var text = new StringBuilder("Digest username=").Append(SipGrammar.Quote(credential.UserName))
            .Append(", realm=").Append(SipGrammar.Quote(challenge.Realm))
            .Append(", nonce=").Append(SipGrammar.Quote(challenge.Nonce))
            .Append(", uri=").Append(SipGrammar.Quote(uri))
            .Append(", response=\"").Append(response)
            .Append("\", algorithm=").Append(Name(challenge.Algorithm));
        if (challenge.HasAuthQop)
            text.Append(", qop=auth, nc=").Append(count).Append(", cnonce=").Append(SipGrammar.Quote(clientNonce));
        if (challenge.Opaque is not null)
            text.Append(", opaque=").Append(SipGrammar.Quote(challenge.Opaque));
        return text.ToString();
    }

    private string Hash(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var isSha = challenge.Algorithm is DigestAlgorithm.Sha256 or DigestAlgorithm.Sha256Session;
#pragma warning disable CA5351 // MD5 is what most room systems ask for; RFC 8760 keeps it for them
        return Convert.ToHexStringLower(isSha ? SHA256.HashData(bytes) : MD5.HashData(bytes));
#pragma warning restore CA5351
    }

    private static string Name(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => "MD5",
        DigestAlgorithm.Md5Session => "MD5-sess",
        DigestAlgorithm.Sha256 => "SHA-256",
        DigestAlgorithm.Sha256Session => "SHA-256-sess",
        _ => throw new System.Diagnostics.UnreachableException($"Digest algorithm {algorithm}"),
    };
}
