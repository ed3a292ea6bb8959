using System.Collections.Immutable;
using System.Net;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling;

/// <summary>SIP calls as a value that is fed: datagrams, commands and time in; datagrams and events out. Not thread-safe.</summary>
public sealed class SignallingEngine(SignallingOptions options, Random random)
{
    private readonly Queue<SignallingOutput> _outputs = new();

    /// <summary>How often each refusal happened.</summary>
    public IReadOnlyDictionary<SipReject, long> Refusals { get; } = new Dictionary<SipReject, long>();

    /// <summary>Peers known by address; port 0 stands for every port. See <see cref="IncomingPolicy.KnownPeersOnly"/>.</summary>
    public ImmutableHashSet<IPEndPoint> KnownPeers { get; set; } = [];

    /// <summary>The latest moment for the next <see cref="Advance"/>.</summary>
    public Tick NextDeadline { get; private set; } = Tick.Never;

    public SignallingOptions Options { get; } = options;

    internal Random Random { get; } = random;

    public void Receive(ReadOnlySpan<byte> datagram, IPEndPoint remote, Tick now)
    {
        NextDeadline = Tick.Never;
    }

    public void Do(CallCommand command, Tick now) =>
        _outputs.Enqueue(new SignallingOutput.Happened(new CallEvent.Failed(command.Call, new CallFailure(CallFailureKind.ProtocolError, 0, "No calls yet"))));

    public void Advance(Tick now)
    {
        NextDeadline = Tick.Never;
    }

    /// <summary>The network said that nobody listens at this address (ICMP): calls to it that were not answered yet fail at once.</summary>
    public void Unreachable(IPEndPoint remote, Tick now)
    {
        NextDeadline = Tick.Never;
    }

    /// <summary>Outcome of <see cref="SignallingOutput.Resolve"/>; null when the name is not known.</summary>
    public void Resolved(string host, IPAddress? address, Tick now)
    {
        NextDeadline = Tick.Never;
    }

    /// <summary>The next thing to do; ask until false after every input.</summary>
    public bool TryPoll(out SignallingOutput output) => _outputs.TryDequeue(out output!);
}
