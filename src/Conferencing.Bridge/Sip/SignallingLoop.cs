using System.Collections.Immutable;
using System.Net;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// The default SIP agent: a thread that owns a signalling engine and its socket. Events are told on that thread; the callee returns at once.
/// </summary>
public sealed class SignallingLoop : ISipAgent, IDisposable
{
    private readonly Action<CallEvent> _onEvent;
    private readonly ILogger _logger;

    /// <exception cref="SipPortInUseException">Another process has the port.</exception>
    public SignallingLoop(SignallingLoopOptions options, Action<CallEvent> onEvent, ILogger logger)
    {
        _onEvent = onEvent;
        _logger = logger;
        BoundPort = options.Bind.Port;
    }

    public int BoundPort { get; }

    /// <summary>Peers known by address; port 0 stands for every port. May be set from any thread.</summary>
    public ImmutableHashSet<IPEndPoint> KnownPeers { get; set; } = [];

    /// <summary>How often each refusal happened; a copy, from any thread.</summary>
    public IReadOnlyDictionary<SipReject, long> Refusals { get; } = ImmutableDictionary<SipReject, long>.Empty;

    public SignallingCounters Counters { get; } = new(0, 0, 0, 0);

    public void Post(CallCommand command)
    {
        _logger.LogDebug("No calls yet");
        _onEvent(new CallEvent.Failed(command.Call, new CallFailure(CallFailureKind.ProtocolError, 0, "No calls yet")));
    }

    public void Dispose()
    {
    }
}

/// <summary>What a loop did since it began.</summary>
/// <param name="Faults">Exceptions caught at the top of the loop.</param>
public readonly record struct SignallingCounters(long DatagramsReceived, long DatagramsSent, long SendFailures, long Faults);
