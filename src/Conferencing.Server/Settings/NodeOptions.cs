namespace Conferencing.Server.Settings;

/// <summary>What the bridge node calls itself and when it gives up.</summary>
internal sealed class NodeOptions
{
    public const string Section = "Node";

    /// <summary>Empty: the machine's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Without a server and without a running conference for so many seconds the node ends itself.</summary>
    public int OrphanSeconds { get; set; } = 30;
}
