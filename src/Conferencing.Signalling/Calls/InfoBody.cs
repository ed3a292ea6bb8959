using System.Text;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Calls;

/// <summary>What room systems say by INFO: keys (application/dtmf-relay and application/dtmf) and wishes for a whole picture (RFC 5168).</summary>
internal static class InfoBody
{
    /// <summary>Lines <c>Signal=5</c> and <c>Duration=160</c> in any order; or, in application/dtmf, the key alone.</summary>
    public static bool TryReadDigit(SipRequest info, out char digit)
    {
        digit = '\0';
        var isRelay = info.HasBody("application/dtmf-relay");
        if (!isRelay && !info.HasBody("application/dtmf"))
            return false;
        var lines = Encoding.Latin1.GetString(info.Body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var line in lines)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && line.AsSpan(0, equals).Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase) && TryKey(line[(equals + 1)..], out digit))
                return true;
        }

        return !isRelay && lines.Length == 1 && TryKey(lines[0], out digit);
    }

    /// <summary>RFC 5168 section 3; the whole schema is not checked, as some devices write it freely.</summary>
    public static bool WantsKeyFrame(SipRequest info) =>
        info.HasBody("application/media_control+xml")
        && Encoding.Latin1.GetString(info.Body.Span).Contains("picture_fast_update", StringComparison.Ordinal);

    private static bool TryKey(string text, out char digit)
    {
        var key = text.Trim().ToUpperInvariant() switch { "10" => "*", "11" => "#", var other => other };
        var isKey = key.Length == 1 && "0123456789*#ABCD".Contains(key[0], StringComparison.Ordinal);
        digit = isKey ? key[0] : '\0';
        return isKey;
    }
}
