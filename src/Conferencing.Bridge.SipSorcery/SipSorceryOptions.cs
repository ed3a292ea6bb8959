using System.Collections.Immutable;
using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Tracing;

namespace Conferencing.Bridge.SipSorcery;

/// <summary>Settings of a <see cref="SipSorceryAgent"/>.</summary>
public sealed record SipSorceryOptions
{
    /// <summary>Where SIP is received, UDP; port 0 takes a free one.</summary>
    public required IPEndPoint Bind { get; init; }

    /// <summary>The address written into Contact; null leaves it to the library.</summary>
    public IPAddress? PublicAddress { get; init; }

    public IncomingPolicy Incoming { get; init; } = IncomingPolicy.KnownPeersOnly;

    /// <summary>User part of From and Contact.</summary>
    public string LocalUser { get; init; } = "bridge";

    public ImmutableArray<DigestCredential> Credentials { get; init; } = [];

    public SipTap? Tap { get; init; }
}
