using System.Globalization;

namespace Conferencing.Benchmarks.Desk;

/// <summary>What a run of the booking desk is asked for.</summary>
internal sealed record BookingBenchOptions
{
    public int Rooms { get; init; } = 200;

    /// <summary>Stored before the run.</summary>
    public int Sessions { get; init; } = 1_000_000;

    public int Questions { get; init; } = 500;

    /// <summary>Questions before those that count.</summary>
    public int WarmUp { get; init; } = 200;

    public int Rounds { get; init; } = 5;

    public int FirstPort { get; init; } = 26500;

    /// <exception cref="FormatException">An argument makes no sense; the message says which.</exception>
    public static BookingBenchOptions Parse(string[] arguments)
    {
        var options = new BookingBenchOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value == 0)
                throw new FormatException($"{arguments[i]} needs a number from 1.");
            options = arguments[i] switch
            {
                "--rooms" => options with { Rooms = value },
                "--sessions" => options with { Sessions = value },
                "--questions" => options with { Questions = value },
                "--rounds" => options with { Rounds = value },
                "--ports" => options with { FirstPort = value },
                _ => throw new FormatException($"There is no option {arguments[i]}."),
            };
        }
        return options;
    }
}
