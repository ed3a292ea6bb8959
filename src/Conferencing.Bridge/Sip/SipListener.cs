using System.Net;
using System.Net.Sockets;
using Conferencing.Signalling;

namespace Conferencing.Bridge.Sip;

/// <summary>Listens for TCP or TLS connections and tells of each; what becomes of them the loop decides.</summary>
internal sealed class SipListener : IDisposable
{
    private const int Backlog = 128;

    private readonly Socket _socket;
    private readonly SipTransport _transport;
    private readonly Action<SipConnectionEvent> _post;

    /// <exception cref="SipPortInUseException">The address cannot be bound.</exception>
    public SipListener(IPEndPoint bind, SipTransport transport, Action<SipConnectionEvent> post)
    {
        _transport = transport;
        _post = post;
        _socket = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (bind.AddressFamily == AddressFamily.InterNetworkV6)
                _socket.DualMode = false;
            _socket.Bind(bind);
            _socket.Listen(Backlog);
        }
        catch (SocketException fault)
        {
            _socket.Dispose();
            throw new SipPortInUseException(SipTransports.Name(transport), bind, fault);
        }
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public void Start() => _ = Run();

    public void Dispose() => _socket.Dispose();

    private async Task Run()
    {
        while (true)
        {
            try
            {
                _post(new SipConnectionEvent.Accepted(await _socket.AcceptAsync().ConfigureAwait(false), _transport));
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.OperationAborted)
            {
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100).ConfigureAwait(false); // no file handles left, or a caller that is gone already
            }
        }
    }
}
