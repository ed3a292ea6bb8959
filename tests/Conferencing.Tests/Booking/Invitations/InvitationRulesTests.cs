using System.Collections.Immutable;
using Conferencing.Booking.Invitations;
using NodaTime;
using static Conferencing.Tests.Booking.Invitations.Samples;

namespace Conferencing.Tests.Booking.Invitations;

public sealed class InvitationRulesTests
{
    [Fact]
    public void An_invitation_a_change_and_a_cancellation_count_up()
    {
        var first = First(Single(), Commune);
        Assert.Equal(["Invitation 0: once to vanthu.dienkhanh"], first.Told());
        var moved = first.Then(Single(hour: 14), Commune);
        Assert.Equal(["Change 1: once to vanthu.dienkhanh"], moved.Told());
        var renamed = moved.Then(Single(Matter with { Title = "Khác" }, hour: 14), Commune);
        Assert.Equal(["Change 2: once to vanthu.dienkhanh"], renamed.Told());
        var cancelled = renamed.Then(Single() with { Sessions = [] }, []);
        Assert.Equal(["Cancellation 3: once to vanthu.dienkhanh"], cancelled.Told());
        Assert.Equal("Khác", cancelled.Letters[0].What.Matter.Title);
        // Booked again under the same name: calendars that hold the cancelled one must take it.
        Assert.Equal(["Invitation 4: once to vanthu.dienkhanh"], cancelled.Then(Single(), Commune).Told());
    }

    [Fact]
    public void Nothing_new_is_not_told_again()
    {
        var first = First(Single(), Commune);
        var again = first.Then(Single(), Commune);
        Assert.Empty(again.Letters);
        Assert.Same(first.After, again.After);
        Assert.Null(First(Single() with { Sessions = [] }, Commune).After);
    }

    [Fact]
    public void Who_comes_is_invited_who_goes_is_told_and_who_stays_hears_nothing()
    {
        var round = First(Single(), Commune).Then(Single(), Department);
        Assert.Equal(["Invitation 1: once to vanphong.skhcn", "Cancellation 1: once to vanthu.dienkhanh"], round.Told());
        Assert.Empty(round.Then(Single(), Department with { Address = Department.Address.ToUpperInvariant() }).Letters);
    }

    [Fact]
    public void Of_a_series_only_what_differs_is_told()
    {
        var first = First(Weekly(), Commune, Department);
        Assert.Equal(["Invitation 0: 30.11 07.12 14.12 21.12 to vanthu.dienkhanh vanphong.skhcn"], first.Told());
        var moved = first.Then(Weekly(Session(11, 30), Session(12, 7, 14), Session(12, 14), Session(12, 21)), Commune, Department);
        Assert.Equal(["Change of 1: 07.12 to vanthu.dienkhanh vanphong.skhcn"], moved.Told());
        var fewer = moved.Then(Weekly(Session(11, 30), Session(12, 7, 14), Session(12, 21)), Commune, Department);
        Assert.Equal(["Cancellation of 2: 14.12 to vanthu.dienkhanh vanphong.skhcn"], fewer.Told());
        var back = fewer.Then(Weekly(Session(11, 30), Session(12, 7, 14), Session(12, 14), Session(12, 21)), Commune, Department);
        Assert.Equal(["Change 3: 30.11 07.12 14.12 21.12 to vanthu.dienkhanh vanphong.skhcn"], back.Told());
    }

    [Fact]
    public void Who_takes_part_in_some_sessions_is_told_of_those()
    {
        var only = Department with { Days = [new LocalDate(2026, 12, 7)] };
        var round = First(Weekly(), Commune, only);
        Assert.Equal(["Invitation 0: 30.11 07.12 14.12 21.12 to vanthu.dienkhanh", "Invitation 0: 07.12 to vanphong.skhcn"], round.Told());
        Assert.Equal(["Change of 1: 14.12 to vanthu.dienkhanh"], round.Then(Weekly(Session(11, 30), Session(12, 7), Session(12, 14, 9), Session(12, 21)), Commune, only).Told());
    }

