using System.Net;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Transports;

namespace Conferencing.Signalling;

/// <summary>What the engine wants done, in order, until it is polled.</summary>
internal sealed class Outbox
{
    private readonly Queue<SignallingOutput> _outputs = new();

    public void Transmit(SipPath destination, ReadOnlyMemory<byte> bytes) =>
        _outputs.Enqueue(new SignallingOutput.Transmit(destination, bytes));

    public void Tell(CallEvent happened) => _outputs.Enqueue(new SignallingOutput.Happened(happened));

    public void Resolve(SipTarget target) => _outputs.Enqueue(new SignallingOutput.Resolve(target));

    public bool TryTake(out SignallingOutput output) => _outputs.TryDequeue(out output!);
}
