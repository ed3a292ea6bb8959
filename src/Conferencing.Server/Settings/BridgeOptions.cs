namespace Conferencing.Server.Settings;

/// <summary>The bridge node beside the server.</summary>
internal sealed class BridgeOptions
{
    public const string Section = "Bridge";

    /// <summary>False where nodes run as services of their own.</summary>
    public bool Supervise { get; set; } = true;

    /// <summary>The node's program; relative to the server's own folder.</summary>
    public string Program { get; set; } = "bridge/Conferencing.Bridge.dll";

    /// <summary>How long an ordinary stop waits for the node to end its calls before it is terminated.</summary>
    public int StopSeconds { get; set; } = 5;

    /// <summary>Rooms called a second.</summary>
    public int InvitesPerSecond { get; set; } = 50;

    /// <summary>Media threads; 0 leaves it to the number of processor cores.</summary>
    public int MediaLoops { get; set; }

    /// <summary>Codecs that rooms are offered, the preferred first.</summary>
    public string Codecs { get; set; } = "opus, G722, PCMA, PCMU";
}