    [Fact]
    public void What_waits_for_approval_is_not_told_and_what_was_told_stands_meanwhile()
    {
        var first = First(Weekly(), Commune);
        var waiting = new Undecided(true, [new LocalDate(2026, 12, 7)]);
        var rest = Weekly(Session(11, 30), Session(12, 14), Session(12, 21));
        Assert.Empty(InvitationRules.Next(first.After, rest, [Commune], waiting, Now).Letters);
        Assert.Empty(InvitationRules.Next(first.After, rest with { Sessions = [] }, [], waiting, Now).Letters);
        Assert.Empty(InvitationRules.Next(null, Single() with { Sessions = [] }, [], new Undecided(true, []), Now).Letters);
        var shorter = InvitationRules.Next(first.After, Weekly(Session(11, 30), Session(12, 21)), [Commune], waiting, Now);
        Assert.Equal(["Cancellation of 1: 14.12 to vanthu.dienkhanh"], shorter.Told());
        Assert.Equal(3, shorter.After!.What.Sessions.Length);
        // Sent back for good: now it is told.
        Assert.Equal(["Cancellation of 2: 07.12 to vanthu.dienkhanh"], shorter.Then(Weekly(Session(11, 30), Session(12, 21)), Commune).Told());
    }

    [Fact]
    public void What_is_over_is_not_told_any_more()
    {
        var first = First(Weekly(), Commune);
        var after = At(12, 8, 0);
        Assert.Empty(InvitationRules.Next(first.After, Weekly(Session(12, 7, 9), Session(12, 14), Session(12, 21)), [Commune], Undecided.Nothing, after).Letters);
        Assert.Empty(InvitationRules.Next(first.After, Weekly() with { Sessions = [] }, [], Undecided.Nothing, At(12, 30, 0)).Letters);
        var late = InvitationRules.Next(first.After, Weekly() with { Sessions = [] }, [], Undecided.Nothing, after);
        Assert.Equal(["Cancellation 1: 14.12 21.12 to vanthu.dienkhanh"], late.Told());
    }

    [Fact]
    public void What_becomes_secret_takes_its_words_back()
    {
        var secret = First(Single(), Commune).Then(Single(InvitedMatter.Hidden), Commune);
        var letter = Assert.Single(secret.Letters);
        var all = InvitationText.Subject(letter) + InvitationText.Plain(letter, Commune) + InvitationText.Html(letter, Commune) + InvitationCalendar.Write(letter, Office, Commune).Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Bận", all, StringComparison.Ordinal);
        foreach (var word in new[] { Matter.Title, "125/GM", "Nguyễn Văn Hòa", "Trần Thị Ánh", "8001", "Báo cáo", "Phòng họp số 1" }) Assert.DoesNotContain(word, all, StringComparison.Ordinal);
    }

