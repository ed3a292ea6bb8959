using System.Globalization;

namespace Conferencing.Server.Settings;

/// <summary>Sound recordings: whether rooms are told, and what ends and deletes them.</summary>
internal sealed class RecordingOptions
{
    public const string Section = "Recording";

    /// <summary>Rooms hear in words when a recording begins and ends, and when they come in while it runs.</summary>
    public bool Announce { get; set; } = true;

    /// <summary>Megabytes that recordings leave free, on the bridge's disk and on the server's.</summary>
    public int MinFreeMegabytes { get; set; } = 1024;

    /// <summary>A recording that lasts longer is ended.</summary>
    public int MaxHours { get; set; } = 12;

    /// <summary>Days after which recordings are deleted; 0 keeps them.</summary>
    public int KeepDays { get; set; } = 90;

    public IEnumerable<(string Name, string Value)> ForNode() =>
    [
        ($"{Section}:{nameof(MinFreeMegabytes)}", MinFreeMegabytes.ToString(CultureInfo.InvariantCulture)),
        ($"{Section}:{nameof(MaxHours)}", MaxHours.ToString(CultureInfo.InvariantCulture)),
    ];
}
