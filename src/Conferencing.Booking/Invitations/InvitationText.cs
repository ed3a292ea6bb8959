using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>A letter as people read it, in Vietnamese: its subject, and its body as plain text and as HTML that say the same.</summary>
public static class InvitationText
{
    private const int MaxDates = 60;
    /// <summary>That it is secret is not told either.</summary>
    private const string Secret = "Nội dung được thông báo riêng.";
    private static readonly string[] Weekdays = ["", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"];

    /// <summary>A line of a letter: what it is about, and what is said; several for a list.</summary>
    private sealed record Line(string Label, ImmutableArray<string> Values);

    public static string Subject(Letter letter)
    {
        var first = letter.What.Sessions[0];
        var more = letter.What.Sessions.Length > 1 ? $" ({letter.What.Sessions.Length} buổi)" : "";
        // What decides may know, mail may not: of a secret one only that it waits.
        if (letter.Kind == LetterKind.Decision && letter.What.MatterOf(first).IsSecret) return $"{Word(letter.Kind)} – {Clock(first.Start)} {Date(first.Start)}";
        if (letter.What.MatterOf(first).IsSecret) return $"{(letter.Kind == LetterKind.Cancellation ? "Hết bận" : InvitedMatter.Busy)} – {Clock(first.Start)} {Date(first.Start)}{more}";
        return $"{(IsCorrection(letter) ? "Đính chính giấy mời" : Word(letter.Kind))}: {letter.What.MatterOf(first).Title} – {Clock(first.Start)} {Date(first.Start)}{more}";
    }

    public static string Plain(Letter letter, Invitee whom)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Kính gửi: {whom.Name}\n\n{Opening(letter)}\n\n");
        foreach (var line in Lines(letter, whom))
        {
            if (line.Values.Length == 1) text.Append(CultureInfo.InvariantCulture, $"{line.Label}: {line.Values[0]}\n");
            else text.Append(CultureInfo.InvariantCulture, $"{line.Label}:\n").AppendJoin('\n', line.Values.Select(value => $"  {value}")).Append('\n');
        }
        return text.Append(CultureInfo.InvariantCulture, $"\n{Closing(letter)}\n").ToString();
    }

