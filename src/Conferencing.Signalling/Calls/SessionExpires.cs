using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Calls;

/// <summary>The header fields of session timers as values (RFC 4028 sections 4 and 5). Decides nothing.</summary>
/// <param name="Refresher">Who refreshes, relative to the request it stands in or answers; null leaves the choice to the one who answers.</param>
internal readonly record struct SessionExpires(int Seconds, SessionRefresher? Refresher)
{
    public const string Extension = "timer";

    /// <summary>RFC 4028 section 5: nobody may ask for less.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(90);

    /// <summary>Null when there is none, or none that can be read.</summary>
    public static SessionExpires? Of(SipMessage message)
    {
        if (message.Find("Session-Expires") is not { } text)
            return null;
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        if (!TrySeconds(semicolon < 0 ? text : text[..semicolon], out var seconds)
            || !SipParameters.TryParse(semicolon < 0 ? "" : text[semicolon..], out var parameters))
            return null;
        return new SessionExpires(seconds, parameters.Find("refresher")?.ToUpperInvariant() switch
        {
            "UAC" => SessionRefresher.Asker,
            "UAS" => SessionRefresher.Answerer,
            _ => null,
        });
    }

    /// <summary>Zero when the message names none.</summary>
    public static TimeSpan MinimumOf(SipMessage message)
    {
        var text = message.Find("Min-SE") ?? "";
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        return TrySeconds(semicolon < 0 ? text : text[..semicolon], out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
    }

    public static SipHeader MinimumHeader(TimeSpan minimum) => new("Min-SE", Write(minimum));

    public static SipHeader Header(TimeSpan interval, SessionRefresher? refresher) => new("Session-Expires", refresher switch
    {
        SessionRefresher.Asker => Write(interval) + ";refresher=uac",
        SessionRefresher.Answerer => Write(interval) + ";refresher=uas",
        _ => Write(interval),
    });

    /// <summary>Whether the sender of this message speaks session timers.</summary>
    public static bool IsSpokenBy(SipMessage message) => message.Lists("Supported", Extension) || message.Lists("Require", Extension);

    private static string Write(TimeSpan interval) => ((int)interval.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static bool TrySeconds(string text, out int seconds) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds > 0;
}

/// <summary>Roles in one request and its answer: uac and uas of RFC 4028.</summary>
internal enum SessionRefresher
{
    Asker,
    Answerer,
}
