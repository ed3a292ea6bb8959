using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Tracing;

namespace Conferencing.Bridge.Sip;

/// <summary>Settings of a <see cref="SignallingLoop"/>.</summary>
public sealed record SignallingLoopOptions
{
    /// <summary>Where SIP is received; port 0 takes a free one.</summary>
    public IPEndPoint Bind { get; init; } = new(IPAddress.Any, 5060);

    /// <summary>Where SIP is received by IPv6, at the port of <see cref="Bind"/>; null for IPv4 alone.</summary>
    public IPAddress? Bind6 { get; init; }

    /// <summary>The DNS server to ask; null asks the system's.</summary>
    public IPEndPoint? NameServer { get; init; }

    public SipConnectionOptions Connections { get; init; } = new();

    /// <summary>The IPv4 address to show in Via and Contact; null shows the bound one, or the one the machine uses towards each peer.</summary>
    public IPAddress? PublicAddress { get; init; }

    /// <summary>The same for peers by IPv6.</summary>
    public IPAddress? PublicAddress6 { get; init; }

    internal LocalAddresses Local => new() { Bind = Bind.Address, Bind6 = Bind6, Public = PublicAddress, Public6 = PublicAddress6 };

    /// <summary>Its <see cref="SignallingOptions.LocalAddress"/> is filled in by the loop.</summary>
    public SignallingOptions Engine { get; init; } = new();

    /// <summary>Sees every message, on the loop's thread.</summary>
    public SipTap? Tap { get; init; }

    /// <summary>Seed of tags, branches and Call-IDs; null takes an unpredictable one.</summary>
    public int? Seed { get; init; }
}
