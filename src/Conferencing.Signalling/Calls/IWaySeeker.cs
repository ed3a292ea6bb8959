using System.Collections.Immutable;

namespace Conferencing.Signalling.Calls;

/// <summary>Who waits for the ways to a host: a call, or a registration.</summary>
internal interface IWaySeeker
{
    /// <param name="ways">In the order they are to be tried; empty when the name is not known.</param>
    void Resolved(ImmutableArray<SipPath> ways, Tick now);
}
