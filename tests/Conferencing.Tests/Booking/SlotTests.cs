using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

public sealed class SlotTests
{
    [Theory]
    [InlineData("08:00-09:00", "09:00-10:00", false)] // they touch
    [InlineData("09:00-10:00", "08:00-09:00", false)]
    [InlineData("08:00-09:00", "08:59-10:00", true)]
    [InlineData("08:00-09:00", "08:00-09:00", true)] // the same
    [InlineData("08:00-12:00", "09:00-10:00", true)] // one inside the other
    [InlineData("09:00-10:00", "08:00-12:00", true)]
    [InlineData("08:00-09:00", "07:00-08:01", true)]
    [InlineData("08:00-09:00", "10:00-11:00", false)]
    [InlineData("23:00-+1 01:00", "+1 00:30-+1 02:00", true)] // over midnight
    [InlineData("23:00-+1 00:00", "+1 00:00-+1 02:00", false)]
    public void Overlaps_IsOneComparison(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, At.Slot(one).Overlaps(At.Slot(other)));
        Assert.Equal(overlap, At.Slot(other).Overlaps(At.Slot(one)));
    }

    [Theory]
    [InlineData("08:00", "08:00")]
    [InlineData("08:00", "07:59")]
    public void Construction_EmptyOrBackwards(string start, string end) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Slot(At.Time(start), At.Time(end)));
}
