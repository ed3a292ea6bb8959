namespace Conferencing.Server.Settings;

/// <summary>The bridge's SIP port, handed to the bridge node.</summary>
internal sealed class SipOptions
{
    public const string Section = "Sip";

    /// <summary>UDP.</summary>
    public int Port { get; set; } = 5060;

    /// <summary>The address SIP and media listen on.</summary>
    public string Bind { get; set; } = "0.0.0.0";

    /// <summary>The address written into SIP and SDP; empty: for each room the one this machine reaches it from.</summary>
    public string PublicAddress { get; set; } = "";
}
