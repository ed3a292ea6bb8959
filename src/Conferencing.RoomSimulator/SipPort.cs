using System.Net;
using Conferencing.RoomSimulator.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator;

/// <summary>A SIP address of one room, or of all: who calls it is led to the room he means.</summary>
internal sealed class SipPort : IDisposable
{
    private readonly SipSocket _socket;
    private readonly Func<CallEvent.Incoming, SimulatedRoom?> _find;
    private readonly Dictionary<CallHandle, SimulatedRoom> _calls = [];
    private readonly Func<long> _nowUs;

    /// <param name="find">Which room a caller means; null when there is no such room.</param>
    public SipPort(IPEndPoint bind, string user, PollSet polls, int seed, Func<long> nowUs, Func<CallEvent.Incoming, SimulatedRoom?> find)
    {
        _find = find;
        _nowUs = nowUs;
        var options = new SignallingOptions { LocalAddress = bind, LocalUser = user, UserAgent = "Room simulator", Incoming = IncomingPolicy.Answer };
        _socket = new SipSocket(options, polls, seed, nowUs, Happened);
    }

    public long NextDeadlineUs => _socket.NextDeadlineUs;

    public void Do(CallCommand command) => _socket.Do(command);

    public void Advance(long nowUs) => _socket.Advance(nowUs);

    public void Dispose() => _socket.Dispose();

    private void Happened(CallEvent happened)
    {
        if (happened is CallEvent.Incoming incoming) Ring(incoming);
        else if (_calls.TryGetValue(happened.Call, out var room)) room.Happened(happened, _nowUs());
        if (happened is CallEvent.Ended or CallEvent.Failed) _calls.Remove(happened.Call);
    }

    private void Ring(CallEvent.Incoming incoming)
    {
        if (_find(incoming) is not { } room)
        {
            _socket.Do(new CallCommand.Reject(incoming.Call, 404, "Not Found"));
            return;
        }
        _calls[incoming.Call] = room;
        foreach (var command in room.Called(incoming.Call, _nowUs()))
            _socket.Do(command);
    }
}
