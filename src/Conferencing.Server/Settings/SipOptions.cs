namespace Conferencing.Server.Settings;

/// <summary>The bridge's SIP ports, certificates and limits, handed to the bridge node, which checks them.</summary>
internal sealed class SipOptions
{
    public const string Section = "Sip";

    /// <summary>UDP and TCP.</summary>
    public int Port { get; set; } = 5060;

    /// <summary>TLS; empty: the port after <see cref="Port"/>; 0: none.</summary>
    public string TlsPort { get; set; } = "";

    /// <summary>The address SIP and media listen on.</summary>
    public string Bind { get; set; } = "0.0.0.0";

    /// <summary>The IPv6 address SIP and media listen on; empty: all of them where <see cref="Bind"/> is every address; "none": no IPv6.</summary>
    public string Bind6 { get; set; } = "";

    /// <summary>The IPv4 address written into SIP and SDP; empty: for each room the one this machine reaches it from.</summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>The same for rooms by IPv6.</summary>
    public string PublicAddress6 { get; set; } = "";

    /// <summary>PEM file; empty: one of our own in data/keys.</summary>
    public string Certificate { get; set; } = "";

    public string CertificateKey { get; set; } = "";

    /// <summary>PEM file of certificates trusted besides the system's.</summary>
    public string TrustedCertificates { get; set; } = "";

    /// <summary>none, optional or required.</summary>
    public string ClientCertificates { get; set; } = "none";

    /// <summary>Hosts whose certificate is not checked when they are called, separated by commas.</summary>
    public string UncheckedHosts { get; set; } = "";

    /// <summary>Empty: the system's.</summary>
    public string NameServer { get; set; } = "";

    public int MaxConnections { get; set; } = 1000;

    public int MaxConnectionsPerSource { get; set; } = 16;

    public int HandshakeSeconds { get; set; } = 10;

    public int IdleSeconds { get; set; } = 7200;

    public int StrangerIdleSeconds { get; set; } = 60;

    public int PingSeconds { get; set; } = 100;

    /// <summary>Registrars of one domain in order of preference, separated by spaces: sip:10.0.0.5 sip:10.0.0.6. Empty: the bridge does not register.</summary>
    public string Registrar { get; set; } = "";

    /// <summary>The bridge's account there: user@domain, or the user alone in the first registrar's domain.</summary>
    public string RegistrarUser { get; set; } = "";

    /// <summary>Seconds asked for.</summary>
    public int RegistrarExpires { get; set; } = 3600;

    /// <summary>Where every call goes first: sip:10.0.0.5. Empty: to the room itself.</summary>
    public string OutboundProxy { get; set; } = "";

    /// <summary>Seconds after which a call that was not refreshed is over (RFC 4028): a room that vanished is found. 0: no session timers.</summary>
    public int SessionSeconds { get; set; } = 1800;

    /// <summary>The shortest time a peer may ask for instead, seconds.</summary>
    public int MinSessionSeconds { get; set; } = 90;
}
