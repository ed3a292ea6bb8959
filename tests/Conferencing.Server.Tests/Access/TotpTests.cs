using System.Text;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Tests.Access;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_RFC(long seconds, string code) => Assert.Equal(code, Totp.Code(Key, Totp.StepAt(Instant.FromUnixTimeSeconds(seconds)), 8));

    /// <summary>RFC 4226, appendix D.</summary>
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(9, "520489")]
    public void Six_digits_by_the_count(long step, string code) => Assert.Equal(code, Totp.Code(Key, step));

    [Theory]
    [InlineData(-2, 0, false)]
    [InlineData(-1, 0, true)]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(0, 1000, false)] // this one was used
    [InlineData(-1, 1000, false)] // and one after this one
    [InlineData(1, 1000, true)]
    public void A_code_opens_half_a_minute_around_its_time_and_once(int off, long lastUsed, bool opens) =>
        Assert.Equal(opens, Totp.Match(Key, Totp.Code(Key, 1000 + off), Instant.FromUnixTimeSeconds(30_000), lastUsed) is not null);

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Keys_are_written_as_in_RFC_4648(string bytes, string text) => Assert.Equal(text, Totp.Text(Encoding.ASCII.GetBytes(bytes)));

    [Fact]
    public void The_picture_names_who_where_and_how() => Assert.Equal(
        "otpauth://totp/UBND%20t%E1%BB%89nh:ha%40tinh.vn?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=UBND%20t%E1%BB%89nh&algorithm=SHA1&digits=6&period=30",
        Totp.Address("UBND tỉnh", "ha@tinh.vn", Key));
}
