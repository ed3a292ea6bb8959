namespace Conferencing.Server.Settings;

/// <summary>How a room that is not in is called again.</summary>
internal sealed class RedialOptions
{
    public const string Section = "Redial";

    /// <summary>Seconds between redials at first …</summary>
    public int FirstIntervalSeconds { get; set; } = 60;

    /// <summary>… while so many seconds since the failure last …</summary>
    public int FirstPeriodSeconds { get; set; } = 300;

    /// <summary>… and after that, until the session ends.</summary>
    public int LaterIntervalSeconds { get; set; } = 300;
}
