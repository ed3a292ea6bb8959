using System.Collections.Frozen;
using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>
/// Names of header fields: compact forms (RFC 3261 section 7.3.3) and any spelling become the one name this program compares with. A name
/// it has no use for stays as written.
/// </summary>
internal static class HeaderNames
{
    /// <summary>Longer names are not looked up.</summary>
    private const int Longest = 64;

    private static readonly FrozenDictionary<string, string> Known = Names().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Null when the bytes are no token.</summary>
    public static string? Find(ReadOnlySpan<byte> bytes)
    {
        Span<char> name = bytes.Length <= Longest ? stackalloc char[bytes.Length] : new char[bytes.Length];
        Encoding.Latin1.GetChars(bytes, name);
        if (Lookup.TryGetValue(name, out var known))
            return known;
        return SipGrammar.IsToken(name) ? name.ToString() : null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Names()
    {
        string[] full =
        [
            "Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Content-Type", "Contact", "Route", "Record-Route", "Allow",
            "Supported", "User-Agent", "Server", "Accept", "Expires", "Require", "Authorization", "Proxy-Authorization", "Reason",
            "Session-Expires", "Min-SE", "Event", "Subscription-State", "Refer-To", "Referred-By", "Replaces", "RAck", "RSeq", "Date", "Subject",
            "Allow-Events", "Content-Disposition", "WWW-Authenticate", "Proxy-Authenticate", "P-Asserted-Identity", "Privacy",
        ];
        (string Compact, string Full)[] compact =
        [
            ("a", "Accept-Contact"), ("b", "Referred-By"), ("c", "Content-Type"), ("d", "Request-Disposition"), ("e", "Content-Encoding"),
            ("f", "From"), ("i", "Call-ID"), ("j", "Reject-Contact"), ("k", "Supported"), ("l", "Content-Length"), ("m", "Contact"),
            ("o", "Event"), ("r", "Refer-To"), ("s", "Subject"), ("t", "To"), ("u", "Allow-Events"), ("v", "Via"), ("x", "Session-Expires"),
            ("y", "Identity"),
        ];
        return full.Select(name => KeyValuePair.Create(name, name)).Concat(compact.Select(one => KeyValuePair.Create(one.Compact, one.Full)));
    }
}
