using System.Collections.Immutable;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling.Sdp;

/// <summary>
/// Our keys in one call, a different one for each suite, the same in every description: a peer that refreshes a session must not
/// find the stream changed. Chooses among the peer's lines; does not know about m-lines.
/// </summary>
internal sealed class OwnCrypto(CallEncryption policy, Random random, ImmutableArray<CryptoSuite> suites)
{
    /// <summary>
    /// The most preferred first (RFC 4568 5.1.1). Only what some room system has and others have not: each line makes the INVITE
    /// longer, and beyond 1300 bytes it no longer fits a datagram (RFC 3261 18.1.1).
    /// </summary>
    private static readonly ImmutableArray<CryptoSuite> Usual =
        [CryptoSuite.AeadAes256Gcm, CryptoSuite.AeadAes128Gcm, CryptoSuite.AesCm128HmacSha1Tag80];

    private readonly Dictionary<CryptoSuite, CryptoKey> _keys = [];

    public bool IsRequired => policy == CallEncryption.Required;

    /// <summary>Null when media are not encrypted.</summary>
    /// <param name="suites">What is offered; empty for the usual ones.</param>
    public static OwnCrypto? For(CallEncryption policy, Random random, ImmutableArray<CryptoSuite> suites = default) =>
        policy == CallEncryption.Off ? null : new OwnCrypto(policy, random, suites.IsDefaultOrEmpty ? Usual : suites);

    public ImmutableArray<CryptoAttribute> Offer() => [.. suites.Select((suite, i) => new CryptoAttribute(i + 1, KeyOf(suite)))];

    /// <summary>The first line of an offer that can be honoured, answered with its tag (section 5.1.2); null when there is none.</summary>
    public (CryptoAttribute Line, NegotiatedCrypto Agreed)? Answer(MediaDescription offer)
    {
        if (LinesOf(offer).FirstOrDefault() is not { } theirs)
            return null;
        var own = KeyOf(theirs.Key.Suite);
        return (new CryptoAttribute(theirs.Tag, own), new NegotiatedCrypto(own, theirs.Key));
    }

    /// <summary>What an answer chose of our offer; null when it names none of our lines (section 5.1.3).</summary>
    public NegotiatedCrypto? Apply(MediaDescription answer)
    {
        foreach (var theirs in LinesOf(answer))
        {
            if (Offer().FirstOrDefault(line => line.Tag == theirs.Tag && line.Key.Suite == theirs.Key.Suite) is { } own)
                return new NegotiatedCrypto(own.Key, theirs.Key);
        }

        return null;
    }

    private static IEnumerable<CryptoAttribute> LinesOf(MediaDescription media) =>
        media.Attributes.Where(attribute => attribute.Name == CryptoAttribute.Name).Select(attribute => CryptoAttribute.Parse(attribute.Value)).OfType<CryptoAttribute>();

    private CryptoKey KeyOf(CryptoSuite suite)
    {
        if (_keys.TryGetValue(suite, out var key))
            return key;
        Span<byte> material = stackalloc byte[CryptoAttribute.MaterialSize(suite)];
        random.NextBytes(material);
        return _keys[suite] = new CryptoKey(suite, material);
    }
}
