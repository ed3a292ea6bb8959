using System.Globalization;

namespace Conferencing.Signalling.Messages;

/// <summary>Sequence number and method of a request (RFC 3261 section 20.16).</summary>
/// <param name="Sequence">Below 2^31.</param>
public readonly record struct CSeq(long Sequence, string Method)
{
    private const long Limit = 1L << 31;

    public static bool TryParse(ReadOnlySpan<char> text, out CSeq cseq)
    {
        cseq = default;
        text = text.Trim();
        var space = text.IndexOfAny(' ', '\t');
        if (space < 0
            || !long.TryParse(text[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || sequence >= Limit)
            return false;
        var method = text[space..].Trim();
        cseq = new CSeq(sequence, SipMethods.Text(method));
        return SipGrammar.IsToken(method);
    }

    public override string ToString() => Sequence.ToString(CultureInfo.InvariantCulture) + " " + Method;
}
