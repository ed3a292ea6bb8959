using System.Globalization;

namespace Conferencing.Signalling.Messages;

/// <summary>Reliability of provisional responses: which one a PRACK means (RFC 3262 section 7.2).</summary>
internal readonly record struct RackHeader(long ResponseNumber, CSeq Invite)
{
    public const string Extension = "100rel";

    public static bool TryParse(string? text, out RackHeader rack)
    {
        rack = default;
        var parts = (text ?? "").Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !TryNumber(parts[0], out var number) || !CSeq.TryParse(parts[1], out var invite))
            return false;
        rack = new RackHeader(number, invite);
        return true;
    }

    /// <summary>RSeq of a response that must be acknowledged; null for any other.</summary>
    public static long? NumberOf(SipResponse response) =>
        response.Status is > 100 and < 200 && response.Lists("Require", Extension) && TryNumber(response.Find("RSeq") ?? "", out var number) ? number : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ResponseNumber} {Invite}");

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and < 1L << 32;
}
