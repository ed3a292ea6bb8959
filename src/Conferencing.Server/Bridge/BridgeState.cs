namespace Conferencing.Server.Bridge;

/// <summary>What the supervisor knows of the node beside the server.</summary>
internal enum BridgeState
{
    /// <summary>Nodes are services of their own here.</summary>
    NotSupervised,
    Starting,
    Running,
    /// <summary>It died again and again at once: the next start waits.</summary>
    Failing,
    Stopped,
}
