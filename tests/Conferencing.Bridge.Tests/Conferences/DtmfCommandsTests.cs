using System.Globalization;
using Conferencing.Bridge.Conferences;

namespace Conferencing.Bridge.Tests.Conferences;

public sealed class DtmfCommandsTests
{
    private static readonly DateTimeOffset Start = DirectorRig.Eight;

    /// <summary>Keys with a second between them; a number in between is a pause of so many seconds more.</summary>
    private static string Commands(string keys)
    {
        var commands = default(DtmfCommands);
        var (now, said) = (Start, "");
        foreach (var part in keys.Split(' '))
        {
            if (part.StartsWith('+'))
            {
                now += TimeSpan.FromSeconds(double.Parse(part[1..], CultureInfo.InvariantCulture));
                continue;
            }

            foreach (var key in part)
            {
                now += TimeSpan.FromSeconds(1);
                if (commands.Press(key, now) is { } command)
                    said += $"{command} ";
            }
        }

        return said.TrimEnd();
    }

    [Theory]
    [InlineData("*1", "RaiseHand")]
    [InlineData("*2", "LowerHand")]
    [InlineData("*6", "ToggleMute")]
    [InlineData("*0", "CallHelp")]
    [InlineData("1", "")]
    [InlineData("0620", "")]
    [InlineData("*11", "RaiseHand")] // the second 1 is a digit alone
    [InlineData("*3", "")]
    [InlineData("*31", "")]
    [InlineData("**1", "RaiseHand")]
    [InlineData("*#1", "")]
    [InlineData("* +2 1", "RaiseHand")]
    [InlineData("* +3.5 1", "")]
    [InlineData("*1*6", "RaiseHand ToggleMute")]
    [InlineData("", "")]
    public void A_code_is_a_star_and_a_digit_soon_after(string keys, string commands) => Assert.Equal(commands, Commands(keys));

    public static TheoryData<string> Sequences() => new(
        from first in Codes
        from second in Codes
        from third in Codes
        select first + second + third);

    private static readonly string[] Codes = ["*1", "*2", "*6", "*0"];

    [Theory]
    [MemberData(nameof(Sequences))]
    public void No_single_lost_digit_is_ever_another_command(string keys)
    {
        var meant = Commands(keys).Split(' ');
        for (var lost = 0; lost < keys.Length; lost++)
        {
            var done = Commands(keys.Remove(lost, 1)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            // What is left of what was meant, in its order, with the one code missing that lost a digit.
            Assert.Equal(meant.Where((_, index) => index != lost / 2), done);
        }
    }

    [Fact]
    public void A_press_that_is_told_both_ways_counts_once_and_two_presses_count_twice()
    {
        var filter = default(DigitFilter);
        Assert.True(filter.TryTake('5', DigitWay.Event, Start));
        Assert.False(filter.TryTake('5', DigitWay.Info, Start.AddMilliseconds(40)));
        Assert.True(filter.TryTake('5', DigitWay.Event, Start.AddMilliseconds(400)));
        Assert.False(filter.TryTake('5', DigitWay.Info, Start.AddMilliseconds(440)));
        Assert.True(filter.TryTake('6', DigitWay.Info, Start.AddMilliseconds(500)));
        Assert.True(filter.TryTake('6', DigitWay.Info, Start.AddMilliseconds(900)));
        Assert.True(filter.TryTake('6', DigitWay.Event, Start.AddMilliseconds(2000)));
    }
}
