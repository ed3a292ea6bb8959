using System.Collections.Concurrent;
using System.Net;
using Conferencing.Bridge.Sip;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Node;

/// <summary>A room codec that takes one call at a time and answers every other one busy. It has no sound.</summary>
internal sealed class FakeRoom : IDisposable
{
    private readonly SignallingLoop _signalling;
    private readonly ConcurrentQueue<CallEvent> _events = new();
    private CallHandle? _call;

    public FakeRoom()
    {
        _signalling = new SignallingLoop(
            new SignallingLoopOptions
            {
                Bind = new IPEndPoint(IPAddress.Loopback, 0),
                Engine = new SignallingOptions { Incoming = IncomingPolicy.Answer },
            },
            Receive,
            NullLogger.Instance);
    }

    /// <summary>False makes it ring until <see cref="PickUp"/>.</summary>
    public bool PicksUp { get; set; } = true;

    public string Address => $"sip:room@127.0.0.1:{_signalling.BoundPort}";

    /// <summary>All that happened to this room, oldest first.</summary>
    public IReadOnlyCollection<CallEvent> Events => _events;

    public int Called => Count<CallEvent.Incoming>();
    public int Joined => Count<CallEvent.Answered>();
    public int Over => Count<CallEvent.Ended>();

    /// <summary>Calls that came while it was in one.</summary>
    public int Refused { get; private set; }

    public int Count<T>()
        where T : CallEvent => _events.OfType<T>().Count();

    public void PickUp()
    {
        if (_call is { } call)
            _signalling.Post(new CallCommand.Accept(call, Silence()));
    }

    public void HangUp()
    {
        if (_call is { } call)
            _signalling.Post(new CallCommand.HangUp(call));
    }

    public void Dispose() => _signalling.Dispose();

    private void Receive(CallEvent happened)
    {
        _events.Enqueue(happened);
        switch (happened)
        {
            case CallEvent.Incoming incoming when _call is null:
                _call = incoming.Call;
                _signalling.Post(new CallCommand.Ring(incoming.Call));
                if (PicksUp)
                    PickUp();
                break;
            case CallEvent.Incoming incoming:
                Refused++;
                _signalling.Post(new CallCommand.Reject(incoming.Call, 486, "Busy Here"));
                break;
            case CallEvent.Ended or CallEvent.Failed when happened.Call == _call:
                _call = null;
                break;
        }
    }

    private static AudioCapabilities Silence() => new()
    {
        // Port 9 is discard: nobody listens, nothing is sent.
        Rtp = new IPEndPoint(IPAddress.Loopback, 9),
        RtcpPort = 9,
        Formats = [AudioFormat.Pcma, AudioFormat.TelephoneEvent],
    };
}
