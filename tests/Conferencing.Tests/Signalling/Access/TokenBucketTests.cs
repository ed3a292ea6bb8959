using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Defence;

namespace Conferencing.Tests.Signalling.Access;

public sealed class TokenBucketTests
{
    /// <summary>Limit: three at once, then one each second. Moments in milliseconds, then whether each was granted.</summary>
    [Theory]
    [InlineData("0 0 0 0", "yyyn")]
    [InlineData("0 0 0 999 1000 1000", "yyynyn")]
    [InlineData("0 500 1000 1500 2000 2500 3000 3500 4000", "yyyyynyny")]
    [InlineData("0 0 0 2000 2000 2000", "yyyyyn")]
    [InlineData("0 0 0 600000 600000 600000 600000", "yyyyyyn")]
    public void A_bucket_grants(string moments, string granted)
    {
        var bucket = new TokenBucket();
        var limit = RateLimit.PerSecond(3, 1);
        var outcome = moments.Split(' ').Select(text => bucket.TryTake(limit, At(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))) ? 'y' : 'n');
        Assert.Equal(granted, string.Concat(outcome));
    }

    [Fact]
    public void Looking_takes_nothing()
    {
        var bucket = new TokenBucket();
        var limit = RateLimit.PerSecond(1, 1);
        Assert.True(bucket.HasToken(limit, At(0)));
        Assert.True(bucket.TryTake(limit, At(0)));
        Assert.False(bucket.HasToken(limit, At(0)));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("0.0.0.1", "::1", false)]
    public void An_address_stands_for_its_source(string one, string other, bool same) =>
        Assert.Equal(same, SourceKey.Of(IPAddress.Parse(one)) == SourceKey.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:0:1::77", "2001:db8:0:1::/64")]
    public void A_source_is_written_and_read(string address, string text)
    {
        var source = SourceKey.Of(IPAddress.Parse(address));
        Assert.Equal(text, source.ToString());
        Assert.True(SourceKey.TryParse(text, out var read));
        Assert.Equal(source, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("192.0.2.1:5060x")]
    public void What_is_no_source_is_refused(string text) => Assert.False(SourceKey.TryParse(text, out _));

    /// <summary>A hundred times more sources than places: memory stays, and the one who sent most is still known.</summary>
    [Fact]
    public void A_flood_of_forged_sources_does_not_make_the_table_forget_who_sent_much()
    {
        var table = new BucketTable(1024, seed: 7);
        var limit = RateLimit.PerSecond(100, 10);
        var guilty = Key(0xC0000201);
        for (var i = 0; i < 100; i++)
            Assert.True(table.TryTake(guilty, limit, At(0)));
        for (uint forged = 1; forged <= 100_000; forged++)
            table.TryTake(Key(forged), limit, At((int)(forged / 100)));
        Assert.False(table.HasToken(guilty, limit, At(0)));
        Assert.Equal(1024, table.Capacity);
    }

    [Fact]
    public void Datagrams_and_connections_of_one_address_are_counted_apart()
    {
        var table = new BucketTable(64, seed: 7);
        var limit = RateLimit.PerSecond(1, 1);
        Assert.True(table.TryTake(Key(1), limit, At(0)));
        Assert.False(table.TryTake(Key(1), limit, At(0)));
        Assert.True(table.TryTake(Key(1) with { IsProven = true }, limit, At(0)));
    }

    private static BucketKey Key(uint address) => new(new SourceKey(false, address), LimitKind.Requests, IsProven: false);

    private static Tick At(int milliseconds) => new(milliseconds * 1000L);
}
