using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using MimeKit;

namespace Conferencing.Server.Invitations;

/// <summary>
/// One piece of the outbox as a message: plain text, HTML and the calendar part beside each other (RFC 6047 2.4). The library encodes what stands
/// in headers (RFC 2047, 2231), so that no text of people becomes a header.
/// </summary>
internal static class MailWriter
{
    public static MimeMessage Write(OutboxRow piece, MailOptions options, DateTimeOffset now)
    {
        var letter = InvitationJson.Read<Letter>(piece.Letter!.Content);
        var whom = new Invitee(piece.Address, piece.Name, piece.Rooms);
        var domain = options.From[(options.From.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var message = new MimeMessage
        {
            MessageId = $"{piece.Id:N}@{domain}",
            Date = now,
            Subject = InvitationText.Subject(letter),
            Body = Body(letter, whom, options),
        };
        message.From.Add(new MailboxAddress(options.FromName, options.From));
        message.To.Add(new MailboxAddress(piece.Name, piece.Address));
        // All that is said of one briefing is one thread.
        message.References.Add($"{piece.Letter.BriefingId:N}.briefing@{domain}");
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static MultipartAlternative Body(Letter letter, Invitee whom, MailOptions options)
    {
        var body = new MultipartAlternative
        {
            Text("plain", InvitationText.Plain(letter, whom)),
            Text("html", InvitationText.Html(letter, whom)),
        };
        if (letter.Kind is LetterKind.Reminder or LetterKind.Decision) return body;
        var calendar = Text("calendar", InvitationCalendar.Write(letter, new Organizer(options.From, options.FromName), whom));
        calendar.ContentType.Parameters.Add("method", InvitationCalendar.Method(letter.Kind));
        // Folded lines must arrive as they are.
        calendar.ContentTransferEncoding = ContentEncoding.Base64;
        body.Add(calendar);
        return body;
    }

    private static TextPart Text(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(System.Text.Encoding.UTF8, text);
        return part;
    }
}
