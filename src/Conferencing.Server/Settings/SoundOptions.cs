namespace Conferencing.Server.Settings;

/// <summary>What the bridge does to the rooms' sound by itself.</summary>
internal sealed class SoundOptions
{
    public const string Section = "Sound";

    /// <summary>Faint and loud rooms are brought to one loudness.</summary>
    public bool AutomaticGain { get; set; } = true;

    /// <summary>Rooms that send nothing but noise are faded out.</summary>
    public bool NoiseGate { get; set; } = true;

    public IEnumerable<(string Name, string Value)> ForNode() =>
    [
        ($"{Section}:{nameof(AutomaticGain)}", AutomaticGain.ToString()),
        ($"{Section}:{nameof(NoiseGate)}", NoiseGate.ToString()),
    ];
}
