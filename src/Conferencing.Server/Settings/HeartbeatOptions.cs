namespace Conferencing.Server.Settings;

/// <summary>How often every device is asked whether it is there.</summary>
internal sealed class HeartbeatOptions
{
    public const string Section = "Heartbeat";

    /// <summary>Between two questions to one device, spread evenly over all; 0 asks nobody.</summary>
    public int Seconds { get; set; } = 60;
}
