using System.Collections.Concurrent;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.SignalR;
using NodaTime;

namespace Conferencing.Server.Live;

/// <summary>
/// The live connections that are open. A connection asks who one is only when it is opened, so it is closed here when that is no longer true: with the token
/// that opened it, when an account is changed or its sign-ins end, when somebody is no longer named. Whoever still may comes back by himself within seconds.
/// </summary>
internal sealed class LiveConnections(TimeProvider clock)
{
    /// <summary>Timers reach no further than some weeks.</summary>
    private static readonly Duration LongestWait = Duration.FromDays(7);

    private readonly ConcurrentDictionary<string, Connection> _open = new();

    private sealed record Connection(HubCallerContext Context, Guid Account, Guid? Token)
    {
        /// <summary>Ends it with its token; null where that never ends, or there is none.</summary>
        public ITimer? End { get; set; }
    }

    public void Open(HubCallerContext context)
    {
        var user = context.User!;
        var connection = new Connection(context, Caller.Of(user).Id, TokenAuthentication.IdOf(user));
        _open[context.ConnectionId] = connection;
        if (TokenAuthentication.EndOf(user) is { } end) connection.End = clock.CreateTimer(_ => CloseOrWait(connection, end), null, UntilNext(end), Timeout.InfiniteTimeSpan);
    }

    public void Closed(HubCallerContext context)
    {
        if (_open.TryRemove(context.ConnectionId, out var connection)) connection.End?.Dispose();
    }

    public void EndToken(Guid token) => Close(one => one.Token == token);

    public void EndAccount(Guid account) => Close(one => one.Account == account);

    private void Close(Func<Connection, bool> which)
    {
        foreach (var connection in _open.Values.Where(which)) connection.Context.Abort();
    }

    private void CloseOrWait(Connection connection, Instant end)
    {
        if (end <= clock.Now()) connection.Context.Abort();
        else connection.End?.Change(UntilNext(end), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan UntilNext(Instant end) => Duration.Max(Duration.Zero, Duration.Min(end - clock.Now(), LongestWait)).ToTimeSpan();
}
