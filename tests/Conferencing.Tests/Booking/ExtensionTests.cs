using Conferencing.Booking;
using Conferencing.Booking.Capacities;

namespace Conferencing.Tests.Booking;

public sealed class ExtensionTests
{
    private static readonly Guid Own = new(1, 0, 0, new byte[8]);
    private static readonly Guid Other = new(2, 0, 0, new byte[8]);
    private static readonly Room[] Rooms = [new(Own, "Phòng 1", true)];

    [Theory]
    // steps used, minutes, result
    [InlineData(0, 15, "08:00-09:15 1")]
    [InlineData(0, 60, "08:00-10:00 4")]
    [InlineData(15, 15, "08:00-09:15 16")]
    [InlineData(16, 15, "extendTooOften")]
    [InlineData(14, 45, "extendTooOften")]
    [InlineData(0, 0, "extendMinutes")]
    [InlineData(0, -15, "extendMinutes")]
    [InlineData(0, 20, "extendMinutes")]
    [InlineData(0, 75, "extendMinutes")]
    public void Decide_ByQuartersAtMostSixteen(int used, int minutes, string result) =>
        Assert.Equal(result, Text(Extension.Decide(At.Slot("08:00-09:00"), used, minutes, new RoomWish([.. Rooms]), [], Own, Claims.None)));

    [Theory]
    [InlineData("09:15-10:00", "08:00-09:15 1")] // touches
    [InlineData("09:14-10:00", "clash 09:14-10:00")]
    public void Decide_OnlyWhileTheRoomsStayFree(string next, string result)
    {
        var hold = new Hold(Own, Other, Other, "Phiên sau", At.Slot(next), BookingStatus.Pending);
        Assert.Equal(result, Text(Extension.Decide(At.Slot("08:00-09:00"), 0, 15, new RoomWish([.. Rooms]), [hold], Own, Claims.None)));
    }

    [Fact]
    public void Decide_NoSessionLastsLongerThanADay() =>
        Assert.Equal("tooLong", Text(Extension.Decide(At.Slot("08:00-+1 07:50"), 0, 15, new RoomWish([.. Rooms]), [], Own, Claims.None)));

    private static string Text(Extension.Verdict verdict) => verdict switch
    {
        Extension.Verdict.Granted granted => $"{At.Text(granted.Slot)} {granted.StepsUsed}",
        Extension.Verdict.Refused refused => refused.Error.Code,
        Extension.Verdict.Clashing clashing => $"clash {At.Text(clashing.Clashes.Single().Slot)}",
        _ => "?",
    };
}
