using System.Globalization;

namespace Conferencing.Server.Settings;

/// <summary>Devices that register with the bridge because they have no fixed address.</summary>
internal sealed class RegistrarOptions
{
    public const string Section = "Registrar";

    /// <summary>What devices are told they sign in to; part of every stored hash, so that a change asks for every password anew.</summary>
    public string Realm { get; set; } = "conferencing";

    /// <summary>
    /// Digest algorithms asked for, the wanted one first, separated by commas: MD5, SHA-256. MD5 alone, because there are devices that give up as
    /// soon as they see SHA-256 beside it, in whatever order (measured: baresip 1.0.0).
    /// </summary>
    public string Algorithms { get; set; } = "MD5";

    public int MinSeconds { get; set; } = 60;
    public int MaxSeconds { get; set; } = 3600;

    /// <summary>For a device that names no time.</summary>
    public int DefaultSeconds { get; set; } = 600;

    /// <summary>Devices of one account at one time.</summary>
    public int Devices { get; set; } = 5;

    public IEnumerable<(string Name, string Value)> ForNode() =>
    [
        ($"{Section}:{nameof(MinSeconds)}", Text(MinSeconds)), ($"{Section}:{nameof(MaxSeconds)}", Text(MaxSeconds)),
        ($"{Section}:{nameof(DefaultSeconds)}", Text(DefaultSeconds)), ($"{Section}:{nameof(Devices)}", Text(Devices)),
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
