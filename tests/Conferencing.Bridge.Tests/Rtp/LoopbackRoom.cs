using System.Net;
using System.Net.Sockets;
using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Media.Srtp;

namespace Conferencing.Bridge.Tests.Rtp;

/// <summary>A room with sockets of its own: sends a tone every 20 ms and keeps what it hears.</summary>
internal sealed class LoopbackRoom : IDisposable
{
    private readonly Socket _rtp;
    private readonly Socket _rtcp;
    private readonly Lock _lock = new();
    private readonly List<short> _heard = [];
    private readonly Thread _sender;
    private readonly Thread _receiver;
    private readonly IPEndPoint _bridge;
    private int _rtcpHeard;
    private int _goodbyes;
    private volatile bool _stopped;

    public LoopbackRoom(int number, int bridgePort, IPAddress? loopback = null)
    {
        loopback ??= IPAddress.Loopback;
        (_rtp, _rtcp) = (Bind(loopback), Bind(loopback));
        Leg = new LegId(number);
        FrequencyHz = 300 + (200 * number);
        _bridge = new IPEndPoint(loopback, bridgePort);
        Settings = new LegSettings
        {
            SendCodec = AudioCodec.Pcma,
            SendPayloadType = 8,
            Receives = [new PayloadFormat(8, AudioCodec.Pcma)],
            Ssrc = (uint)(100 + number),
            CanonicalName = "bridge",
        };
        _receiver = new Thread(Receive) { IsBackground = true };
        _receiver.Start();
        _sender = new Thread(Send) { IsBackground = true };
    }

    public LegId Leg { get; }

    public double FrequencyHz { get; }

    public LegSettings Settings { get; set; }

    /// <summary>What the room seals its packets with; null when it sends them plain.</summary>
    public SrtpSender? Seal { get; set; }

    /// <summary>What it opens the bridge's packets with.</summary>
    public SrtpReceiver? Opener { get; set; }

    /// <summary>Encrypts both ways.</summary>
    public void Protect(SrtpSuite suite)
    {
        var (send, receive) = (new SrtpKey(suite, Material(suite, 1)), new SrtpKey(suite, Material(suite, 2)));
        Settings = Settings with { Protection = new SrtpKeys(send, receive) };
        (Seal, Opener) = (new SrtpSender(receive), new SrtpReceiver(send));
    }

    private static byte[] Material(SrtpSuite suite, byte fill) => [.. Enumerable.Repeat(fill, suite.KeySize() + suite.SaltSize())];

    public IPEndPoint Rtp => (IPEndPoint)_rtp.LocalEndPoint!;

    public IPEndPoint Rtcp => (IPEndPoint)_rtcp.LocalEndPoint!;

    public int RtcpHeard => Volatile.Read(ref _rtcpHeard);

    public int Goodbyes => Volatile.Read(ref _goodbyes);

    public short[] Heard
    {
        get
        {
            lock (_lock)
                return [.. _heard];
        }
    }

    public void Start() => _sender.Start();

    public void SendRaw(byte[] datagram) => _rtp.SendTo(datagram, _bridge);

    public void SendRtcp(byte[] datagram, int rtcpPort) => _rtcp.SendTo(datagram, new IPEndPoint(_bridge.Address, rtcpPort));

    public void Dispose()
    {
        _stopped = true;
        _rtp.Dispose();
        _rtcp.Dispose();
        if (_sender.IsAlive)
            _sender.Join();
        _receiver.Join();
    }

    /// <summary>RTP packet <paramref name="number"/> of a tone.</summary>
    public static byte[] Packet(int number, double frequencyHz, uint ssrc)
    {
        var payload = new byte[160];
        var samples = new short[160];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)(3000 * Math.Sin(2 * Math.PI * frequencyHz * ((number * 160) + i) / 8000));
        G711.EncodeAlaw(samples, payload);
        var datagram = new byte[172];
        RtpPacket.Write(datagram, 8, number == 0, (ushort)number, (uint)(number * 160), ssrc, payload);
        return datagram;
    }

    private static Socket Bind(IPAddress loopback)
    {
        var socket = new Socket(loopback.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 100 };
        socket.Bind(new IPEndPoint(loopback, 0));
        return socket;
    }

    private void Send()
    {
        long start = Environment.TickCount64;
        for (int number = 0; !_stopped; number++)
        {
            try
            {
                SendRaw(Sealed(Packet(number, FrequencyHz, 1)));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            long wait = start + (20 * (number + 1)) - Environment.TickCount64;
            if (wait > 0)
                Thread.Sleep((int)wait);
        }
    }

    private void Receive()
    {
        var buffer = new byte[2048];
        while (!_stopped)
        {
            try
            {
                foreach (var socket in new[] { _rtp, _rtcp })
                {
                    while (socket.Available > 0)
                        Keep(buffer.AsSpan(0, socket.Receive(buffer)));
                }

                Thread.Sleep(5);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private byte[] Sealed(byte[] packet)
    {
        if (Seal is null)
            return packet;
        var buffer = new byte[packet.Length + SrtpSender.MaxOverhead];
        packet.CopyTo(buffer, 0);
        return buffer[..Seal.SealRtp(buffer, packet.Length)];
    }

    private void Keep(ReadOnlySpan<byte> datagram)
    {
        if (Opener is not null
            && (MediaPath.Classify(datagram) == MediaKind.Rtcp ? Opener.OpenRtcp(datagram, out datagram) : Opener.OpenRtp(datagram, out datagram)) is not null)
            return;
        if (MediaPath.Classify(datagram) == MediaKind.Rtcp)
        {
            Interlocked.Increment(ref _rtcpHeard);
            KeepRtcp(datagram);
            return;
        }

        if (!RtpHeader.TryParse(datagram, out var header))
            return;

        var samples = new short[header.PayloadLength];
        G711.DecodeAlaw(header.Payload(datagram), samples);
        lock (_lock)
            _heard.AddRange(samples);
    }

    private void KeepRtcp(ReadOnlySpan<byte> datagram)
    {
        if (!RtcpCompound.TryParse(datagram, out var compound))
            return;
        while (compound.TryNext(out var part))
        {
            if (Goodbye.Names(part, Settings.Ssrc))
                Interlocked.Increment(ref _goodbyes);
        }
    }
}
