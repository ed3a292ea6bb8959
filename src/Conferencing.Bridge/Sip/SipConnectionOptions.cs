namespace Conferencing.Bridge.Sip;

/// <summary>Settings of the connections of one signalling loop: TCP and TLS.</summary>
public sealed record SipConnectionOptions
{
    /// <summary>Where TLS is received; 0 takes a free port, null does not listen for TLS.</summary>
    public int? TlsPort { get; init; }

    /// <summary>False when a taken TLS port is worth a warning only.</summary>
    public bool IsTlsPortFirm { get; init; } = true;

    /// <summary>Certificates; without them TLS is neither received nor called by.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>Connections at one time, those under way included, in both directions.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Strangers leave a quarter of them to those we know.</summary>
    public int MaxForStrangers => MaxConnections - (MaxConnections / 4);

    /// <summary>Connections that one source may have opened to us at one time: an IPv4 address, or the /64 of an IPv6 one.</summary>
    public int MaxPerSource { get; init; } = 16;

    /// <summary>From the connection to its first whole message, TLS handshake included; also for the rest of a message that has begun.</summary>
    public TimeSpan HandshakeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection we open must stand by then.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection without a message for this long is closed.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The same for whoever is no known peer, has not registered, and is in no call by this connection.</summary>
    public TimeSpan StrangerIdleLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>On connections we opened: a keep-alive after so long without sending (RFC 5626 section 4.4.1 recommends 95 to 120 s).</summary>
    public TimeSpan PingPeriod { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>A peer that has answered keep-alives before must do so within this time (RFC 5626 section 4.4.1).</summary>
    public TimeSpan PongLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that may wait for a peer that does not read.</summary>
    public int QueueBytes { get; init; } = 1 << 18;
}

/// <summary>Certificates from files (PEM), read again when the files change.</summary>
public sealed record TlsOptions
{
    public required string CertificateFile { get; init; }

    public required string KeyFile { get; init; }

    /// <summary>Whether the files are ours to make where there are none.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Certificates trusted besides the system's; null for none.</summary>
    public string? TrustedFile { get; init; }

    public ClientCertificates ClientCertificates { get; init; } = ClientCertificates.None;

    /// <summary>Hosts (names or addresses, as they are dialled) whose certificate is not checked.</summary>
    public IReadOnlySet<string> UncheckedHosts { get; init; } = new HashSet<string>();
}

/// <summary>Whether whoever connects to us by TLS shows a certificate.</summary>
public enum ClientCertificates
{
    None,

    /// <summary>One that is shown is checked.</summary>
    Optional,
    Required,
}
