using Conferencing.Server.Bridge;

namespace Conferencing.Server.Tests.Running;

public sealed class SupervisorTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)] // the first death is answered at once
    [InlineData(2, 500)]
    [InlineData(3, 1000)]
    [InlineData(6, 8000)]
    [InlineData(8, 30000)]
    [InlineData(1000, 30000)]
    public void Pause_ByDeathsAtOnce(int deaths, int milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), BridgeSupervisor.Pause(deaths));
}
