using System.Collections.Immutable;
using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>What the network does to datagrams; delays differ, so they also change places.</summary>
public sealed record NetworkFaults(double Loss, double Duplicates, int MinDelayMs, int MaxDelayMs)
{
    public static readonly NetworkFaults None = new(0, 0, 5, 5);

    public static readonly NetworkFaults Bad = new(0.05, 0.03, 5, 60);
}

/// <summary>Agents on one virtual network in virtual time: everything follows from the seed.</summary>
internal sealed class SimulatedNetwork(int seed, NetworkFaults faults)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, (Tick At, long Number)> _queue = new();
    private readonly List<SimulatedAgent> _agents = [];
    private long _number;

    public Tick Now { get; private set; } = new(0);

    /// <summary>Ends that are no engines.</summary>
    private readonly Dictionary<IPEndPoint, Action<ReadOnlyMemory<byte>>> _listeners = [];

    /// <summary>A hand on the wire: makes of each message, as text, what arrives.</summary>
    public Func<IPEndPoint, string, string>? Rewrite { get; set; }

    /// <summary>Every datagram that was sent: <c>ms from>to first line</c>.</summary>
    public List<string> Trace { get; } = [];

    public SimulatedAgent Add(string address, IncomingPolicy policy, SignallingOptions? options = null)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(address), 5060);
        var engine = new SignallingEngine((options ?? new SignallingOptions()) with { LocalAddress = endpoint, Incoming = policy }, new Random(_random.Next()));
        var agent = new SimulatedAgent(this, endpoint, engine);
        _agents.Add(agent);
        return agent;
    }

    /// <summary>The process dies: its datagrams go nowhere, its memory is gone.</summary>
    public void Kill(SimulatedAgent agent) => _agents.Remove(agent);

    public void Listen(IPEndPoint address, Action<ReadOnlyMemory<byte>> receive) => _listeners[address] = receive;

    /// <summary>How often one agent sent a kind of message to another, repetitions included.</summary>
    public int Count(SimulatedAgent from, SimulatedAgent to, string what) =>
        Trace.Count(line => line.EndsWith($" {from.Endpoint.Address}>{to.Endpoint.Address} {what}", StringComparison.Ordinal));

    public void At(int milliseconds, Action action) => Schedule(new Tick(milliseconds * 1000L), action);

    public void RunTo(int milliseconds)
    {
        var until = new Tick(milliseconds * 1000L);
        while (Next() is var next && next <= until)
        {
            Now = next > Now ? next : Now;
            while (_queue.TryPeek(out var action, out var place) && place.At <= Now)
            {
                _queue.Dequeue();
                action();
            }

            foreach (var agent in _agents.ToList())
                agent.Advance();
        }

        Now = until;
    }

    public void Send(IPEndPoint from, IPEndPoint to, ReadOnlyMemory<byte> bytes)
    {
        Assert.Equal(SipReject.None, SipParser.Parse(bytes.Span, new MessageLimits(), out var message));
        Assert.True(bytes.Length <= 1400, "a datagram must fit one packet");
        var what = message is SipRequest request ? request.Method : ((SipResponse)message!).Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Trace.Add($"{Now.Microseconds / 1000} {from.Address}>{to.Address} {what}");
        if (Rewrite is { } rewrite)
            bytes = Encoding.UTF8.GetBytes(rewrite(from, Encoding.UTF8.GetString(bytes.Span)));
        var copies = _random.NextDouble() < faults.Loss ? 0 : _random.NextDouble() < faults.Duplicates ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var delay = TimeSpan.FromMilliseconds(_random.Next(faults.MinDelayMs, faults.MaxDelayMs + 1));
            Schedule(Now + delay, () => Arrive(bytes, from, to));
        }
    }

    private void Arrive(ReadOnlyMemory<byte> bytes, IPEndPoint from, IPEndPoint to)
    {
        if (_listeners.TryGetValue(to, out var receive))
            receive(bytes);
        else
            _agents.Find(agent => agent.Endpoint.Equals(to))?.Receive(bytes, from);
    }

    private void Schedule(Tick at, Action action) => _queue.Enqueue(action, (at, _number++));

    private Tick Next()
    {
        var next = _queue.TryPeek(out _, out var place) ? place.At : Tick.Never;
        foreach (var agent in _agents)
            next = Tick.Soonest(next, agent.Engine.NextDeadline);
        return next;
    }
}

/// <summary>An engine at an address, what it told, and how its host reacts.</summary>
internal sealed class SimulatedAgent(SimulatedNetwork network, IPEndPoint endpoint, SignallingEngine engine)
{
    public static readonly AudioCapabilities Sound = new()
    {
        Rtp = new IPEndPoint(IPAddress.Parse("192.0.2.200"), 20000),
        RtcpPort = 20001,
        Formats = [AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.TelephoneEvent],
    };

    public IPEndPoint Endpoint => endpoint;

    public SignallingEngine Engine => engine;

    public List<CallEvent> Events { get; } = [];

    /// <summary>When each event was told.</summary>
    public List<Tick> Times { get; } = [];

    /// <summary>What the host does on an event.</summary>
    public Action<CallEvent>? OnEvent { get; set; }

    public CallEvent? Last => Events.LastOrDefault();

    /// <summary>The newest identity: what a host has written down.</summary>
    public DialogIdentity Identity => Events.OfType<CallEvent.IdentityChanged>().Last().Identity;

    public void Do(CallCommand command)
    {
        engine.Do(command, network.Now);
        Drain();
    }

    public void Do(Action<SignallingEngine, Tick> act)
    {
        act(engine, network.Now);
        Drain();
    }

    public void Receive(ReadOnlyMemory<byte> bytes, IPEndPoint from)
    {
        engine.Receive(bytes.Span, SipPath.Udp(from), network.Now);
        Drain();
    }

    public void Advance()
    {
        engine.Advance(network.Now);
        Drain();
        Assert.True(engine.NextDeadline > network.Now, "a deadline stayed behind");
    }

    public void Know(SimulatedAgent peer) => engine.KnownPeers = engine.KnownPeers.Add(peer.Endpoint);

    public static string Describe(IEnumerable<CallEvent> events) => string.Join(' ', events.Select(Describe));

    private static string Describe(CallEvent happened) => happened switch
    {
        CallEvent.Failed failed => $"Failed:{failed.Failure.Kind}",
        CallEvent.Ended ended => $"Ended:{ended.By}",
        _ => happened.GetType().Name,
    };

    private void Drain()
    {
        while (engine.TryPoll(out var output))
        {
            switch (output)
            {
                case SignallingOutput.Transmit transmit:
                    network.Send(endpoint, transmit.Destination.Remote, transmit.Bytes);
                    break;
                case SignallingOutput.Happened happened:
                    Events.Add(happened.Event);
                    Times.Add(network.Now);
                    network.At((int)(network.Now.Microseconds / 1000), () => OnEvent?.Invoke(happened.Event));
                    break;
                default:
                    Assert.Fail($"No story needs {output}");
                    break;
            }
        }
    }
}
