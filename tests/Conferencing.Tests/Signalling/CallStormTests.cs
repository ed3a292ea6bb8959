using Conferencing.Benchmarks.Sip;

namespace Conferencing.Tests.Signalling;

/// <summary>Forty thousand calls with everything that goes wrong; the million is <c>./dev bench --calls</c>.</summary>
public sealed class CallStormTests
{
    [Fact]
    public void Forty_thousand_calls_with_faults_leave_nothing_behind()
    {
        var result = CallStorm.Run(40_000, 1);
        Assert.Equal(default, result.Bridge);
        Assert.Equal(default, result.Rooms);
        Assert.Equal(result.Calls, result.Failed + result.Ended);
        Assert.Equal(result.RoomCalls, result.RoomEnds);

        // The faults did happen.
        Assert.InRange(result.Lost * 100 / result.Datagrams, 4, 15);
        Assert.InRange(result.Answered * 100 / result.Calls, 70, 95);
        Assert.True(result.FoundDead >= result.Calls / 100, $"{result.FoundDead} dead rooms found");
    }

    [Fact]
    public void The_same_seed_makes_the_same_storm() => Assert.Equal(CallStorm.Run(500, 7), CallStorm.Run(500, 7));
}
