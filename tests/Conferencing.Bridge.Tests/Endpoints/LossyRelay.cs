using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// A bad line in front of a phone: takes its SIP and its RTP at ports of its own, passes SIP on unharmed but for the ports its SDP names, and
/// loses a share of the media in both directions, which packets by a seed. One call at a time; UDP and IPv4 only.
/// </summary>
/// <remarks>The SIP dialog itself is not rewritten beyond Contact and SDP: the bridge goes on talking to the relay, the phone to the relay.</remarks>
internal sealed class LossyRelay : IDisposable
{
    private readonly Socket _sip;
    private readonly Leg[] _legs;
    private readonly IPEndPoint _phone;
    private IPEndPoint? _bridge;
    private volatile bool _stopped;

    public LossyRelay(int phoneSip, double loss, int seed)
    {
        _phone = new IPEndPoint(IPAddress.Loopback, phoneSip);
        SipPort = Ports.Block(2);
        RtpPort = Ports.Block(4);
        _sip = Bind(SipPort);
        // Towards the phone it speaks from ports of its own, where the phone sends its answers to.
        _legs = [new Leg(this, Bind(RtpPort), Bind(RtpPort + 2), loss, seed), new Leg(this, Bind(RtpPort + 1), Bind(RtpPort + 3), loss, seed + 1)];
        Run(_sip, PassSip);
    }

    public int SipPort { get; }

    /// <summary>Where the bridge sends the phone's sound to.</summary>
    public int RtpPort { get; }

    public string Uri(string user) => $"sip:{user}@127.0.0.1:{SipPort}";

    /// <summary>Media packets that were passed on, and that were lost.</summary>
    public (int Passed, int Lost) Counts => (_legs.Sum(leg => leg.Passed), _legs.Sum(leg => leg.Lost));

    public void Dispose()
    {
        _stopped = true;
        _sip.Dispose();
        foreach (var leg in _legs)
            leg.Dispose();
    }

    private void PassSip(byte[] datagram, int length, IPEndPoint from)
    {
        bool fromPhone = from.Port == _phone.Port;
        if (!fromPhone)
            _bridge = from;
        var target = fromPhone ? _bridge : _phone;
        if (target is null)
            return;
        string text = System.Text.Encoding.UTF8.GetString(datagram, 0, length);
        string passed = fromPhone ? FromPhone(text) : FromBridge(text);
        _sip.SendTo(System.Text.Encoding.UTF8.GetBytes(passed), target);
    }

    /// <summary>The phone is where the relay is: its Contact, and its ports in the SDP.</summary>
    private string FromPhone(string text) =>
        WithMedia(text.Replace($":{_phone.Port}", $":{SipPort}", StringComparison.Ordinal), RtpPort, (leg, port) => leg.PhonePort = port);

    /// <summary>So is the bridge, for its media; the phone answers requests to whom they came from.</summary>
    private string FromBridge(string text) =>
        WithMedia(text.Replace($":{SipPort}", $":{_phone.Port}", StringComparison.Ordinal), RtpPort + 2, (leg, port) => leg.BridgePort = port);

    /// <summary>Puts ports of the relay's into an SDP, and learns those that stood there.</summary>
    private string WithMedia(string text, int own, Action<Leg, int> learn)
    {
        var lines = text.Split("\r\n");
        for (int i = 0; i < lines.Length; i++)
        {
            string[] parts = lines[i].Split(' ');
            if (lines[i].StartsWith("m=audio ", StringComparison.Ordinal))
            {
                int port = int.Parse(parts[1], CultureInfo.InvariantCulture);
                learn(_legs[0], port);
                learn(_legs[1], port + 1);
                lines[i] = string.Join(' ', [parts[0], $"{own}", .. parts[2..]]);
            }
            else if (lines[i].StartsWith("a=rtcp:", StringComparison.Ordinal))
            {
                learn(_legs[1], int.Parse(parts[0].AsSpan(7), CultureInfo.InvariantCulture));
                lines[i] = $"a=rtcp:{own + 1}";
            }
        }

        return WithLength(string.Join("\r\n", lines));
    }

    /// <summary>What changed in length says so.</summary>
    private static string WithLength(string text)
    {
        string[] parts = text.Split("\r\n\r\n", 2);
        int length = System.Text.Encoding.UTF8.GetByteCount(parts.Length > 1 ? parts[1] : "");
        var lines = parts[0].Split("\r\n").Select(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? $"Content-Length: {length}" : line);
        return string.Join("\r\n", lines) + "\r\n\r\n" + (parts.Length > 1 ? parts[1] : "");
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private void Run(Socket socket, Action<byte[], int, IPEndPoint> take)
    {
        new Thread(() =>
        {
            byte[] datagram = new byte[4096];
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            while (!_stopped)
            {
                try
                {
                    int length = socket.ReceiveFrom(datagram, ref from);
                    take(datagram, length, (IPEndPoint)from);
                }
                catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
                {
                    // A phone that is gone, or we are.
                }
            }
        })
        { IsBackground = true, Name = "lossy relay" }.Start();
    }

    /// <summary>RTP, or RTCP, of the call: one socket towards the bridge, one towards the phone.</summary>
    private sealed class Leg : IDisposable
    {
        private readonly Socket _outer;
        private readonly Socket _inner;
        private readonly double _loss;
        private readonly Random _toPhone;
        private readonly Random _toBridge;
        private int _passed;
        private int _lost;

        public Leg(LossyRelay relay, Socket outer, Socket inner, double loss, int seed)
        {
            (_outer, _inner, _loss) = (outer, inner, loss);
            (_toPhone, _toBridge) = (new Random(seed), new Random(seed + 1000));
            relay.Run(outer, (datagram, length, _) => Pass(_toPhone, _inner, datagram, length, PhonePort));
            relay.Run(inner, (datagram, length, _) => Pass(_toBridge, _outer, datagram, length, BridgePort));
        }

        /// <summary>Where the media of either are; 0 until its SDP was seen.</summary>
        public int BridgePort { get; set; }

        public int PhonePort { get; set; }

        public int Passed => Volatile.Read(ref _passed);

        public int Lost => Volatile.Read(ref _lost);

        public void Dispose()
        {
            _outer.Dispose();
            _inner.Dispose();
        }

        private void Pass(Random random, Socket through, byte[] datagram, int length, int port)
        {
            if (port == 0)
                return;
            if (random.NextDouble() < _loss)
            {
                Interlocked.Increment(ref _lost);
                return;
            }

            through.SendTo(datagram.AsSpan(0, length), new IPEndPoint(IPAddress.Loopback, port));
            Interlocked.Increment(ref _passed);
        }
    }
}
