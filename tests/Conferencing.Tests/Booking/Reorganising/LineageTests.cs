using Conferencing.Booking.Reorganising;

namespace Conferencing.Tests.Booking.Reorganising;

/// <summary>Units by a letter each; <c>a&gt;bc</c> is a unit that ended and the units that went on with it, act by act.</summary>
public sealed class LineageTests
{
    [Theory]
    [InlineData("", "a", "", "a")]
    [InlineData("a>b", "a", "b", "a")] // renamed
    [InlineData("a>b", "b", "", "ab")]
    [InlineData("a>b b>c c>d", "a", "d", "a")] // and again
    [InlineData("a>b b>c c>d", "c", "d", "abc")]
    [InlineData("a>c b>c", "a", "c", "a")] // merged
    [InlineData("a>c b>c", "c", "", "abc")]
    [InlineData("a>bc", "a", "bc", "a")] // split
    [InlineData("a>bc b>d", "a", "cd", "a")] // and one of both renamed
    [InlineData("a>bc b>d c>d", "a", "d", "a")] // and together again
    [InlineData("a>bc b>d c>d", "d", "", "abcd")]
    [InlineData("a>b b>a", "a", "", "ab")] // nobody is told of an end without an end
    public void A_unit_goes_on_as(string acts, string unit, string now, string before)
    {
        var lineage = new Lineage([.. acts.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(act => act[2..].Select(to => (Id(act[0]), Id(to))))]);
        Assert.Equal(now.Select(Id), lineage.Now(Id(unit[0])));
        Assert.Equal(before.Select(Id).Order(), lineage.AndBefore(Id(unit[0])).Order());
    }

    private static Guid Id(char letter) => new(letter, 0, 0, new byte[8]);
}
