using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Conferencing.Server.Invitations;

/// <summary>
/// What a message that came back may hold for us: a calendar, or a report that a piece could not be delivered. Looks no deeper than it must, and
/// believes nothing.
/// </summary>
/// <param name="Key">The same for the same message, however often it comes.</param>
/// <param name="Sender">Whom it says it is from.</param>
/// <param name="Calendar">Null if it holds none.</param>
/// <param name="Bounce">Null if it is no report.</param>
internal sealed record ReplyMail(string Key, string Sender, string? Calendar, Bounce? Bounce)
{
    private const int MaxParts = 50;
    private const int MaxDepth = 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ParserOptions Parsing { get; } = new() { MaxMimeDepth = MaxDepth };

    public static ReplyMail Of(MimeMessage message)
    {
        var sender = message.From.Mailboxes.FirstOrDefault()?.Address ?? "";
        var calendar = message.BodyParts.Take(MaxParts).OfType<MimePart>().FirstOrDefault(IsCalendar) is { } part ? TextOf(part) : null;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{message.MessageId}\n{calendar}")));
        return new ReplyMail(key, sender.Length <= Data.ReplyRow.MaxSender ? sender : "", calendar, Bounce.Of(message));
    }

    private static bool IsCalendar(MimePart part) => part.ContentType.IsMimeType("text", "calendar") || part.ContentType.IsMimeType("application", "ics");

    /// <summary>UTF-8, as calendars are (RFC 5545 3.1.4), whatever the part says; else what the part says.</summary>
    private static string TextOf(MimePart part)
    {
        if (part.Content is null) return "";
        using var bytes = new MemoryStream();
        part.Content.DecodeTo(bytes);
        try
        {
            return Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException)
        {
            return (part as TextPart)?.Text ?? Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
    }
}

/// <summary>A report that a piece could not be delivered (RFC 3464).</summary>
/// <param name="PieceId">By the Message-ID of what is sent back with it; only a piece of ours has one like that.</param>
/// <param name="Reason">In the words of the server that refused it.</param>
internal sealed record Bounce(Guid PieceId, string Reason)
{
    private const int MaxReason = 400;

    public static Bounce? Of(MimeMessage message)
    {
        if (message.Body is not MultipartReport report || !string.Equals(report.ReportType, "delivery-status", StringComparison.OrdinalIgnoreCase)) return null;
        var failed = report.OfType<MessageDeliveryStatus>().SelectMany(status => status.StatusGroups)
            .FirstOrDefault(group => string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase));
        var back = report.OfType<MessagePart>().Select(part => part.Message?.MessageId).FirstOrDefault(id => id is not null);
        if (failed is null || back is null || !Guid.TryParseExact(back.Split('@')[0], "N", out var piece)) return null;
        var reason = $"{failed["Status"]} {failed["Diagnostic-Code"]}".Trim();
        return new Bounce(piece, reason.Length <= MaxReason ? reason : reason[..MaxReason]);
    }
}
