using System.Net;
using System.Runtime.InteropServices;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Benchmarks.Sip;

/// <summary>What a storm of simulated calls came to.</summary>
/// <param name="Bridge">What the bridge's engine still held long after the last call.</param>
/// <param name="Rooms">The same of the rooms' engine.</param>
public sealed record CallStormResult(
    long Calls, long Datagrams, long Lost, long Answered, long Failed, long Ended, long FoundDead, long RoomCalls, long RoomEnds, SignallingCounts Bridge, SignallingCounts Rooms);

/// <summary>
/// Very many calls between two engines in virtual time over a network that loses, doubles and reorders: refused, unanswered, cancelled, held,
/// transferred, hung up by either side or by both, refreshed, and cut off without a word. All of it follows from the seed. It opens no socket.
/// </summary>
public sealed class CallStorm
{
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(10);
    private static readonly IPEndPoint BridgeAddress = new(IPAddress.Parse("192.0.2.1"), 5060);
    private static readonly IPEndPoint RoomsAddress = new(IPAddress.Parse("192.0.2.2"), 5060);

    private static readonly AudioCapabilities Sound = new()
    {
        Rtp = new IPEndPoint(IPAddress.Parse("192.0.2.200"), 20000),
        RtcpPort = 20001,
        Formats = [AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.TelephoneEvent],
    };

    private readonly PriorityQueue<Happening, (Tick At, long Number)> _queue = new();
    private readonly Dictionary<CallHandle, string> _callIds = [];
    private readonly HashSet<string> _cut = [];
    private readonly Random _random;
    private readonly SignallingEngine _bridge;
    private readonly SignallingEngine _rooms;
    private readonly long _calls;
    private Tick _now = new(0);
    private long _number;
    private long _dialled;
    private long _datagrams;
    private long _lost;
    private long _answered;
    private long _failed;
    private long _ended;
    private long _foundDead;
    private long _roomCalls;
    private long _roomEnds;

    private CallStorm(long calls, int seed)
    {
        _calls = calls;
        _random = new Random(seed);
        var options = new SignallingOptions
        {
            InvitesPerSecond = 100_000,
            MaxPendingIncoming = int.MaxValue,
            SessionTimers = new SessionTimerOptions { Interval = TimeSpan.FromSeconds(90) },
        };
        _bridge = new SignallingEngine(options with { LocalAddress = BridgeAddress, Incoming = IncomingPolicy.KnownPeersOnly }, new Random(_random.Next()));
        _rooms = new SignallingEngine(options with { LocalAddress = RoomsAddress, Incoming = IncomingPolicy.Answer }, new Random(_random.Next()));
        _bridge.KnownPeers = [RoomsAddress];
    }

    public static CallStormResult Run(long calls, int seed)
    {
        var storm = new CallStorm(calls, seed);
        storm.Run();
        return storm.Result;
    }

    private CallStormResult Result => new(
        _calls, _datagrams, _lost, _answered, _failed, _ended, _foundDead, _roomCalls, _roomEnds, _bridge.Counts, _rooms.Counts);

    private void Run()
    {
        Put(TimeSpan.Zero, new Happening(null, null, null));
        while (true)
        {
            var next = _queue.TryPeek(out _, out var place) ? place.At : Tick.Never;
            next = Tick.Soonest(next, Tick.Soonest(_bridge.NextDeadline, _rooms.NextDeadline));
            if (next == Tick.Never)
                return;
            _now = next > _now ? next : _now;
            while (_queue.TryPeek(out var happening, out place) && place.At <= _now)
            {
                _queue.Dequeue();
                Take(happening);
            }

            _bridge.Advance(_now);
            _rooms.Advance(_now);
            Drain();
        }
    }

    private void Take(Happening happening)
    {
        if (happening.Bytes is { } bytes)
            happening.Engine!.Receive(bytes.Span, SipPath.Udp(happening.Engine == _bridge ? RoomsAddress : BridgeAddress), _now);
        else if (happening.Command is { } command)
            happening.Engine!.Do(command, _now);
        else if (happening.Mended is { } callId)
            _cut.Remove(callId);
        else
            DialNext();
        Drain();
    }

    private void DialNext()
    {
        if (_dialled == _calls)
            return;
        var call = new CallHandle(++_dialled);
        _bridge.Do(new CallCommand.Dial(call, "sip:room@192.0.2.2", "Giao ban", Sound, TimeSpan.FromSeconds(12)), _now);
        if (_random.Next(20) == 0)
            Put(Between(0, 6000), new Happening(_bridge, null, new CallCommand.HangUp(call)));
        Put(CallEvery, new Happening(null, null, null));
    }

    private void Drain()
    {
        Drain(_bridge, _rooms);
        Drain(_rooms, _bridge);
    }

