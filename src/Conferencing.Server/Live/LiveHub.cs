using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Live;

/// <summary>
/// Where pages watch boards. Who may know of a session when it is secret watches in a group of his own, so that one that becomes secret is
/// told to nobody else from that moment on.
/// </summary>
internal sealed class LiveHub(StatusBoard board, LiveConnections connections, AccountLookup accounts, Db db) : Hub<ILiveClient>, ILiveHub
{
    public const string Path = "/hubs/live";

    /// <summary>Who is told of a conference.</summary>
    public static ImmutableArray<string> GroupsOf(Guid conferenceId, SecrecyLevel secrecy) =>
        secrecy == SecrecyLevel.Open ? [Group(conferenceId, cleared: true), Group(conferenceId, cleared: false)] : [Group(conferenceId, cleared: true)];

    public override async Task OnConnectedAsync()
    {
        connections.Open(Context);
        // What ended after it was asked who this is, and before here, found no connection to close.
        if (!await accounts.Stands(Context.User!, Context.ConnectionAborted)) Context.Abort();
        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Closed(Context);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>The group first, the snapshot after: no change falls between.</summary>
    public async Task<BoardSnapshot?> Watch(Guid conferenceId)
    {
        var caller = Caller.Of(Context.User!);
        var cleared = await IsCleared(conferenceId, caller);
        if (!cleared && !caller.Works) return null;
        await Groups.AddToGroupAsync(Context.ConnectionId, Group(conferenceId, cleared), Context.ConnectionAborted);
        return board.Snapshot(conferenceId) is { } snapshot && (cleared || snapshot.Head.Secrecy == SecrecyLevel.Open) ? snapshot : null;
    }

    public async Task Unwatch(Guid conferenceId)
    {
        foreach (var group in GroupsOf(conferenceId, SecrecyLevel.Open)) await Groups.RemoveFromGroupAsync(Context.ConnectionId, group, Context.ConnectionAborted);
    }

    private static string Group(Guid conferenceId, bool cleared) => $"board:{conferenceId:N}{(cleared ? ":cleared" : "")}";

    private async Task<bool> IsCleared(Guid conferenceId, Caller caller)
    {
        if (Discretion.SeesAll(caller)) return true;
        var briefing = db.Briefings.Where(row => row.Occurrences.Any(one => one.Id == conferenceId));
        return await briefing.AnyAsync(row => row.BookedById == caller.Id, Context.ConnectionAborted)
            || await briefing.AnyAsync(NamedSecretary.Of(caller.Id), Context.ConnectionAborted);
    }
}
