using Conferencing.Server.Identity;

namespace Conferencing.Server.Tests.Rig;

/// <summary>A server of its own with rooms and the people of a booking desk.</summary>
internal sealed record Desk(RunningServer Server, ApiClient Admin, ApiClient Clerk, ApiClient Approver, Guid[] Rooms) : IAsyncDisposable
{
    public static async Task<Desk> Open(int rooms, params string[] settings)
    {
        var server = await RunningServer.Start(null, null, settings);
        var admin = await server.SignedIn("admin", Role.Administrator);
        return new Desk(server, admin, await server.SignedIn("clerk", Role.Clerk), await server.SignedIn("approver", Role.Approver), await admin.AddRooms(rooms));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