    public static string Html(Letter letter, Invitee whom)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"></head><body style=\"font-family:sans-serif;line-height:1.5\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<p>Kính gửi: {Encode(whom.Name)}</p>\n<p>{Encode(Opening(letter))}</p>\n<table cellpadding=\"4\">\n");
        foreach (var line in Lines(letter, whom))
        {
            var values = string.Join("<br>", line.Values.Select(Encode));
            html.Append(CultureInfo.InvariantCulture, $"<tr><th align=\"left\" valign=\"top\" nowrap>{Encode(line.Label)}</th><td>{values}</td></tr>\n");
        }
        return html.Append(CultureInfo.InvariantCulture, $"</table>\n<p>{Encode(Closing(letter))}</p>\n</body></html>\n").ToString();
    }

    /// <summary>What stands in a calendar below the title.</summary>
    public static string Description(InvitedMatter matter)
    {
        if (matter.IsSecret) return Secret;
        return string.Join('\n', Matter(matter).SelectMany(line => line.Values.Length == 1 ? [$"{line.Label}: {line.Values[0]}"] : line.Values.Prepend($"{line.Label}:")));
    }

    private static IEnumerable<Line> Lines(Letter letter, Invitee whom)
    {
        var what = letter.What;
        var matter = what.MatterOf(what.Sessions[0]);
        if (!matter.IsSecret) yield return new Line("Nội dung", [matter.Title]);
        yield return new Line("Thời gian", Times(what));
        if (whom.Rooms.Length > 0) yield return new Line("Điểm cầu của đơn vị", Several(whom.Rooms));
        if (matter.IsSecret) yield break;
        foreach (var line in Matter(matter)) yield return line;
        if (matter.Rooms.Length > 0) yield return new Line("Các điểm cầu", Several(matter.Rooms));
        if (matter.Link is { } link) yield return new Line("Trang của phiên họp", [link]);
    }

    private static IEnumerable<Line> Matter(InvitedMatter matter)
    {
        foreach (var (label, value) in new[]
        {
            ("Số giấy mời", matter.Number), ("Cơ quan chủ trì", matter.Host), ("Chủ trì", matter.Chair), ("Thư ký", matter.Secretary), ("Điểm cầu chủ tọa", matter.Place),
            ("Số gọi vào", DialIn(matter)),
        })
        {
            if (!string.IsNullOrEmpty(value)) yield return new Line(label, [value]);
        }
        if (matter.Agenda.Length > 0) yield return new Line("Chương trình", [.. Several(matter.Agenda).Select((point, index) => $"{index + 1}. {point}")]);
        if (matter.Documents.Length > 0) yield return new Line("Tài liệu", [.. Several(matter.Documents).Select(name => $"– {name}")]);
        if (!string.IsNullOrEmpty(matter.Note)) yield return new Line("Ghi chú", Several(matter.Note.ReplaceLineEndings("\n")));
    }

    private static string? DialIn(InvitedMatter matter) =>
        matter.DialIn is null ? null : matter.Pin is { } pin ? $"{matter.DialIn}, mã PIN {pin}" : $"{matter.DialIn}; mã PIN của từng buổi ở trang của phiên họp";

    private static ImmutableArray<string> Times(Invitation what)
    {
        var told = what.Sessions.Take(MaxDates).Select(session => Span(session) + (session.Own is { } own && own.Title != what.Matter.Title && !own.IsSecret && what.Sessions.Length > 1 ? $" – {own.Title}" : ""));
        return what.Sessions.Length <= MaxDates ? [.. told] : [.. told, $"và {what.Sessions.Length - MaxDates} buổi nữa"];
    }

    private static string Opening(Letter letter)
    {
        var matter = letter.What.MatterOf(letter.What.Sessions[0]);
        if (letter.Asked is { } asked) return Asking(asked);
        if (matter.IsSecret) return letter.Kind == LetterKind.Cancellation ? "Điểm cầu không còn bận trong thời gian sau:" : "Điểm cầu bận trong thời gian sau:";
        return letter.Kind switch
        {
            LetterKind.Invitation => $"{matter.Host ?? "Cơ quan chủ trì"} trân trọng kính mời dự phiên họp trực tuyến:",
            LetterKind.Change when letter.IsCorrection => "Thông báo thay đổi gửi trước đó là nhầm. Nay xin đính chính, mời dự theo nội dung sau:",
            LetterKind.Change => letter.IsPartial ? "Buổi họp sau đây đã thay đổi so với giấy mời; các buổi khác giữ nguyên:" : "Phiên họp trực tuyến đã thay đổi so với giấy mời trước. Nay xin mời dự theo nội dung sau:",
            LetterKind.Cancellation => letter.IsPartial ? "Buổi họp sau đây đã hủy; các buổi khác giữ nguyên:" : "Phiên họp trực tuyến sau đây đã hủy:",
            LetterKind.Decision => throw new System.Diagnostics.UnreachableException("A letter to those who decide says what it asks."),
            LetterKind.Reminder => "Xin nhắc về phiên họp trực tuyến sắp tới:",
            _ => throw new System.Diagnostics.UnreachableException("A kind of letter without an opening."),
        };
    }

    private static bool IsCorrection(Letter letter) => letter is { Kind: LetterKind.Change, IsCorrection: true };

    private static string Asking(DecisionAsked asked)
    {
        var urgent = asked.UrgentReason is { } reason ? $" đột xuất ({reason})" : "";
        return $"Phiên họp trực tuyến{urgent} sau đây chờ {(asked.Step == ApprovalSteps.Technical ? "kỹ thuật" : "văn phòng")} duyệt, hạn {Clock(asked.Due)} {Date(asked.Due)}:";
    }

    private static string Closing(Letter letter)
    {
        if (letter.Kind == LetterKind.Decision) return "Xin duyệt hoặc trả lại ở trang Chờ duyệt.";
        var matter = letter.What.MatterOf(letter.What.Sessions[0]);
        if (matter.IsSecret) return Secret;
        return letter.Kind == LetterKind.Cancellation ? "Mong quý đơn vị thông cảm." : "Đề nghị quý đơn vị bố trí cán bộ kỹ thuật có mặt trước giờ họp để thử kỹ thuật.";
    }

    private static string Word(LetterKind kind) => kind switch
    {
        LetterKind.Invitation => "Giấy mời",
        LetterKind.Change => "Thay đổi giấy mời",
        LetterKind.Cancellation => "Hủy họp",
        LetterKind.Reminder => "Nhắc họp",
        LetterKind.Decision => "Cần duyệt",
        _ => throw new System.Diagnostics.UnreachableException("A kind of letter without a word."),
    };

    private static string Span(InvitedSession session)
    {
        var (start, end) = (session.Start.ToLocal(), session.End.ToLocal());
        var until = start.Date == end.Date ? Clock(session.End) : $"{Clock(session.End)} {Date(session.End)}";
        return $"{Clock(session.Start)} – {until}, {Weekdays[(int)start.DayOfWeek]} {Date(session.Start)}";
    }

    private static string Clock(Instant at) => at.ToLocal().ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Date(Instant at) => at.ToLocal().ToString("dd/MM/uuuu", CultureInfo.InvariantCulture);

    private static ImmutableArray<string> Several(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
}
