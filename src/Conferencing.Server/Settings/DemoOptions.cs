namespace Conferencing.Server.Settings;

/// <summary>The demo province with simulated rooms, in a data folder of its own.</summary>
internal sealed class DemoOptions
{
    public const string Section = "Demo";

    public bool Enabled { get; set; }

    /// <summary>The simulated rooms' program, started and ended with the server; empty: something else plays the rooms.</summary>
    public string RoomProgram { get; set; } = "";

    public int RoomCount { get; set; } = 14;

    /// <summary>SIP port of the first simulated room on 127.0.0.1; the others follow.</summary>
    public int FirstRoomPort { get; set; } = 7101;

    /// <summary>RTP port of the first simulated room; each has two.</summary>
    public int FirstRoomRtpPort { get; set; } = 30000;
}