    private void Drain(SignallingEngine engine, SignallingEngine other)
    {
        while (engine.TryPoll(out var output))
        {
            if (output is SignallingOutput.Transmit transmit)
                Send(other, transmit.Bytes);
            else if (output is SignallingOutput.Happened { Event: var happened } && engine == _bridge)
                OnBridge(happened);
            else if (output is SignallingOutput.Happened { Event: var told })
                OnRoom(told);
        }
    }

    private void Send(SignallingEngine to, ReadOnlyMemory<byte> bytes)
    {
        _datagrams++;
        var copies = _random.Next(100) switch { < 5 => 0, < 8 => 2, _ => 1 };
        if (copies == 0 || (_cut.Count > 0 && _cut.Contains(CallIdOf(bytes.Span))))
        {
            _lost++;
            return;
        }

        for (; copies > 0; copies--)
            Put(Between(5, 60), new Happening(to, bytes, null));
    }

    private void OnBridge(CallEvent happened)
    {
        switch (happened)
        {
            case CallEvent.IdentityChanged changed:
                _callIds[changed.Call] = changed.Identity.CallId;
                break;
            case CallEvent.Answered:
                _answered++;
                LiveOn(happened.Call);
                break;
            case CallEvent.TransferAsked asked:
                Put(Between(0, 2000), new Happening(_bridge, null, new CallCommand.AnswerTransfer(asked.Call, 603, "Declined")));
                break;
            case CallEvent.Failed:
                _failed++;
                Forget(happened.Call);
                break;
            case CallEvent.Ended ended:
                _ended++;
                _foundDead += ended.By == CallEnd.Lost ? 1 : 0;
                Forget(happened.Call);
                break;
        }
    }

    /// <summary>What the bridge does with an answered call; every one ends, the cut ones by their session timer.</summary>
    private void LiveOn(CallHandle call)
    {
        var fate = _random.Next(100);
        if (fate < 2)
        {
            _cut.Add(_callIds[call]);
            return;
        }

        if (fate < 12)
            Put(Between(200, 4000), new Happening(_bridge, null, new CallCommand.Change(call, Sound with { MayReceive = _random.Next(2) == 0 })));
        if (fate is >= 10 and < 14)
            Put(Between(200, 4000), new Happening(_bridge, null, new CallCommand.Transfer(call, "sip:other@192.0.2.2")));
        Put(fate >= 98 ? Between(100_000, 200_000) : Between(500, 9000), new Happening(_bridge, null, new CallCommand.HangUp(call)));
    }

    private void OnRoom(CallEvent happened)
    {
        switch (happened)
        {
            case CallEvent.Incoming:
                _roomCalls++;
                Greet(happened.Call);
                break;
            case CallEvent.Answered when _random.Next(10) < 4:
                Put(Between(300, 9000), new Happening(_rooms, null, new CallCommand.HangUp(happened.Call)));
                break;
            case CallEvent.Answered when _random.Next(10) == 0:
                Put(Between(200, 4000), new Happening(_rooms, null, new CallCommand.Change(happened.Call, Sound with { MayReceive = false })));
                Put(Between(200, 4000), new Happening(_rooms, null, new CallCommand.Transfer(happened.Call, "sip:other@192.0.2.1")));
                break;
            case CallEvent.TransferAsked asked:
                Put(Between(0, 2000), new Happening(_rooms, null, new CallCommand.AnswerTransfer(asked.Call, 200, "OK")));
                break;
            case CallEvent.Failed or CallEvent.Ended:
                _roomEnds++;
                break;
        }
    }

    private void Greet(CallHandle call)
    {
        var fate = _random.Next(100);
        if (fate < 8)
        {
            _rooms.Do(new CallCommand.Reject(call, 486, "Busy Here"), _now);
            return;
        }

        _rooms.Do(new CallCommand.Ring(call), _now);
        if (fate >= 12)
            Put(Between(0, 3000), new Happening(_rooms, null, new CallCommand.Accept(call, Sound)));
    }

    private void Forget(CallHandle call)
    {
        if (_callIds.Remove(call, out var callId) && _cut.Contains(callId))
            Put(TimeSpan.FromSeconds(300), new Happening(null, null, null, callId));
    }

    private TimeSpan Between(int from, int to) => TimeSpan.FromMilliseconds(_random.Next(from, to + 1));

    private void Put(TimeSpan after, Happening happening) => _queue.Enqueue(happening, (_now + after, _number++));

    private static string CallIdOf(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[(bytes.IndexOf("Call-ID: "u8) + 9)..];
        return System.Text.Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'\r')]);
    }

    /// <summary>A datagram or a command for an engine; neither: the next call, or a cut line that is no longer of interest.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Happening(SignallingEngine? Engine, ReadOnlyMemory<byte>? Bytes, CallCommand? Command, string? Mended = null);
}