    /// <summary>Whatever is booked, moved and cancelled: who applies every letter in order knows exactly what is true.</summary>
    [Fact]
    public void Who_reads_every_letter_knows_what_is_true()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            Told? told = null;
            var known = new Dictionary<string, ImmutableSortedDictionary<LocalDate, InvitedSession>>();
            var sequence = -1;
            for (var step = 0; step < 8; step++)
            {
                var (what, whom) = (Weekly() with { Sessions = Some(random) }, Invited(random));
                var round = InvitationRules.Next(told, what, whom, Undecided.Nothing, Now);
                foreach (var letter in round.Letters)
                {
                    Assert.True(letter.Sequence > sequence, $"seed {seed}, step {step}");
                    foreach (var reader in letter.Whom) known[reader.Address] = Apply(known.GetValueOrDefault(reader.Address, ImmutableSortedDictionary<LocalDate, InvitedSession>.Empty), letter);
                }
                if (!round.Letters.IsEmpty) sequence = round.Letters[0].Sequence;
                told = round.After;
                foreach (var reader in new[] { Commune, Department })
                {
                    var invited = whom.FirstOrDefault(one => one.Address == reader.Address);
                    var expected = invited is null ? [] : what.Sessions.Where(invited.IsInvitedTo);
                    Assert.True(expected.SequenceEqual(known.GetValueOrDefault(reader.Address)?.Values ?? []), $"seed {seed}, step {step}, {reader.Name}");
                }
            }
        }
    }

    private static ImmutableSortedDictionary<LocalDate, InvitedSession> Apply(ImmutableSortedDictionary<LocalDate, InvitedSession> known, Letter letter) => letter switch
    {
        { Kind: LetterKind.Cancellation, IsPartial: false } => known.Clear(),
        { Kind: LetterKind.Cancellation } => known.RemoveRange(letter.What.Sessions.Select(session => session.Day!.Value)),
        { IsPartial: true } => known.SetItems(letter.What.Sessions.Select(session => KeyValuePair.Create(session.Day!.Value, session))),
        _ => letter.What.Sessions.ToImmutableSortedDictionary(session => session.Day!.Value, session => session),
    };

    private static ImmutableArray<InvitedSession> Some(Random random) =>
        [.. Weekly().Sessions.Where(_ => random.Next(4) > 0).Select(session => random.Next(3) > 0 ? session : session with { Start = session.Start + Duration.FromHours(1), End = session.End + Duration.FromHours(1) })];

    private static ImmutableArray<Invitee> Invited(Random random) => [.. new[] { Commune, Department }.Where(_ => random.Next(4) > 0)
        .Select(one => random.Next(3) > 0 ? one : one with { Days = [new LocalDate(2026, 12, 7), new LocalDate(2026, 12, 21)] })];

    [Theory]
    [InlineData(25, 48, null)]
    [InlineData(24, 48, 1440)]
    [InlineData(2, 48, 1440)]
    [InlineData(1, 48, 60)]
    [InlineData(0.5, 48, 60)]
    [InlineData(0, 48, null)]
    [InlineData(23, 23.5, null)]
    [InlineData(1, 23.5, 60)]
    [InlineData(0.5, 0.9, null)]
    public void A_reminder_is_due_once_its_time_has_come_for_who_knew_before(double hoursBefore, double toldHoursBefore, int? lead)
    {
        var start = At(11, 30, 8);
        Assert.Equal(lead, Reminders.Due([1440, 60], start, start - Duration.FromHours(toldHoursBefore), start - Duration.FromHours(hoursBefore)));
    }

    [Theory]
    [InlineData("a@b.vn", true)]
    [InlineData("van.thu+hop@khanh-hoa.gov.vn", true)]
    [InlineData("a@localhost", false)]
    [InlineData("a b@c.vn", false)]
    [InlineData("a@b.vn\r\nBcc: x@y.vn", false)]
    [InlineData("\"a\"@b.vn", false)]
    [InlineData("a@b.vn, c@d.vn", false)]
    [InlineData("Tên <a@b.vn>", false)]
    [InlineData(".a@b.vn", false)]
    [InlineData("a@-b.vn", false)]
    [InlineData("ă@b.vn", false)]
    [InlineData("@b.vn", false)]
    [InlineData("a@b..vn", false)]
    public void A_mail_address_is_plain(string text, bool plausible) => Assert.Equal(plausible, MailAddress.IsPlausible(text));

    [Fact]
    public void Pauses_grow_to_an_hour_and_end()
    {
        var pauses = Enumerable.Range(1, 7).Select(attempts => Retry.After(attempts)!.Value.TotalMinutes);
        Assert.Equal([1, 2, 5, 15, 30, 60, 60], pauses);
        Assert.Null(Retry.After(Retry.MaxAttempts));
    }
}
