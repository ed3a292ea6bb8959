using Conferencing.Bridge.Conferences;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.Conferences;

public sealed class RedialPlanTests
{
    private static readonly DateTimeOffset Failed = DirectorRig.Eight;

    [Theory]
    // Attempts that fail at once: each minute for five, then every five.
    [InlineData(0, 60)]
    [InlineData(60, 120)]
    [InlineData(240, 300)]
    [InlineData(299, 600)]
    [InlineData(300, 600)]
    [InlineData(600, 900)]
    [InlineData(3600, 3900)]
    // Attempts that ring for 45 s keep to the grid.
    [InlineData(45, 60)]
    [InlineData(105, 120)]
    [InlineData(345, 600)]
    // Never sooner than ten seconds after the end of the attempt before.
    [InlineData(50, 60)]
    [InlineData(51, 120)]
    [InlineData(110, 120)]
    [InlineData(111, 180)]
    [InlineData(590, 600)]
    [InlineData(591, 900)]
    public void The_default_plan_redials_every_minute_for_five_then_every_five(int failedAfterSeconds, int nextAfterSeconds) =>
        Assert.Equal(
            Failed + TimeSpan.FromSeconds(nextAfterSeconds),
            RedialPlan.Next(new DialPlan(), Failed, Failed + TimeSpan.FromSeconds(failedAfterSeconds)));

    [Theory]
    [InlineData(2, 10, 4, 0, 2)]
    [InlineData(2, 10, 4, 9, 10)]
    [InlineData(2, 10, 4, 10, 14)]
    // A first interval longer than its period: only the later one counts.
    [InlineData(60, 30, 100, 0, 130)]
    // Senseless intervals become one second, not an endless loop.
    [InlineData(0, 0, 0, 0, 1)]
    public void Any_plan_has_a_next_attempt(int first, int period, int later, int failedAfter, int next)
    {
        var plan = new DialPlan { FirstIntervalSeconds = first, FirstPeriodSeconds = period, LaterIntervalSeconds = later };
        Assert.Equal(Failed + TimeSpan.FromSeconds(next), RedialPlan.Next(plan, Failed, Failed + TimeSpan.FromSeconds(failedAfter)));
    }

    [Fact]
    public void Addresses_are_tried_in_turn() =>
        Assert.Equal(["a", "b", "c", "a"], Enumerable.Range(0, 4).Select(turn => RedialPlan.Address(["a", "b", "c"], turn)));
}
