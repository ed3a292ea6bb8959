using System.Net;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Transports;

namespace Conferencing.Signalling;

/// <summary>What a <see cref="SignallingEngine"/> wants done, in this order.</summary>
public abstract record SignallingOutput
{
    private SignallingOutput()
    {
    }

    /// <summary>
    /// One message: a datagram, or bytes on the connection of this number if it is open, else on one to the same address, else on a new one.
    /// </summary>
    public sealed record Transmit(SipPath Destination, ReadOnlyMemory<byte> Bytes) : SignallingOutput;

    public sealed record Happened(CallEvent Event) : SignallingOutput;

    /// <summary>A host name must be looked up (RFC 3263); the outcome is told by <see cref="SignallingEngine.Resolved"/>.</summary>
    public sealed record Resolve(SipTarget Target) : SignallingOutput;
}
