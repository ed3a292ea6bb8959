using System.Globalization;

namespace Conferencing.Signalling.Messages;

/// <summary>Why a request was sent: one value of a Reason header field (RFC 3326).</summary>
/// <param name="Protocol">SIP for a status code, Q.850 for a cause of the telephone network.</param>
public sealed record ReasonHeader(string Protocol, int Cause, string? Text)
{
    /// <summary>Another of several phones that rang was taken (RFC 3326 section 3.1).</summary>
    public bool IsCompletedElsewhere => Protocol == "SIP" && Cause == 200;

    public static ReasonHeader Sip(int status, string text) => new("SIP", status, text);

    public static ReasonHeader Q850(int cause, string text) => new("Q.850", cause, text);

    /// <summary>The reasons of a message, in their order; values that cannot be read are left out.</summary>
    public static IReadOnlyList<ReasonHeader> Of(SipMessage message)
    {
        var reasons = new List<ReasonHeader>();
        foreach (var line in message.FindAll("Reason"))
        {
            foreach (var value in SipGrammar.SplitList(line))
            {
                if (TryParse(value, out var reason))
                    reasons.Add(reason);
            }
        }

        return reasons;
    }

    /// <summary>All reasons of a message in one line for people; null when there is none.</summary>
    public static string? Describe(SipMessage message)
    {
        var texts = Of(message).Select(reason => reason.Describe()).ToList();
        return texts.Count == 0 ? null : string.Join("; ", texts);
    }

    public static bool TryParse(ReadOnlySpan<char> value, out ReasonHeader reason)
    {
        reason = null!;
        var semicolon = value.IndexOf(';');
        var protocol = (semicolon < 0 ? value : value[..semicolon]).Trim();
        if (!SipGrammar.IsToken(protocol) || !SipParameters.TryParse(semicolon < 0 ? [] : value[semicolon..], out var parameters))
            return false;
        var isNumber = int.TryParse(parameters.Find("cause"), NumberStyles.None, CultureInfo.InvariantCulture, out var cause);
        reason = new ReasonHeader(protocol.ToString().ToUpperInvariant(), isNumber ? cause : 0, parameters.Find("text") is { } text ? SipGrammar.Unquote(text) : null);
        return true;
    }

    public SipHeader ToHeader() => new("Reason", Text is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Protocol};cause={Cause}")
        : string.Create(CultureInfo.InvariantCulture, $"{Protocol};cause={Cause};text={SipGrammar.Quote(Text)}"));

    private string Describe() => (IsCompletedElsewhere, Cause, Text) switch
    {
        (true, _, _) => Text ?? "Call completed elsewhere",
        (_, 0, null) => Protocol,
        (_, 0, _) => $"{Text} ({Protocol})",
        (_, _, null) => string.Create(CultureInfo.InvariantCulture, $"{Protocol} {Cause}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Text} ({Protocol} {Cause})"),
    };
}
