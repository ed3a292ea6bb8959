using System.Net;
using Conferencing.RoomSimulator.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator;

/// <summary>A signalling engine and its UDP socket. What its calls mean to rooms is told to whoever owns it.</summary>
internal sealed class SipSocket : IDisposable
{
    private readonly SignallingEngine _engine;
    private readonly UdpPort _socket;
    private readonly Func<long> _nowUs;
    private readonly Action<CallEvent> _happened;

    public SipSocket(SignallingOptions options, PollSet polls, int seed, Func<long> nowUs, Action<CallEvent> happened)
    {
        _nowUs = nowUs;
        _happened = happened;
        _engine = new SignallingEngine(options, new Random(seed));
        _socket = new UdpPort(options.LocalAddress, polls, stamped: false, (datagram, source, _) => Receive(datagram, source));
    }

    public long NextDeadlineUs => _engine.NextDeadline.Microseconds;

    public void Do(CallCommand command)
    {
        _engine.Do(command, new Tick(_nowUs()));
        Drain();
    }

    public void Advance(long nowUs)
    {
        if (_engine.NextDeadline.Microseconds > nowUs) return;
        _engine.Advance(new Tick(nowUs));
        Drain();
    }

    public void Dispose() => _socket.Dispose();

    private void Receive(ReadOnlySpan<byte> datagram, SocketAddress source)
    {
        var remote = (IPEndPoint)new IPEndPoint(IPAddress.Any, 0).Create(source);
        _engine.Receive(datagram, SipPath.Udp(remote), new Tick(_nowUs()));
        Drain();
    }

    private void Drain()
    {
        while (_engine.TryPoll(out var output))
        {
            switch (output)
            {
                case SignallingOutput.Transmit { Destination.IsReliable: true } transmit:
                    _engine.Unreachable(transmit.Destination, new Tick(_nowUs())); // rooms are played by UDP alone
                    break;
                case SignallingOutput.Transmit transmit:
                    _socket.Send(transmit.Bytes.Span, transmit.Destination.Remote.Serialize());
                    break;
                case SignallingOutput.Happened happened:
                    _happened(happened.Event);
                    break;
                case SignallingOutput.Resolve resolve:
                    // Only addresses are called here, and callers' Contacts are addresses.
                    _engine.Resolved(resolve.Target, [], new Tick(_nowUs()));
                    break;
            }
        }
    }
}
