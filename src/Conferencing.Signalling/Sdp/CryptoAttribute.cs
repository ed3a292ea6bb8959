using System.Buffers.Binary;
using System.Globalization;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling.Sdp;

/// <summary>
/// <c>a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGw…|2^31|1:4</c> (RFC 4568 9). A line that this program could not
/// honour to the letter is none: weaker session parameters, several keys, unknown suites.
/// </summary>
internal sealed record CryptoAttribute(int Tag, CryptoKey Key)
{
    public const string Name = "crypto";

    private const int MaxIdentifierLength = 128;

    private static readonly (CryptoSuite Suite, string Name, int Material)[] Suites =
    [
        (CryptoSuite.AeadAes256Gcm, "AEAD_AES_256_GCM", 44),
        (CryptoSuite.AeadAes128Gcm, "AEAD_AES_128_GCM", 28),
        (CryptoSuite.AesCm256HmacSha1Tag80, "AES_256_CM_HMAC_SHA1_80", 46),
        (CryptoSuite.AesCm256HmacSha1Tag32, "AES_256_CM_HMAC_SHA1_32", 46),
        (CryptoSuite.AesCm128HmacSha1Tag80, "AES_CM_128_HMAC_SHA1_80", 30),
        (CryptoSuite.AesCm128HmacSha1Tag32, "AES_CM_128_HMAC_SHA1_32", 30),
    ];

    /// <summary>Bytes of master key and salt.</summary>
    public static int MaterialSize(CryptoSuite suite) => Array.Find(Suites, one => one.Suite == suite).Material;

    public static CryptoAttribute? Parse(string value)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3 || parts[0].Length > 9
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var tag)
            || !parts[3..].All(IsHonoured))
            return null;
        var suite = Array.Find(Suites, one => one.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase));
        return suite.Name is not null && ReadKey(parts[2], suite.Suite, suite.Material) is { } key ? new CryptoAttribute(tag, key) : null;
    }

    public SdpAttribute Write()
    {
        var name = Array.Find(Suites, one => one.Suite == Key.Suite).Name;
        return new SdpAttribute(Name, string.Create(CultureInfo.InvariantCulture, $"{Tag} {name} inline:{Convert.ToBase64String(Key.Material)}"));
    }

    /// <summary>Section 6.3: the window's size is a hint, and what begins with a minus may be left out of account. Nothing else may.</summary>
    private static bool IsHonoured(string parameter) =>
        parameter.StartsWith("WSH=", StringComparison.OrdinalIgnoreCase) || parameter.StartsWith('-')
        || parameter.Equals("KDR=0", StringComparison.OrdinalIgnoreCase);

    /// <summary>inline:key|lifetime|MKI:length. A key outlives every call, so the lifetime is of no meaning here.</summary>
    private static CryptoKey? ReadKey(string text, CryptoSuite suite, int size)
    {
        const string Method = "inline:";
        if (!text.StartsWith(Method, StringComparison.OrdinalIgnoreCase) || text.Contains(';', StringComparison.Ordinal))
            return null;
        var fields = text[Method.Length..].Split('|');
        var material = new byte[size + 3];
        if (fields.Length > 3 || !Convert.TryFromBase64String(Padded(fields[0]), material, out var length) || length != size)
            return null;
        return fields[1..].Where(field => field.Contains(':', StringComparison.Ordinal)).ToArray() switch
        {
            [] => new CryptoKey(suite, material.AsSpan(0, size)),
            [var identifier] when ReadIdentifier(identifier) is { } bytes => new CryptoKey(suite, material.AsSpan(0, size), bytes),
            _ => null,
        };
    }

    /// <summary>Some leave the padding out.</summary>
    private static string Padded(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');

    /// <summary>1:4 is 00 00 00 01.</summary>
    private static byte[]? ReadIdentifier(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (!ulong.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length is < 1 or > MaxIdentifierLength || (length < 8 && value >> (8 * length) != 0))
            return null;
        var wide = new byte[MaxIdentifierLength + 8];
        BinaryPrimitives.WriteUInt64BigEndian(wide.AsSpan(MaxIdentifierLength), value);
        return wide[^length..];
    }
}
