using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Conferencing.Signalling;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transports;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// All connections of one loop: finds or opens the one for a message, keeps limits and time-outs, sends keep-alives. On the loop's thread,
/// except where it says otherwise.
/// </summary>
internal sealed class SipConnections(
    SipConnectionOptions options, TlsCertificates? certificates, MessageLimits limits, ISipConnectionUser user, Action<SipConnectionEvent> post, ILogger logger)
{
    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] Pong = "\r\n"u8.ToArray();

    private readonly Dictionary<long, SipConnection> _byNumber = [];
    private readonly Dictionary<(SipTransport Transport, IPEndPoint Remote, string? Name), SipConnection> _byAddress = [];
    private readonly Dictionary<string, long> _refusals = [];
    private ImmutableDictionary<string, long> _published = ImmutableDictionary<string, long>.Empty;
    private long _lastNumber;

    /// <summary>Connections, those under way included.</summary>
    public int Count => _byNumber.Count;

    /// <summary>How often a connection was refused or ended, by reason. From any thread.</summary>
    public ImmutableDictionary<string, long> Refusals => Volatile.Read(ref _published);

    /// <returns>False when there is no way; otherwise a failure is told later.</returns>
    public bool TrySend(SipPath path, ReadOnlyMemory<byte> bytes, Tick now)
    {
        var connection = Find(path) ?? Open(path, now);
        if (connection is null)
            return false;
        if (!connection.TrySend(bytes, options.QueueBytes))
        {
            End(connection, "SlowReader", "the peer does not read what we send");
            return false;
        }

        connection.LastSent = connection.LastMessage = now;
        return true;
    }

    public void Take(SipConnectionEvent happened, Tick now)
    {
        switch (happened)
        {
            case SipConnectionEvent.Accepted accepted:
                Accept(accepted.Socket, accepted.Transport, now);
                break;
            case SipConnectionEvent.Opened { Connection: var opened }:
                opened.IsOpen = true;
                break;
            case SipConnectionEvent.Received received:
                if (IsKnown(received.Connection))
                    Receive(received.Connection, received.Bytes.Span, now);
                received.Connection.Consumed();
                break;
            case SipConnectionEvent.Ended ended:
                if (IsKnown(ended.Connection))
                    Forget(ended.Connection, ended.Reason);
                ended.Connection.Dispose();
                break;
            default:
                throw new UnreachableException($"Connection event of type {happened.GetType().Name}");
        }
    }

    /// <summary>Time-outs and keep-alives; to be called about once a second.</summary>
    public void Advance(Tick now)
    {
        foreach (var connection in _byNumber.Values.Where(one => one.IsOpen).ToList())
        {
            EndIf(IsSlow(connection, now), connection, "SlowMessage", "no whole message came in time");
            EndIf(now - connection.LastMessage > options.IdleLimit, connection, "Idle", "nothing was said for long");
            if (!connection.IsOurs)
                EndUnwelcome(connection, now);
            EndIf(connection is { AnswersPings: true, PingedAt: { } at } && now - at > options.PongLimit, connection, "SilentPeer", "a keep-alive was not answered");
            if (connection.IsOurs && IsKnown(connection) && now - connection.LastSent > options.PingPeriod && connection.TrySend(Ping, options.QueueBytes))
            {
                connection.LastSent = now;
                connection.PingedAt = now;
            }
        }

        Volatile.Write(ref _published, _refusals.ToImmutableDictionary());
    }

    /// <summary>Keep-alives are no message: they do not make a stranger's connection last.</summary>
    private bool IsSlow(SipConnection connection, Tick now) => connection.IsProven || connection.IsOurs
        ? connection.Framer.Held > 0 && now - connection.WaitingSince > options.HandshakeLimit
        : now - connection.BegunAt > options.HandshakeLimit;

    private void EndUnwelcome(SipConnection connection, Tick now)
    {
        EndIf(user.IsBanned(connection.Path), connection, "Banned", "its source is banned");
        EndIf(
            now - connection.LastMessage > options.StrangerIdleLimit && !user.IsWelcome(connection.Path),
            connection, "StrangerIdle", "a stranger said nothing for long");
    }

    public void Close()
    {
        foreach (var connection in _byNumber.Values)
            connection.Close();
        _byNumber.Clear();
        _byAddress.Clear();
    }

    private SipConnection? Find(SipPath path) =>
        path.Connection != 0 && _byNumber.TryGetValue(path.Connection, out var named)
            ? named
            : _byAddress.GetValueOrDefault(Key(path));

    private static (SipTransport Transport, IPEndPoint Remote, string? Name) Key(SipPath path) => (path.Transport, path.Remote, path.ServerName);

    private bool IsKnown(SipConnection connection) => _byNumber.ContainsKey(connection.Path.Connection);

    private SipConnection? Open(SipPath path, Tick now)
    {
        if (Count >= options.MaxConnections)
        {
            Refuse("TooMany");
            return null;
        }

        if (path.Transport == SipTransport.Tls && certificates is null)
            return null;
        var connection = Add(path, isOurs: true, now);
        var host = path.ServerName ?? path.Remote.Address.ToString();
        _ = Task.Run(() => connection.Connect(
            options.ConnectLimit, path.Transport == SipTransport.Tls ? refused => certificates!.ForClient(host, refused) : null));
        return connection;
    }

    private void Accept(Socket socket, SipTransport transport, Tick now)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose(); // gone already
            return;
        }

        var path = new SipPath(transport, remote);
        if (WhyNot(path) is { } refusal)
        {
            Refuse(refusal);
            socket.Dispose();
            return;
        }

        var connection = Add(path, isOurs: false, now);
        _ = Task.Run(() => connection.Accept(
            socket, options.HandshakeLimit, transport == SipTransport.Tls ? () => certificates!.ForServer() : null));
    }

    /// <summary>Judged before a byte is read, or a TLS handshake begun; null lets it in.</summary>
    private string? WhyNot(SipPath path)
    {
        if (user.IsBanned(path))
            return "Banned";
        var source = SourceKey.Of(path.Remote.Address);
        if (_byNumber.Values.Count(one => !one.IsOurs && SourceKey.Of(one.Path.Remote.Address) == source) >= options.MaxPerSource)
            return "TooManyFromSource";
        return Count >= options.MaxForStrangers && (Count >= options.MaxConnections || !user.IsWelcome(path)) ? "TooMany" : null;
    }

    private SipConnection Add(SipPath path, bool isOurs, Tick now)
    {
        var connection = new SipConnection(path with { Connection = ++_lastNumber }, isOurs, limits, post)
        {
            BegunAt = now,
            WaitingSince = now,
            LastMessage = now,
            LastSent = now,
        };
        _byNumber.Add(_lastNumber, connection);
        _byAddress[Key(path)] = connection;
        return connection;
    }

    private void Receive(SipConnection connection, ReadOnlySpan<byte> bytes, Tick now)
    {
        if (connection.Framer.Held == 0)
            connection.WaitingSince = now;
        connection.Framer.Add(bytes);
        var isPinged = false;
        while (connection.Framer.TryTake(out var part, out var message))
        {
            connection.WaitingSince = now;
            switch (part)
            {
                case StreamPart.Message:
                    connection.IsProven = true;
                    connection.LastMessage = now;
                    user.Receive(message, connection.Path);
                    EndIf(!connection.IsOurs && user.IsBanned(connection.Path), connection, "Banned", "its source is banned");
                    if (!IsKnown(connection))
                        return;
                    break;
                case StreamPart.Ping:
                    isPinged = true;
                    break;
                case StreamPart.Pong:
                    connection.AnswersPings |= connection.PingedAt is not null;
                    connection.PingedAt = null;
                    break;
                default:
                    throw new UnreachableException($"Stream part {part}");
            }
        }

        if (isPinged)
            connection.TrySend(Pong, options.QueueBytes);
        EndIf(connection.Framer.Refusal != SipReject.None, connection, $"Stream{connection.Framer.Refusal}", "what came is no stream of messages");
    }

    private void EndIf(bool isWanted, SipConnection connection, string refusal, string reason)
    {
        if (isWanted && IsKnown(connection))
            End(connection, refusal, reason);
    }

    private void End(SipConnection connection, string refusal, string reason)
    {
        Refuse(refusal);
        connection.Close();
        Forget(connection, reason);
    }

    private void Forget(SipConnection connection, string reason)
    {
        _byNumber.Remove(connection.Path.Connection);
        if (_byAddress.GetValueOrDefault(Key(connection.Path)) == connection)
            _byAddress.Remove(Key(connection.Path));
        if (connection.IsOpen)
        {
            logger.LogDebug("Connection {Path} ended: {Reason}", connection.Path, reason);
            user.Close(connection.Path);
            return;
        }

        Refuse(connection.IsOurs ? "NotOpened" : "HandshakeFailed");
        logger.LogWarning("Connection {Path} was not opened: {Reason}", connection.Path, reason);
        user.Miss(connection.Path, reason);
    }

    private void Refuse(string name) => _refusals[name] = _refusals.GetValueOrDefault(name) + 1;
}

/// <summary>Who hears what the connections bring.</summary>
internal interface ISipConnectionUser
{
    void Receive(ReadOnlyMemory<byte> message, SipPath path);

    bool IsBanned(SipPath path);

    /// <summary>Whether it is of somebody we have to do with.</summary>
    bool IsWelcome(SipPath path);

    /// <summary>A connection could not be opened.</summary>
    void Miss(SipPath path, string reason);

    /// <summary>An open connection is gone.</summary>
    void Close(SipPath path);
}
