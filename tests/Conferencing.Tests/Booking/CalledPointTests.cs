using System.Collections.Immutable;
using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

/// <summary>An agenda by its topics, a letter each: the point that was called, and where it is afterwards.</summary>
public sealed class CalledPointTests
{
    [Theory]
    [InlineData("abc", 1, "abc", 1)]
    [InlineData("abc", 1, "xabc", 2)]
    [InlineData("abc", 2, "cab", 0)]
    [InlineData("abc", 0, "bc", null)]
    [InlineData("abc", 2, "ab", null)]
    [InlineData("abc", 1, "", null)]
    [InlineData("aba", 2, "aba", 2)]
    [InlineData("aba", 2, "xaba", 3)]
    [InlineData("aba", 2, "xa", 1)]
    [InlineData("abc", 3, "abcd", null)]
    [InlineData("abc", -1, "abc", null)]
    public void It_is_found_again_by_what_it_is(string before, int point, string after, int? expected) =>
        Assert.Equal(expected, CalledPoint.Follow(point, Agenda(before), Agenda(after)));

    [Fact]
    public void More_minutes_leave_it_the_same_and_another_speaker_or_room_does_not()
    {
        var called = new AgendaItem("Mưa lũ", "Bà Mai", Guid.NewGuid(), 10);
        AgendaItem first = new("Khai mạc", null, null, 5);
        Assert.Equal(1, CalledPoint.Follow(0, [called], [first, called with { Minutes = 20 }]));
        Assert.Null(CalledPoint.Follow(0, [called], [called with { Speaker = "Ông Nam" }]));
        Assert.Null(CalledPoint.Follow(0, [called], [called with { RoomId = null }]));
    }

    [Theory]
    [InlineData("b", 0, "abc", 1)]
    [InlineData("b", 0, "xxabc", 3)]
    [InlineData("b", 0, "ac", null)]
    [InlineData("b", 0, "", null)]
    [InlineData("a", 1, "aba", 2)]
    [InlineData("a", 1, "xba", 2)]
    [InlineData("a", -1, "aba", 0)]
    [InlineData("a", int.MaxValue, "aba", 2)]
    public void What_was_read_is_called_wherever_it_stands(string called, int sameBefore, string agenda, int? expected) =>
        Assert.Equal(expected, CalledPoint.Find(Agenda(called)[0] with { Minutes = 5 }, sameBefore, Agenda(agenda)));

    private static ImmutableArray<AgendaItem> Agenda(string topics) => [.. topics.Select(topic => new AgendaItem(topic.ToString(), null, null, null))];
}
