using System.Collections.Immutable;
using System.Globalization;

namespace Conferencing.Benchmarks.Audio;

/// <summary>What ./dev bench audio is asked for.</summary>
internal sealed record AudioOptions
{
    public const string Usage =
        """
        ./dev bench audio [--case A1,A2,…] [--rounds N] [--seconds S] [--minutes M] [--ports P]
                          sound under load: this bridge, the floor and Debian's Janus (package janus) in turn; A1 to A8, A9 when named
          --case LIST     which of A1 to A9 (A1 to A8)
          --rounds N      rounds in turn; medians and spreads are shown (5)
          --seconds S     what is measured of each (5)
          --minutes M     length of A9 (10)
          --ports P       first of five thousand ports (26000)
        """;

    public ImmutableArray<string> Cases { get; init; } = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"];

    public int Rounds { get; init; } = 5;

    public int Seconds { get; init; } = 5;

    public int Minutes { get; init; } = 10;

    public int FirstPort { get; init; } = 26000;

    /// <exception cref="FormatException">An argument makes no sense; the message says which.</exception>
    public static AudioOptions Parse(string[] arguments)
    {
        var options = new AudioOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value.");
            options = arguments[i] switch
            {
                "--case" or "--cases" => options with { Cases = [.. value.ToUpperInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)] },
                "--rounds" => options with { Rounds = Number(arguments[i], value) },
                "--seconds" => options with { Seconds = Number(arguments[i], value) },
                "--minutes" => options with { Minutes = Number(arguments[i], value) },
                "--ports" => options with { FirstPort = Number(arguments[i], value) },
                _ => throw new FormatException($"There is no option {arguments[i]}."),
            };
        }

        string? unknown = options.Cases.FirstOrDefault(id => id != AudioSoak.Id && AudioCases.All.All(one => one.Id != id));
        return unknown is null ? options : throw new FormatException($"There is no case {unknown}.");
    }

    private static int Number(string name, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
        ? value
        : throw new FormatException($"{name} needs a number.");
}
