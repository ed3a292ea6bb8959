using System.Net;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling;

/// <summary>What a <see cref="SignallingEngine"/> wants done, in this order.</summary>
public abstract record SignallingOutput
{
    private SignallingOutput()
    {
    }

    /// <summary>One datagram.</summary>
    public sealed record Transmit(SipPath Destination, ReadOnlyMemory<byte> Bytes) : SignallingOutput;

    public sealed record Happened(CallEvent Event) : SignallingOutput;

    /// <summary>A host name must be looked up; the outcome is told by <see cref="SignallingEngine.Resolved"/>.</summary>
    public sealed record Resolve(string Host) : SignallingOutput;
}
