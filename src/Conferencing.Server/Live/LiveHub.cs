using Conferencing.Contract;
using Microsoft.AspNetCore.SignalR;

namespace Conferencing.Server.Live;

/// <summary>Where pages watch boards.</summary>
internal sealed class LiveHub(StatusBoard board) : Hub<ILiveClient>, ILiveHub
{
    public const string Path = "/hubs/live";

    public static string Group(Guid conferenceId) => $"board:{conferenceId:N}";

    /// <summary>The group first, the snapshot after: no change falls between.</summary>
    public async Task<BoardSnapshot?> Watch(Guid conferenceId)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, Group(conferenceId), Context.ConnectionAborted);
        return board.Snapshot(conferenceId);
    }

    public Task Unwatch(Guid conferenceId) =>
        Groups.RemoveFromGroupAsync(Context.ConnectionId, Group(conferenceId), Context.ConnectionAborted);
}
