namespace Conferencing.Server.Settings;

/// <summary>Load runs. Never set this where people meet.</summary>
internal sealed class LoadOptions
{
    public const string Section = "Load";

    /// <summary>
    /// A loopback address, with or without port: calls from it need no PIN, and the number they call is a conference made on the fly. Empty for
    /// none; another than a loopback address keeps the bridge from starting.
    /// </summary>
    public string TrustedPeer { get; set; } = "";
}
