using System.Net;
using System.Net.Sockets;
using Conferencing.Signalling;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Sip;

/// <summary>Everything a signalling loop listens on: UDP and TCP at one port, TLS at another, by IPv4 and, where wanted, IPv6. Receives nothing itself.</summary>
internal sealed class SipPorts : IDisposable
{
    /// <summary>A port the system picked for UDP may be somebody's for TCP.</summary>
    private const int PickAttempts = 16;

    private readonly List<SipUdp> _udp = [];
    private readonly List<SipListener> _listeners = [];

    /// <exception cref="SipPortInUseException">A port cannot be bound; the message is one line.</exception>
    public SipPorts(SignallingLoopOptions options, bool hasCertificates, Action<SipConnectionEvent> post, ILogger logger)
    {
        try
        {
            OpenPort(options, post);
            if (hasCertificates && options.Connections.TlsPort is { } port)
                OpenTls(options, port, post, logger);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port => _udp[0].Local.Port;

    public int? TlsPort { get; private set; }

    public IReadOnlyList<SipUdp> Udp => _udp;

    public SipUdp? UdpFor(AddressFamily family) => _udp.Find(udp => udp.Local.AddressFamily == family);

    /// <summary>Lets connections in.</summary>
    public void Start() => _listeners.ForEach(listener => listener.Start());

    public void Dispose()
    {
        _udp.ForEach(udp => udp.Dispose());
        _listeners.ForEach(listener => listener.Dispose());
        _udp.Clear();
        _listeners.Clear();
    }

    private void OpenPort(SignallingLoopOptions options, Action<SipConnectionEvent> post)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _udp.Add(new SipUdp(options.Bind));
                Open(options, Port, SipTransport.Tcp, post);
                if (options.Bind6 is { } six)
                    _udp.Add(new SipUdp(new IPEndPoint(six, Port)));
                return;
            }
            catch (SipPortInUseException) when (options.Bind.Port == 0 && attempt < PickAttempts)
            {
                Dispose();
            }
        }
    }

    private void OpenTls(SignallingLoopOptions options, int port, Action<SipConnectionEvent> post, ILogger logger)
    {
        var before = _listeners.Count;
        try
        {
            TlsPort = Open(options, port, SipTransport.Tls, post);
        }
        catch (SipPortInUseException taken) when (!options.Connections.IsTlsPortFirm)
        {
            logger.LogWarning("TLS is not received: {Reason}", taken.Message);
            _listeners[before..].ForEach(listener => listener.Dispose());
            _listeners.RemoveRange(before, _listeners.Count - before);
        }
    }

    private int Open(SignallingLoopOptions options, int port, SipTransport transport, Action<SipConnectionEvent> post)
    {
        var listener = new SipListener(new IPEndPoint(options.Bind.Address, port), transport, post);
        _listeners.Add(listener);
        if (options.Bind6 is { } six)
            _listeners.Add(new SipListener(new IPEndPoint(six, listener.Port), transport, post));
        return listener.Port;
    }
}
