using Conferencing.Booking.Invitations;
using NodaTime;

namespace Conferencing.Tests.Booking.Invitations;

/// <summary>How long mail about a change waits, and that it folds.</summary>
public sealed class HoldingTests
{
    private static readonly Duration Hold = Duration.FromSeconds(60);
    private static readonly Told Before = Samples.First(Samples.Single(), Samples.Commune).After!;

    private static Round Next(Told before, Invitation now, params Invitee[] whom) => InvitationRules.Next(before, now, [.. whom], Undecided.Nothing, Samples.Now);

    private static int? Seconds(Told? before, Round round, Instant now, Instant? since = null, bool isPressing = false, int hold = 60) =>
        Holding.Until(before, round, isPressing, now, since, Duration.FromSeconds(hold)) is { } until ? (int)(until - now).TotalSeconds : null;

    [Fact]
    public void A_change_waits_a_first_invitation_and_what_presses_do_not()
    {
        var moved = Next(Before, Samples.Single(hour: 14), Samples.Commune);
        Assert.Equal(60, Seconds(Before, moved, Samples.Now));
        Assert.Null(Seconds(null, Samples.First(Samples.Single(), Samples.Commune), Samples.Now));
        Assert.Null(Seconds(Before, moved, Samples.Now, isPressing: true));
        Assert.Null(Seconds(Before, moved, Samples.Now, hold: 0));
    }

    [Theory]
    [InlineData(4, 0, 60)]
    [InlineData(5, 59, 60)] // Until 06:00, two hours before.
    [InlineData(6, 0, null)]
    [InlineData(7, 30, null)]
    public void It_leaves_two_hours_to_what_was_there_and_to_what_comes(int hour, int minute, int? seconds)
    {
        var at = Samples.At(11, 30, hour, minute);
        Assert.Equal(seconds, Seconds(Before, Next(Before, Samples.Single(hour: 14), Samples.Commune), at));
        var later = Samples.First(Samples.Single(hour: 14), Samples.Commune).After!;
        Assert.Equal(seconds, Seconds(later, Next(later, Samples.Single(), Samples.Commune), at));
    }

    [Theory]
    [InlineData(29, 23, 60)]
    [InlineData(30, 0, null)]
    public void A_cancellation_of_today_goes_at_once(int day, int hour, int? seconds) =>
        Assert.Equal(seconds, Seconds(Before, Next(Before, Samples.Single() with { Sessions = [] }), Samples.At(11, day, hour)));

    [Fact]
    public void A_session_of_a_series_that_begins_soon_hurries_no_other()
    {
        var weekly = Samples.First(Samples.Weekly(), Samples.Commune).After!;
        var moved = Next(weekly, Samples.Weekly(Samples.Session(11, 30), Samples.Session(12, 7, 14), Samples.Session(12, 14), Samples.Session(12, 21)), Samples.Commune);
        Assert.Equal(60, Seconds(weekly, moved, Samples.At(11, 30, 7)));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(200, 60)]
    [InlineData(270, 30)]
    [InlineData(300, null)]
    public void Who_changes_it_again_and_again_does_not_hold_it_for_ever(int sinceSeconds, int? seconds) =>
        Assert.Equal(seconds, Seconds(Before, Next(Before, Samples.Single(hour: 14), Samples.Commune), Samples.Now, Samples.Now - Duration.FromSeconds(sinceSeconds)));

    [Fact]
    public void What_is_changed_back_is_nothing_and_several_changes_are_one()
    {
        Assert.Empty(Next(Before, Samples.Single(), Samples.Commune).Letters);
        var twice = Next(Before, Samples.Single(Samples.Matter with { Title = "Khác" }, 16), Samples.Commune);
        Assert.Equal(["Change 1: once to vanthu.dienkhanh"], twice.Told());
        Assert.Equal(Hold, Duration.FromSeconds(Seconds(Before, twice, Samples.Now)!.Value));
    }

    [Fact]
    public void A_correction_says_so()
    {
        var letter = Next(Before, Samples.Single(hour: 14), Samples.Commune).Letters[0];
        var correction = letter with { IsCorrection = true };
        Assert.StartsWith("Đính chính giấy mời: Giao ban", InvitationText.Subject(correction), StringComparison.Ordinal);
        Assert.Contains("đính chính", InvitationText.Plain(correction, Samples.Commune), StringComparison.Ordinal);
        Assert.DoesNotContain("ính chính", InvitationText.Plain(letter, Samples.Commune) + InvitationText.Subject(letter), StringComparison.Ordinal);
    }
}
