using System.Text.Json;

namespace Conferencing.Server.Backup;

/// <summary>
/// What a backup holds, as its last entry says: the copy of the database and every file of the data folder that it speaks of. Settings, logs
/// and the bridge's own state are not in it.
/// </summary>
/// <param name="Migration">The newest change of the schema the copy has.</param>
internal sealed record BackupContents(int Format, string Database, string Migration, DateTimeOffset At, BackupFile[] Files)
{
    public const int CurrentFormat = 1;

    /// <summary>The entry this is written to.</summary>
    public const string Entry = "contents.json";

    /// <summary>The entry of the database's copy.</summary>
    public const string DatabaseEntry = "database";

    /// <summary>Folders within the data folder that belong to it.</summary>
    public static readonly string[] Folders = ["documents", "recordings", "keys", "prompts"];

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>
    /// Whether an entry may have this name: the database, or a plain path below one of the folders. Nothing that leads elsewhere: no root, no
    /// drive, no step upwards, no separator of another system.
    /// </summary>
    public static bool IsName(string name)
    {
        if (name == DatabaseEntry) return true;
        var parts = name.Split('/');
        return parts.Length is > 1 and < 10 && name.Length < 500 && Folders.Contains(parts[0], StringComparer.Ordinal) && parts.All(IsPlain);
    }

    private static bool IsPlain(string part) =>
        part.Length > 0 && part is not ("." or "..") && !part.AsSpan().ContainsAny('\\', ':') && !part.Any(char.IsControl) && !part.EndsWith('.') && !part.EndsWith(' ');
}

/// <summary>One file of a backup, with what shows that it came back whole.</summary>
/// <param name="Hash">SHA-256, in hexadecimal.</param>
internal sealed record BackupFile(string Name, long Bytes, string Hash);
