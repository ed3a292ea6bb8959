namespace Conferencing.Server.Settings;

/// <summary>Where everything is kept.</summary>
internal sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>The database: empty for a file of SQLite in the folder, else a connection string of PostgreSQL.</summary>
    public string Connection { get; set; } = "";

    /// <summary>One folder: database, keys, the bridge's state. Relative to the working directory.</summary>
    public string Folder { get; set; } = "data";
}
