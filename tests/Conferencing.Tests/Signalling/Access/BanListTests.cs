using Conferencing.Signalling;
using Conferencing.Signalling.Defence;

namespace Conferencing.Tests.Signalling.Access;

public sealed class BanListTests
{
    private static readonly SourceKey Source = new(false, 1);
    private readonly BanList _bans = new(new DefenceLimits { FirstBan = TimeSpan.FromMinutes(1), LongestBan = TimeSpan.FromMinutes(5), MaxBans = 3 });

    /// <summary>Earned again at once each time: one, two, four, then never more than the longest.</summary>
    [Fact]
    public void Bans_grow_to_a_limit_and_end()
    {
        var now = new Tick(0);
        foreach (var minutes in (int[])[1, 2, 4, 5, 5])
        {
            _bans.Add(Source, BanReason.FailedAuthentications, now);
            Assert.True(_bans.IsBanned(Source, now + TimeSpan.FromSeconds((minutes * 60) - 1)));
            now += TimeSpan.FromMinutes(minutes);
            Assert.False(_bans.IsBanned(Source, now));
        }
    }

    [Fact]
    public void A_ban_is_not_prolonged_while_it_lasts()
    {
        _bans.Add(Source, BanReason.Flood, At(0));
        _bans.Add(Source, BanReason.Flood, At(30));
        Assert.False(_bans.IsBanned(Source, At(60)));
    }

    [Fact]
    public void After_good_conduct_the_first_ban_is_short_again()
    {
        _bans.Add(Source, BanReason.Flood, At(0));
        var later = At(60) + TimeSpan.FromHours(6);
        _bans.Add(Source, BanReason.Flood, later);
        Assert.Equal(1, Assert.Single(_bans.Current(later)).Count);
    }

    [Fact]
    public void A_lifted_ban_is_forgotten()
    {
        _bans.Add(Source, BanReason.PinTries, At(0));
        _bans.Add(Source, BanReason.PinTries, At(10));
        _bans.Lift(Source, At(-1));
        Assert.True(_bans.IsBanned(Source, At(0)));
        _bans.Lift(Source, At(0));
        Assert.False(_bans.IsBanned(Source, At(0)));
        _bans.Add(Source, BanReason.PinTries, At(1));
        Assert.Equal(1, Assert.Single(_bans.Current(At(1))).Count);
    }

    [Fact]
    public void The_list_is_bounded_and_keeps_the_new_ones()
    {
        for (ulong i = 1; i <= 100; i++)
            _bans.Add(new SourceKey(false, i), BanReason.Flood, At((int)i));
        Assert.Equal([98UL, 99UL, 100UL], _bans.Current(At(100)).Select(ban => ban.Source.Bits));
    }

    private static Tick At(int seconds) => new(seconds * 1_000_000L);
}
