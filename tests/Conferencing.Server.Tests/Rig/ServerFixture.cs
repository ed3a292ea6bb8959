namespace Conferencing.Server.Tests.Rig;

/// <summary>One server for all tests of a class that do not disturb each other.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private RunningServer? _server;

    internal RunningServer Server => _server ?? throw new InvalidOperationException("The server starts before the first test.");

    public async Task InitializeAsync() => _server = await RunningServer.Start();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
