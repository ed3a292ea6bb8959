namespace Conferencing.Server.Settings;

/// <summary>The bridge's media ports, handed to the bridge node.</summary>
internal sealed class RtpOptions
{
    public const string Section = "Rtp";

    public int FirstPort { get; set; } = 20000;
    public int LastPort { get; set; } = 20999;
}
