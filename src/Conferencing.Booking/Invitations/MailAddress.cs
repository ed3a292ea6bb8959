namespace Conferencing.Booking.Invitations;

/// <summary>
/// What may be entered as a mail address: the plain form of RFC 5321 4.1.2 that every mail system takes, one address, nothing quoted, no
/// name beside it, no letters beyond ASCII. Says nothing about whether anybody reads it.
/// </summary>
public static class MailAddress
{
    public const int MaxLength = 254;
    private const int MaxLocal = 64;
    private const int MaxLabel = 63;

    public static bool IsPlausible(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (text.Length > MaxLength || at is < 1 or > MaxLocal) return false;
        var (local, domain) = (text[..at], text[(at + 1)..]);
        return local.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtomText)) && domain.Split('.') is { Length: >= 2 } labels && labels.All(IsLabel);
    }

    /// <summary>RFC 5322 3.2.3.</summary>
    private static bool IsAtomText(char letter) => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~".Contains(letter, StringComparison.Ordinal);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') && label[0] != '-' && label[^1] != '-';
}
