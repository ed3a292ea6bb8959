using Conferencing.Booking;
using Conferencing.Booking.Invitations;

namespace Conferencing.Tests.Booking.Invitations;

/// <summary>What those who approve read by mail.</summary>
public sealed class DecisionTextTests
{
    private static readonly Invitee Whom = new("bao@khanhhoa.gov.vn", "Trần Quốc Bảo", "");

    private static Letter Letter(InvitedMatter matter, ApprovalSteps step, string? urgent) => new(
        LetterKind.Decision, 0, At.Time("07:00"), new Invitation(Guid.Empty, matter, null, [new InvitedSession(null, At.Time("+1 08:00"), At.Time("+1 09:00"))]), IsPartial: false)
    { Asked = new DecisionAsked(step, At.Time("20:00"), urgent) };

    [Fact]
    public void It_says_what_waits_for_whom_and_until_when()
    {
        var letter = Letter(new InvitedMatter("Giao ban"), ApprovalSteps.Office, null);
        Assert.Equal("Cần duyệt: Giao ban – 08:00 24/11/2026", InvitationText.Subject(letter));
        Assert.Equal(
            """
            Kính gửi: Trần Quốc Bảo

            Phiên họp trực tuyến sau đây chờ văn phòng duyệt, hạn 20:00 23/11/2026:

            Nội dung: Giao ban
            Thời gian: 08:00 – 09:00, Thứ Ba 24/11/2026

            Xin duyệt hoặc trả lại ở trang Chờ duyệt.

            """.ReplaceLineEndings("\n"), InvitationText.Plain(letter, Whom));
        var urgent = Letter(new InvitedMatter("Chống bão"), ApprovalSteps.Technical, "Bão số 12 <đổ bộ>");
        Assert.Contains("đột xuất (Bão số 12 &lt;đổ bộ&gt;) sau đây chờ kỹ thuật duyệt", InvitationText.Html(urgent, Whom), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_secret_one_only_that_it_waits()
    {
        var letter = Letter(InvitedMatter.Hidden, ApprovalSteps.Office, null);
        Assert.Equal("Cần duyệt – 08:00 24/11/2026", InvitationText.Subject(letter));
        Assert.DoesNotContain("Bận", InvitationText.Plain(letter, Whom), StringComparison.Ordinal);
    }
}
