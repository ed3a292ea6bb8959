using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;
using Conferencing.Signalling;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transports;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// One TCP or TLS connection: opens, reads and writes on threads of the pool and tells the loop, which owns all the rest. Cuts nothing into
/// messages and decides nothing.
/// </summary>
internal sealed class SipConnection(SipPath path, bool isOurs, MessageLimits limits, Action<SipConnectionEvent> post) : IDisposable
{
    private const int ChunkBytes = 16_384;

    private readonly Channel<ReadOnlyMemory<byte>> _queue = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _consumed = new(0, 1);
    private readonly CancellationTokenSource _end = new();
    private long _queued;
    private string? _refusal;

    /// <summary>Its transport, the peer's address, the connection's number, and the name that was dialled.</summary>
    public SipPath Path => path;

    /// <summary>Whether we opened it.</summary>
    public bool IsOurs => isOurs;

    /// <summary>Of the loop alone, like all that follows.</summary>
    public StreamFramer Framer { get; } = new(limits);

    public bool IsOpen { get; set; }

    /// <summary>A whole message came.</summary>
    public bool IsProven { get; set; }

    public Tick BegunAt { get; init; }

    /// <summary>The part of a message that waits for its rest began.</summary>
    public Tick WaitingSince { get; set; }

    public Tick LastMessage { get; set; }

    public Tick LastSent { get; set; }

    /// <summary>When a keep-alive of ours went out that was not answered yet.</summary>
    public Tick? PingedAt { get; set; }

    public bool AnswersPings { get; set; }

    /// <returns>False when too much waits already.</returns>
    public bool TrySend(ReadOnlyMemory<byte> bytes, int queueBytes)
    {
        if (Interlocked.Add(ref _queued, bytes.Length) > queueBytes)
            return false;
        return _queue.Writer.TryWrite(bytes);
    }

    /// <summary>The last chunk told may be overwritten.</summary>
    public void Consumed() => _consumed.Release();

    /// <summary>Ends it; nothing more is told of it.</summary>
    public void Close()
    {
        _queue.Writer.TryComplete();
        _end.Cancel();
    }

    /// <summary>After <see cref="SipConnectionEvent.Ended"/>, which is the last of it.</summary>
    public void Dispose()
    {
        _consumed.Dispose();
        _end.Dispose();
    }

    /// <summary>Opens the connection and serves it until it ends.</summary>
    public async Task Connect(TimeSpan limit, Func<Action<string>, SslClientAuthenticationOptions>? tls)
    {
        var socket = new Socket(path.Remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await Serve(socket, limit, async cancellation =>
        {
            await socket.ConnectAsync(path.Remote, cancellation).ConfigureAwait(false);
            if (tls is null)
                return new NetworkStream(socket, ownsSocket: true);
            var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await secure.AuthenticateAsClientAsync(tls(reason => _refusal = reason), cancellation).ConfigureAwait(false);
            return secure;
        }).ConfigureAwait(false);
    }

    /// <summary>Serves a connection somebody opened to us.</summary>
    public async Task Accept(Socket socket, TimeSpan limit, Func<SslServerAuthenticationOptions>? tls)
    {
        socket.NoDelay = true;
        await Serve(socket, limit, async cancellation =>
        {
            if (tls is null)
                return new NetworkStream(socket, ownsSocket: true);
            var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await secure.AuthenticateAsServerAsync(tls(), cancellation).ConfigureAwait(false);
            return secure;
        }).ConfigureAwait(false);
    }

    private async Task Serve(Socket socket, TimeSpan limit, Func<CancellationToken, Task<Stream>> open)
    {
        using var owned = socket;
        var reason = "the peer closed it";
        try
        {
            using var handshake = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            handshake.CancelAfter(limit);
            var stream = await open(handshake.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                post(new SipConnectionEvent.Opened(this));
                var writing = Write(stream);
                await Read(stream).ConfigureAwait(false);
                await _end.CancelAsync().ConfigureAwait(false);
                await writing.ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException or TlsFilesException)
        {
            reason = _refusal ?? (fault is OperationCanceledException ? "it took too long" : fault.Message);
        }

        post(new SipConnectionEvent.Ended(this, reason));
    }

    /// <summary>One chunk at a time: the next is read when the loop has taken this one.</summary>
    private async Task Read(Stream stream)
    {
        var buffer = new byte[ChunkBytes];
        while (await stream.ReadAsync(buffer, _end.Token).ConfigureAwait(false) is > 0 and var length)
        {
            post(new SipConnectionEvent.Received(this, buffer.AsMemory(0, length)));
            await _consumed.WaitAsync(_end.Token).ConfigureAwait(false);
        }
    }

    private async Task Write(Stream stream)
    {
        try
        {
            await foreach (var bytes in _queue.Reader.ReadAllAsync(_end.Token).ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, _end.Token).ConfigureAwait(false);
                Interlocked.Add(ref _queued, -bytes.Length);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await _end.CancelAsync().ConfigureAwait(false); // the reader tells it
        }
    }
}

/// <summary>What a connection tells the loop.</summary>
internal abstract record SipConnectionEvent
{
    /// <summary>Somebody connects to us.</summary>
    public sealed record Accepted(Socket Socket, SipTransport Transport) : SipConnectionEvent;

    public sealed record Opened(SipConnection Connection) : SipConnectionEvent;

    /// <summary>The bytes are valid until <see cref="SipConnection.Consumed"/>.</summary>
    public sealed record Received(SipConnection Connection, ReadOnlyMemory<byte> Bytes) : SipConnectionEvent;

    public sealed record Ended(SipConnection Connection, string Reason) : SipConnectionEvent;
}
