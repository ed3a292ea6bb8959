using System.Net;
using Conferencing.RoomSimulator.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator;

/// <summary>A SIP address of one room, or of all: a signalling engine and its socket.</summary>
internal sealed class SipPort : IDisposable
{
    private readonly SignallingEngine _engine;
    private readonly UdpPort _socket;
    private readonly Func<CallEvent.Incoming, SimulatedRoom?> _find;
    private readonly Dictionary<CallHandle, SimulatedRoom> _calls = [];
    private readonly Func<long> _nowUs;

    /// <param name="find">Which room a caller means; null when there is no such room.</param>
    public SipPort(IPEndPoint bind, string user, PollSet polls, int seed, Func<long> nowUs, Func<CallEvent.Incoming, SimulatedRoom?> find)
    {
        _find = find;
        _nowUs = nowUs;
        var options = new SignallingOptions { LocalAddress = bind, LocalUser = user, UserAgent = "Room simulator", Incoming = IncomingPolicy.Answer };
        _engine = new SignallingEngine(options, new Random(seed));
        _socket = new UdpPort(bind, polls, stamped: false, (datagram, source, _) => Receive(datagram, source));
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
                    Happened(happened.Event);
                    break;
                case SignallingOutput.Resolve resolve:
                    // A simulated room calls nobody, and its callers' Contacts are addresses.
                    _engine.Resolved(resolve.Target, [], new Tick(_nowUs()));
                    break;
            }
        }
    }

    private void Happened(CallEvent happened)
    {
        if (happened is CallEvent.Incoming incoming) Ring(incoming);
        else if (_calls.TryGetValue(happened.Call, out var room)) room.Happened(happened, _nowUs());
        if (happened is CallEvent.Ended or CallEvent.Failed) _calls.Remove(happened.Call);
    }

    private void Ring(CallEvent.Incoming incoming)
    {
        var now = new Tick(_nowUs());
        if (_find(incoming) is not { } room)
        {
            _engine.Do(new CallCommand.Reject(incoming.Call, 404, "Not Found"), now);
            return;
        }
        _calls[incoming.Call] = room;
        foreach (var command in room.Called(incoming.Call, now.Microseconds))
            _engine.Do(command, now);
    }
}
