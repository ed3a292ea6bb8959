using Conferencing.RoomSimulator;

namespace Conferencing.Bridge.Tests.RoomSimulator;

public sealed class CommandLineTests
{
    [Fact]
    public void Rooms_follow_each_other_and_behave_as_told()
    {
        var options = CommandLine.Parse(
            ["rooms", "--count", "3", "--sip-port", "7101", "--rtp-port", "30000", "--room", "2:lossy=5+hang-up=30", "--room", "3:busy"]);

        Assert.Equal(["room01", "room02", "room03"], options.Rooms.Select(room => room.Name));
        Assert.Equal([7101, 7102, 7103], options.Rooms.Select(room => room.SipPort));
        Assert.Equal([30000, 30002, 30004], options.Rooms.Select(room => room.RtpPort));
        Assert.Equal(5, options.Rooms[1].LossPercent);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Rooms[1].HangsUpAfter);
        Assert.Equal(RoomAnswer.Busy, options.Rooms[2].Answer);
        Assert.Null(options.Load);
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("rooms", "--count")]
    [InlineData("rooms", "--count", "many")]
    [InlineData("rooms", "--room", "13:busy")]
    [InlineData("rooms", "--room", "1:asleep")]
    [InlineData("rooms", "--colour", "red")]
    public void What_makes_no_sense_is_told(params string[] arguments)
        => Assert.Throws<CommandLineException>(() => CommandLine.Parse(arguments));
}
