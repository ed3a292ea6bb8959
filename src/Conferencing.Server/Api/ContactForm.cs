using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>What is asked of a contact: a member that is left out stays as it is, an empty one is removed.</summary>
public interface IContactRequest
{
    string? ContactName { get; }
    string? Mail { get; }
    string? Phone { get; }
}

/// <summary>Who is written to and called at a unit, site or room: what may be entered, and from there to the row.</summary>
internal static class ContactForm
{
    private const int MaxName = 100;
    private const int MaxPhone = 40;

    public static IEnumerable<FieldMessage> Check(IContactRequest request)
    {
        if (request.ContactName?.Trim().Length > MaxName) yield return new("contactName", "tooLongText", MaxName);
        if (request.ContactName?.Any(char.IsControl) == true) yield return new("contactName", "titleControl");
        if (request.Mail?.Trim() is { Length: > 0 } mail && !MailAddress.IsPlausible(mail)) yield return new("mail", "mailMalformed");
        if (request.Phone?.Trim() is { Length: > 0 } phone && !IsPhone(phone)) yield return new("phone", "phoneMalformed");
    }

    public static void Fill(IContactRow row, IContactRequest request)
    {
        row.ContactName = Told(request.ContactName, row.ContactName);
        row.Mail = Told(request.Mail, row.Mail);
        row.Phone = Told(request.Phone, row.Phone);
    }

    private static bool IsPhone(string text) =>
        text.Length <= MaxPhone && text.Count(char.IsAsciiDigit) >= 3 && text.All(letter => char.IsAsciiDigit(letter) || "+ ().-/;,#*".Contains(letter, StringComparison.Ordinal));

    private static string? Told(string? asked, string? stored) => asked is null ? stored : asked.Trim() is { Length: > 0 } text ? text : null;
}
