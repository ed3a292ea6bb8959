using System.Net;
using System.Net.Sockets;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// A packet every 20 ms over loopback from a thread that does nothing else. When it stands still, the machine stood still, and
/// nothing that stood still with it is to blame.
/// </summary>
internal sealed class ControlStream : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly Socket _sink = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _source = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly int _port;

    private ControlStream()
    {
        _port = Ports.One();
        _sink.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        _sink.ReceiveBufferSize = 4096;
        _source.Connect(new IPEndPoint(IPAddress.Loopback, _port));
        _thread = new Thread(Run) { IsBackground = true, Priority = ThreadPriority.Highest };
    }

    public static ControlStream Start()
    {
        var stream = new ControlStream();
        stream._thread.Start();
        return stream;
    }

    /// <summary>When this stream stood still for longer than a limit.</summary>
    public List<RtpGap> Gaps(IEnumerable<CapturedDatagram> datagrams, TimeSpan limit)
        => [.. RtpGap.Between([.. datagrams.Where(d => d.Destination.Port == _port).Select(d => d.At)], limit)];

    public void Dispose()
    {
        if (_stop.IsSet) return;
        _stop.Set();
        _thread.Join();
        _sink.Dispose();
        _source.Dispose();
    }

    private void Run()
    {
        byte[] packet = new byte[32];
        while (!_stop.Wait(Period))
            _source.Send(packet);
    }
}
