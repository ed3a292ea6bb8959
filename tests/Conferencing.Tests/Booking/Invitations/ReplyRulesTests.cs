using System.Collections.Immutable;
using Conferencing.Booking.Invitations;
using NodaTime;

namespace Conferencing.Tests.Booking.Invitations;

/// <summary>Whose answer counts, and what has been answered so far.</summary>
public sealed class ReplyRulesTests
{
    private const string Deputy = "pct@khanhhoa.gov.vn";
    private static readonly Instant Later = Samples.Now + Duration.FromHours(2);
    private static readonly Told Once = Samples.First(Samples.Single(), Samples.Commune, Samples.Department).After!;
    private static readonly Told Weekly = Samples.First(Samples.Weekly(), Samples.Commune, Samples.Department with { Days = [new LocalDate(2026, 12, 7)] }).After!;

    private static ReplyEvent Says(string address, Participation answer, LocalDateTime? session = null, int sequence = 0, int minute = 0, string? to = null) =>
        new(Samples.Uid.ToString(), session, sequence, Samples.Now + Duration.FromMinutes(minute), address, answer) { DelegatedTo = to };

    private static LocalDateTime Session(int month, int day, int hour = 8) => new(2026, month, day, hour, 0);

    /// <summary>What is noted of these, in the order in which they come.</summary>
    private static ImmutableArray<Reply> Noted(Told told, params ReplyEvent[] said) => said.Aggregate(ImmutableArray<Reply>.Empty, (noted, one) =>
        ReplyRules.Judge(told, noted, one, one.Attendee, Later) is (ReplyStanding.Noted, var reply) ? noted.Add(reply) : noted);

    /// <summary>"who (instead of whom): answer [earlier] sessions" of every answer.</summary>
    private static string[] Shown(Told told, ImmutableArray<Reply> noted, params LetterTold[] letters) =>
    [
        .. ReplyRules.Standing(told, noted, [.. letters], Later).SelectMany(one => one.To.Select(to =>
            $"{one.Whom.Address.Split('@')[0]}{(one.InsteadOf is null ? "" : " instead")}: {to.Said?.Answer.ToString() ?? "-"}{(to.IsEarlier ? " earlier" : "")} "
            + string.Join(' ', to.Sessions.Select(session => session.Day?.ToString("dd.MM", null) ?? "once")))),
    ];

    [Theory]
    [InlineData("vanthu.dienkhanh@khanhhoa.gov.vn", ReplyStanding.Noted)]
    [InlineData("VanThu.DienKhanh@KHANHHOA.gov.vn", ReplyStanding.Noted)]
    [InlineData("ke.la@khanhhoa.gov.vn", ReplyStanding.Stranger)]
    [InlineData("vanthu.dienkhanh@khanhhoa.gov.vn.evil.com", ReplyStanding.Stranger)]
    public void Only_who_was_invited_answers_whoever_the_mail_says_it_is_from(string attendee, ReplyStanding standing)
    {
        Assert.Equal(standing, ReplyRules.Judge(Once, [], Says(attendee, Participation.Accepted), Samples.Commune.Address, Later).Standing);
        Assert.Equal(standing, ReplyRules.Judge(Once, [], Says(attendee, Participation.Accepted), "ke.la@khanhhoa.gov.vn", Later).Standing);
    }

    [Fact]
    public void Who_has_not_answered_is_shown_as_such_and_the_last_word_counts()
    {
        var commune = Samples.Commune.Address;
        Assert.Equal(["vanthu.dienkhanh: - once", "vanphong.skhcn: - once"], Shown(Once, []));
        var noted = Noted(Once, Says(commune, Participation.Accepted, minute: 1), Says(commune, Participation.Declined, minute: 5), Says(commune, Participation.Tentative, minute: 3));
        Assert.Equal(["vanthu.dienkhanh: Declined once", "vanphong.skhcn: - once"], Shown(Once, noted));
        Assert.Equal("vanthu.dienkhanh: Accepted once", Shown(Once, [.. noted, .. Noted(Once, Says(commune, Participation.Accepted, minute: 5))])[0]);
        // To a newer version, though written by a clock that is slow.
        noted = [.. noted, .. Noted(Once, Says(commune, Participation.Accepted, sequence: 1, minute: 0))];
        Assert.Equal("vanthu.dienkhanh: Accepted once", Shown(Once, noted)[0]);
    }

    [Fact]
    public void A_stamp_of_the_future_wins_nothing()
    {
        var reply = ReplyRules.Judge(Once, [], Says(Samples.Commune.Address, Participation.Accepted, minute: 100_000), "", Later).Reply;
        Assert.Equal(Later, reply.Stamp);
    }

