using System.Collections.Immutable;
using Conferencing.Booking.Invitations;
using NodaTime;

namespace Conferencing.Tests.Booking.Invitations;

/// <summary>Briefings to be told of, with the words a province uses.</summary>
internal static class Samples
{
    public static readonly Guid Uid = Guid.Parse("01930000-0000-7000-8000-00000000004e");
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 1, 0);
    public static readonly Organizer Office = new("hop@khanhhoa.gov.vn", "Hệ thống họp trực tuyến");
    public static readonly Invitee Commune = new("vanthu.dienkhanh@khanhhoa.gov.vn", "Văn thư xã Diên Khánh", "Phòng họp UBND xã Diên Khánh");
    public static readonly Invitee Department = new("vanphong.skhcn@khanhhoa.gov.vn", "Văn phòng Sở KH&CN", "Phòng họp Sở Khoa học và Công nghệ");

    public static InvitedMatter Matter { get; } = new(
        "Giao ban công tác chuyển đổi số, tuần 48", "125/GM-UBND", "UBND tỉnh Khánh Hòa", "Ông Nguyễn Văn Hòa", "Bà Trần Thị Ánh", "Phòng họp số 1 UBND tỉnh",
        "Phòng họp số 1 UBND tỉnh\nPhòng họp UBND xã Diên Khánh\nPhòng họp Sở Khoa học và Công nghệ")
    {
        Agenda = "Báo cáo tuần – Sở KH&CN (15 phút)\nThảo luận",
        Documents = "Báo cáo tuần 48.pdf\nSố liệu: https://khanhhoa.gov.vn/so-lieu?tuan=48",
        Note = "Mang theo số liệu; gửi trước 16:00.\nĐồng phục: không bắt buộc",
        DialIn = "8001",
        Pin = "417203",
        Link = "https://hop.khanhhoa.gov.vn/briefings/01930000-0000-7000-8000-00000000004e",
    };

    public static Instant At(int month, int day, int hour, int minute = 0) => new LocalDateTime(2026, month, day, hour, minute).WithOffset(Offset.FromHours(7)).ToInstant();

    public static InvitedSession Session(int month, int day, int hour = 8, int minutes = 90, InvitedMatter? own = null) =>
        new(new LocalDate(2026, month, day), At(month, day, hour), At(month, day, hour) + Duration.FromMinutes(minutes), own);

    public static Invitation Single(InvitedMatter? matter = null, int hour = 8) =>
        new(Uid, matter ?? Matter, null, [Session(11, 30, hour) with { Day = null }]);

    /// <summary>Four Mondays.</summary>
    public static Invitation Weekly(params InvitedSession[] sessions) => new(
        Uid, Matter with { Pin = null }, new InvitedSeries("FREQ=WEEKLY;BYDAY=MO;COUNT=4", new LocalDate(2026, 11, 30), new LocalTime(8, 0), 90 * 60),
        sessions.Length > 0 ? [.. sessions] : [Session(11, 30), Session(12, 7), Session(12, 14), Session(12, 21)]);

    public static Round First(Invitation what, params Invitee[] whom) => InvitationRules.Next(null, what, [.. whom], Undecided.Nothing, Now);

    public static Round Then(this Round before, Invitation what, params Invitee[] whom) =>
        InvitationRules.Next(before.After, what, [.. whom], Undecided.Nothing, Now + Duration.FromHours(1));

    /// <summary>"kind sequence: sessions to addresses" of every letter.</summary>
    public static string[] Told(this Round round) =>
    [
        .. round.Letters.Select(letter => $"{letter.Kind}{(letter.IsPartial ? " of" : "")} {letter.Sequence}: "
            + string.Join(' ', letter.What.Sessions.Select(session => session.Day?.ToString("dd.MM", null) ?? "once"))
            + " to " + string.Join(' ', letter.Whom.Select(whom => whom.Address.Split('@')[0]))),
    ];
}
