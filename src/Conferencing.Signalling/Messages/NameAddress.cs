using System.Diagnostics;

namespace Conferencing.Signalling.Messages;

/// <summary>A name-addr or addr-spec with parameters: From, To, Contact, Route, Record-Route (RFC 3261 section 20.10).</summary>
public sealed class NameAddress
{
    private NameAddress(string? displayName, string uriText, SipUri? uri, SipParameters parameters)
    {
        DisplayName = displayName;
        UriText = uriText;
        Uri = uri;
        Parameters = parameters;
    }

    /// <summary>Without quotes; null when there is none.</summary>
    public string? DisplayName { get; }

    public string UriText { get; }

    /// <summary>Null for another scheme, such as tel.</summary>
    public SipUri? Uri { get; }

    public SipParameters Parameters { get; }

    public string? Tag => Parameters.Find("tag");

    public static NameAddress Create(string? displayName, string uriText, string? tag = null)
    {
        var uri = SipUri.TryParse(uriText, out var parsed) ? parsed : null;
        return new NameAddress(displayName, uriText, uri, SipParameters.None).WithTag(tag);
    }

    /// <summary>Reads a name address this program wrote itself.</summary>
    public static NameAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new UnreachableException($"A stored route is no name address: {text}");

    public static bool TryParse(ReadOnlySpan<char> text, out NameAddress address)
    {
        address = null!;
        text = text.Trim();
        if (!TryReadDisplayName(ref text, out var displayName))
            return false;
        ReadOnlySpan<char> uriText, parameterText;
        if (text.StartsWith("<"))
        {
            var end = text.IndexOf('>');
            if (end < 0)
                return false;
            uriText = text[1..end];
            parameterText = text[(end + 1)..];
        }
        else
        {
            // Without brackets the parameters belong to the header, and the URI may hold neither ? nor comma (section 20).
            var end = text.IndexOf(';');
            uriText = (end < 0 ? text : text[..end]).TrimEnd();
            parameterText = end < 0 ? [] : text[end..];
            if (displayName is not null || uriText.IndexOfAny('?', ',') >= 0)
                return false;
        }

        if (!IsAbsoluteUri(uriText, out var uri) || !SipParameters.TryParse(parameterText, out var parameters))
            return false;
        address = new NameAddress(displayName, uriText.ToString(), uri, parameters);
        return true;
    }

    /// <summary>A SIP URI that parses, or any other scheme's text without spaces.</summary>
    public static bool IsAbsoluteUri(ReadOnlySpan<char> text, out SipUri? uri)
    {
        uri = null;
        var colon = text.IndexOf(':');
        if (colon <= 0 || text.IndexOfAny(' ', '<', '>') >= 0 || text.Contains('"'))
            return false;
        var scheme = text[..colon];
        if (scheme.Equals("sip", StringComparison.OrdinalIgnoreCase) || scheme.Equals("sips", StringComparison.OrdinalIgnoreCase))
        {
            var isUri = SipUri.TryParse(text, out var parsed);
            uri = parsed;
            return isUri;
        }

        return char.IsAsciiLetter(scheme[0]) && SipGrammar.IsToken(scheme);
    }

    public NameAddress WithTag(string? tag) =>
        tag is null ? this : new NameAddress(DisplayName, UriText, Uri, Parameters.With("tag", tag));

    /// <summary>With a parameter of the header that has no value.</summary>
    public NameAddress With(string flag) => new(DisplayName, UriText, Uri, Parameters.With(flag, null));

    public override string ToString()
    {
        var name = string.IsNullOrEmpty(DisplayName) ? "" : SipGrammar.Quote(DisplayName) + " ";
        return $"{name}<{UriText}>{Parameters}";
    }

    /// <summary>The same as <see cref="ToString"/>, as bytes.</summary>
    internal void WriteTo(ref Utf8Text text)
    {
        if (!string.IsNullOrEmpty(DisplayName))
        {
            text.Add(SipGrammar.Quote(DisplayName));
            text.Add(' ');
        }

        text.Add('<');
        text.Add(UriText);
        text.Add('>');
        Parameters.WriteTo(ref text);
    }

    /// <summary>Takes the display name off the front: a quoted string, or tokens before the angle bracket.</summary>
    private static bool TryReadDisplayName(ref ReadOnlySpan<char> text, out string? displayName)
    {
        displayName = null;
        if (text.IsEmpty)
            return false;
        if (text[0] == '"')
        {
            var length = SipGrammar.QuotedLength(text);
            if (length < 0)
                return false;
            displayName = SipGrammar.Unquote(text[..length]);
            text = text[length..].TrimStart();
            return text.StartsWith("<");
        }

        var bracket = text.IndexOf('<');
        if (bracket <= 0)
            return true;
        var name = text[..bracket].Trim();
        foreach (var c in name)
        {
            // Letters beyond ASCII should be quoted; devices with Vietnamese names forget it.
            if (!SipGrammar.IsTokenCharacter(c) && !SipGrammar.IsSpace(c) && c < 0x80)
                return false;
        }

        displayName = name.ToString();
        text = text[bracket..];
        return true;
    }
}
