using Conferencing.Signalling.Digest;
using SIPSorcery.SIP;

namespace Conferencing.Bridge.SipSorcery;

/// <summary>Which name and password answer a challenge; the digest itself is the library's.</summary>
internal static class Credentials
{
    public static DigestCredential? For(SipSorceryOptions options, SIPResponse challenge, string host)
    {
        var realm = challenge.Header.AuthenticationHeaders.FirstOrDefault()?.SIPDigest?.Realm;
        return options.Credentials
            .Where(one => one.Realm is null || one.Realm == realm)
            .Where(one => one.Host is null || one.Host.Equals(host, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(one => (one.Realm is null ? 0 : 1) + (one.Host is null ? 0 : 2))
            .FirstOrDefault();
    }
}
