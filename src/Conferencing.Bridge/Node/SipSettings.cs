using System.Net;
using System.Net.Sockets;
using Conferencing.Bridge.Sip;
using Microsoft.Extensions.Configuration;

namespace Conferencing.Bridge.Node;

/// <summary>The settings of SIP's connections, names and IPv6 as values; a wrong one is named in one line.</summary>
internal static class SipSettings
{
    /// <summary>Where IPv6 is listened on: as set, else everywhere if IPv4 is and the machine has IPv6.</summary>
    public static IPAddress? Bind6(IConfiguration settings, IPAddress bind)
    {
        if (settings["Sip:Bind6"] is "none")
            return null;
        var given = NodeOptions.Ip(settings, "Sip:Bind6");
        if (given is { AddressFamily: not AddressFamily.InterNetworkV6 })
            throw new SettingException($"Sip:Bind6 is '{given}', which is no IPv6 address.");
        return given ?? (bind.Equals(IPAddress.Any) && Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : null);
    }

    public static IPAddress? PublicAddress(IConfiguration settings, string name, AddressFamily family)
    {
        var given = NodeOptions.Ip(settings, name);
        return given is null || given.AddressFamily == family
            ? given
            : throw new SettingException($"{name} is '{given}', which is no {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} address.");
    }

    public static IPEndPoint? NameServer(IConfiguration settings)
    {
        if (settings["Sip:NameServer"] is not { Length: > 0 } text)
            return null;
        if (!IPEndPoint.TryParse(text, out var server))
            throw new SettingException($"Sip:NameServer is '{text}', but must be an IP address, with a port or without.");
        return server.Port == 0 ? new IPEndPoint(server.Address, 53) : server;
    }

    public static SipConnectionOptions Connections(IConfiguration settings, int port)
    {
        var isTlsPortSet = settings["Sip:TlsPort"] is { Length: > 0 };
        var tlsPort = NodeOptions.Number(settings, "Sip:TlsPort", port == 0 ? 0 : port + 1, 0, 65535);
        return new SipConnectionOptions
        {
            // Set to 0 it is off; beside a port the system picks, it is picked too.
            TlsPort = isTlsPortSet && tlsPort == 0 ? null : tlsPort,
            IsTlsPortFirm = isTlsPortSet,
            Tls = Tls(settings),
            MaxConnections = NodeOptions.Number(settings, "Sip:MaxConnections", 1000, 1, 100_000),
            MaxPerSource = NodeOptions.Number(settings, "Sip:MaxConnectionsPerSource", 16, 1, 100_000),
            HandshakeLimit = Seconds(settings, "Sip:HandshakeSeconds", 10),
            IdleLimit = Seconds(settings, "Sip:IdleSeconds", 7200),
            StrangerIdleLimit = Seconds(settings, "Sip:StrangerIdleSeconds", 60),
            PingPeriod = Seconds(settings, "Sip:PingSeconds", 100),
        };
    }

    private static TlsOptions Tls(IConfiguration settings)
    {
        var keys = Path.Combine(Path.GetFullPath(settings["Data:Folder"] ?? "data"), "keys");
        var (certificate, key) = (File(settings, "Sip:Certificate"), File(settings, "Sip:CertificateKey"));
        if (certificate is null != key is null)
            throw new SettingException("Sip:Certificate and Sip:CertificateKey must be set both or neither.");
        return new TlsOptions
        {
            CertificateFile = certificate ?? Path.Combine(keys, "sip-tls.crt"),
            KeyFile = key ?? Path.Combine(keys, "sip-tls.key"),
            IsOwn = certificate is null,
            TrustedFile = File(settings, "Sip:TrustedCertificates"),
            ClientCertificates = ClientCertificatesOf(settings["Sip:ClientCertificates"]),
            UncheckedHosts = (settings["Sip:UncheckedHosts"] ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
    }

    private static string? File(IConfiguration settings, string name)
    {
        if (settings[name] is not { Length: > 0 } text)
            return null;
        var path = Path.GetFullPath(text);
        return System.IO.File.Exists(path) ? path : throw new SettingException($"{name} is '{text}', but there is no such file.");
    }

    private static ClientCertificates ClientCertificatesOf(string? text) => (text ?? "").ToLowerInvariant() switch
    {
        "" or "none" => ClientCertificates.None,
        "optional" => ClientCertificates.Optional,
        "required" => ClientCertificates.Required,
        _ => throw new SettingException($"Sip:ClientCertificates is '{text}', but must be none, optional or required."),
    };

    private static TimeSpan Seconds(IConfiguration settings, string name, int fallback) =>
        TimeSpan.FromSeconds(NodeOptions.Number(settings, name, fallback, 1, 86_400));
}
