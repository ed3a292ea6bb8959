using System.Collections.Immutable;
using Conferencing.Signalling;
using Conferencing.Signalling.Digest;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>Rules of a SIP port with one account.</summary>
internal static class Accounts
{
    private const string Realm = "conferencing";

    public static AccessRules Of(string user, string password, params DigestAlgorithm[] algorithms) => new()
    {
        Realm = Realm,
        Accounts = ImmutableDictionary<string, DigestAccount>.Empty.Add(user, new DigestAccount(
            user, DigestAccount.Ha1(DigestAlgorithm.Md5, user, Realm, password), DigestAccount.Ha1(DigestAlgorithm.Sha256, user, Realm, password))),
        Algorithms = algorithms.Length == 0 ? [DigestAlgorithm.Md5] : [.. algorithms],
    };
}