    [Fact]
    public void A_series_is_answered_as_a_whole_and_session_by_session()
    {
        var commune = Samples.Commune.Address;
        var noted = Noted(Weekly, Says(commune, Participation.Accepted, minute: 1), Says(commune, Participation.Declined, Session(12, 14), minute: 2));
        Assert.Equal(["vanthu.dienkhanh: Accepted 30.11 07.12 21.12", "vanthu.dienkhanh: Declined 14.12", "vanphong.skhcn: - 07.12"], Shown(Weekly, noted));
        Assert.Equal("vanthu.dienkhanh: Tentative 30.11 07.12 14.12 21.12", Shown(Weekly, [.. noted, .. Noted(Weekly, Says(commune, Participation.Tentative, minute: 3))])[0]);
    }

    [Theory]
    [InlineData("vanthu.dienkhanh@khanhhoa.gov.vn", 12, 14, 8, ReplyStanding.Noted)]
    [InlineData("vanthu.dienkhanh@khanhhoa.gov.vn", 12, 15, 8, ReplyStanding.NoSuchSession)]
    [InlineData("vanthu.dienkhanh@khanhhoa.gov.vn", 12, 14, 9, ReplyStanding.NoSuchSession)]
    [InlineData("vanphong.skhcn@khanhhoa.gov.vn", 12, 7, 8, ReplyStanding.Noted)]
    [InlineData("vanphong.skhcn@khanhhoa.gov.vn", 12, 14, 8, ReplyStanding.NoSuchSession)]
    public void A_session_must_be_one_he_is_invited_to(string address, int month, int day, int hour, ReplyStanding standing) =>
        Assert.Equal(standing, ReplyRules.Judge(Weekly, [], Says(address, Participation.Accepted, Session(month, day, hour)), "", Later).Standing);

    [Fact]
    public void A_session_that_was_moved_keeps_its_name_and_one_of_a_single_briefing_has_none()
    {
        var moved = Samples.First(Samples.Weekly(Samples.Session(11, 30), Samples.Session(12, 7, hour: 14)), Samples.Commune).After!;
        foreach (var name in new[] { Session(12, 7), Session(12, 7, 14) })
        {
            var (standing, reply) = ReplyRules.Judge(moved, [], Says(Samples.Commune.Address, Participation.Declined, name), "", Later);
            Assert.Equal((ReplyStanding.Noted, new LocalDate(2026, 12, 7)), (standing, reply.Day!.Value));
        }
        Assert.Equal(ReplyStanding.NoSuchSession, ReplyRules.Judge(Once, [], Says(Samples.Commune.Address, Participation.Declined, Session(11, 30)), "", Later).Standing);
    }

    [Fact]
    public void Who_is_sent_instead_may_answer_and_nobody_else()
    {
        var commune = Samples.Commune.Address;
        Assert.Equal(ReplyStanding.Stranger, ReplyRules.Judge(Once, [], Says(Deputy, Participation.Accepted), Deputy, Later).Standing);
        var noted = Noted(Once, Says(commune, Participation.Delegated, minute: 1, to: Deputy), Says(Deputy, Participation.Accepted, minute: 2));
        Assert.Equal(["vanthu.dienkhanh: Delegated once", "pct instead: Accepted once", "vanphong.skhcn: - once"], Shown(Once, noted));
        // A stranger sends nobody, and two who send each other invite nobody.
        Assert.Empty(Noted(Once, Says("ke.la@x.vn", Participation.Delegated, to: Deputy), Says(Deputy, Participation.Delegated, to: "ke.la@x.vn")));
        // He comes himself after all.
        Assert.Equal(["vanthu.dienkhanh: Accepted once", "vanphong.skhcn: - once"], Shown(Once, [.. noted, .. Noted(Once, Says(commune, Participation.Accepted, minute: 9))]));
    }

    [Fact]
    public void An_answer_to_an_earlier_version_says_so_where_he_was_told_of_the_newer()
    {
        var commune = Samples.Commune.Address;
        var noted = Noted(Weekly, Says(commune, Participation.Accepted));
        ImmutableHashSet<string> both = [commune, Samples.Department.Address];
        LetterTold first = new(0, both, default), ofOne = new(1, [commune], [new LocalDate(2026, 12, 14)]), ofOther = new(2, [Samples.Department.Address], default);
        Assert.Equal(["vanthu.dienkhanh: Accepted 30.11 07.12 21.12", "vanthu.dienkhanh: Accepted earlier 14.12", "vanphong.skhcn: - 07.12"], Shown(Weekly, noted, first, ofOne, ofOther));
        noted = [.. noted, .. Noted(Weekly, Says(commune, Participation.Declined, Session(12, 14), sequence: 1))];
        Assert.Equal("vanthu.dienkhanh: Declined 14.12", Shown(Weekly, noted, first, ofOne, ofOther)[1]);
    }

    [Fact]
    public void What_is_over_is_not_asked_about()
    {
        Assert.Empty(ReplyRules.Standing(Once, [], [], Samples.At(12, 1, 0)));
        Assert.Equal(2, ReplyRules.Standing(Weekly, [], [], Samples.At(12, 8, 0)).Single().To.Single().Sessions.Length);
    }
}
