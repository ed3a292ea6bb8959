using System.Text;
using System.Text.RegularExpressions;

namespace Conferencing.Signalling.Tracing;

/// <summary>
/// A message as text that may be shown to a technician: passwords, keys and PINs are replaced by <see cref="Hidden"/>. Works on anything that
/// came, also on what no parser accepts. It does not hide who called whom.
/// </summary>
public static partial class SipRedaction
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Hidden = "***";

    /// <summary>A header of these names is credentials as a whole: its scheme is kept.</summary>
    private static readonly string[] SecretHeaders = ["authorization", "proxy-authorization", "authentication-info", "proxy-authentication-info"];

    private static readonly string[] DigitBodies = ["application/dtmf-relay", "application/dtmf", "application/kpml-response+xml"];

    public static string Clean(ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var (head, body) = end < 0 ? (text, "") : (text[..end], text[end..]);
        var shown = new StringBuilder(text.Length);
        var holdsDigits = AppendHead(shown, head);
        return shown.Append(CleanBody(body, holdsDigits)).ToString();
    }

    /// <returns>Whether the head announces a body of digits.</returns>
    private static bool AppendHead(StringBuilder shown, string head)
    {
        var holdsDigits = false;
        var isSecret = false;
        var isFirst = true;
        foreach (var line in head.Split('\n'))
        {
            // A folded line belongs to the one before (RFC 3261 section 7.3.1).
            var isFolded = !isFirst && line.StartsWith(' ') || line.StartsWith('\t');
            if (isFolded && isSecret)
                continue;
            if (!isFirst)
                shown.Append('\n');
            isFirst = false;
            isSecret = !isFolded && IsSecret(line);
            shown.Append(isSecret ? HideValue(line) : CleanUris(line));
            holdsDigits |= DigitBodies.Any(type => line.Contains(type, StringComparison.OrdinalIgnoreCase));
        }

        return holdsDigits;
    }

    private static bool IsSecret(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && SecretHeaders.Contains(line[..colon].Trim().ToLowerInvariant());
    }

    /// <summary>"Authorization: Digest username=…" becomes "Authorization: Digest ***".</summary>
    private static string HideValue(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var value = line[(colon + 1)..].Trim();
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        var scheme = space > 0 && value[..space].All(char.IsAsciiLetter) ? value[..space] + " " : "";
        return $"{line[..colon]}: {scheme}{Hidden}{(line.EndsWith('\r') ? "\r" : "")}";
    }

    private static string CleanBody(string body, bool holdsDigits)
    {
        if (body.Length == 0)
            return body;
        body = SdpKey().Replace(body, "$1" + Hidden);
        body = Inline().Replace(body, "$1" + Hidden);
        body = holdsDigits ? Digits().Replace(body, match => match.Groups[1].Value + Hidden) : body;
        return CleanUris(body);
    }

    private static string CleanUris(string text)
    {
        text = Password().Replace(text, "$1" + Hidden + "@");
        text = DialledPin().Replace(text, "$1" + Hidden);
        return NamedPin().Replace(text, "$1" + Hidden);
    }

    /// <summary>RFC 4566 k= and the attributes that hold a key whole: ICE passwords, MIKEY, and DTLS' none.</summary>
    [GeneratedRegex(@"^(k=|a=ice-pwd:|a=key-mgmt:\S+\s)[^\r\n]*", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SdpKey();

    /// <summary>RFC 4568: every key of an a=crypto line, with its lifetime and MKI.</summary>
    [GeneratedRegex(@"(inline:)[^\s;]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Inline();

    /// <summary>Keys pressed during a call may be a PIN: Signal=5, digits="5", or a body of one digit.</summary>
    [GeneratedRegex(@"(signal\s*=\s*|digits\s*=\s*""?|^\s*)[0-9*#A-D]+(?=\s|""|$)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    /// <summary>sip:user:password@host (RFC 3261 section 19.1.1).</summary>
    [GeneratedRegex(@"(sips?:[^\s:@<>;?""]+:)[^\s@<>""]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();

    /// <summary>sip:1234*9876@host and its likes, where a number and a PIN are dialled in one.</summary>
    [GeneratedRegex(@"(sips?:\+?[0-9]+(?:\*+|,+|;|%2[aA3cC]|\#)+)[0-9]+(?=[^0-9\s<>""]*@)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DialledPin();

    /// <summary>pin=9876, also as a header or parameter of a URI and in JSON bodies.</summary>
    [GeneratedRegex(@"(\b(?:pin|passcode|password|passwd|secret|token)""?\s*[=:]\s*""?)[^\s;,&""<>@]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedPin();
}
