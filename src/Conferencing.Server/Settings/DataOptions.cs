namespace Conferencing.Server.Settings;

/// <summary>Where everything is kept.</summary>
internal sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>One folder: database, keys, the bridge's state. Relative to the working directory.</summary>
    public string Folder { get; set; } = "data";
}
