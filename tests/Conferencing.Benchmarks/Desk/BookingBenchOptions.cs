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
    public int WarmUp { get; init; } = 1000;

    public int Rounds { get; init; } = 5;

    public int FirstPort { get; init; } = 26500;

    /// <summary>On PostgreSQL, a server of which is started for the run; else on SQLite.</summary>
    public bool Postgres { get; init; }

    /// <summary>Bookings, moves and cancellations of a race of 32 clients; 0 asks and books series instead.</summary>
    public int Attempts { get; init; }

    /// <exception cref="FormatException">An argument makes no sense; the message says which.</exception>
    public static BookingBenchOptions Parse(string[] arguments)
    {
        var options = new BookingBenchOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (arguments[i] == "--database")
            {
                options = options with { Postgres = Database(arguments.ElementAtOrDefault(i + 1)) };
                continue;
            }
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value == 0)
                throw new FormatException($"{arguments[i]} needs a number from 1.");
            options = arguments[i] switch
            {
                "--rooms" => options with { Rooms = value },
                "--sessions" => options with { Sessions = value },
                "--questions" => options with { Questions = value },
                "--rounds" => options with { Rounds = value },
                "--ports" => options with { FirstPort = value },
                "--attempts" => options with { Attempts = value },
                _ => throw new FormatException($"There is no option {arguments[i]}."),
            };
        }
        return options;
    }

    private static bool Database(string? name) => name switch
    {
        "sqlite" => false,
        "postgres" => true,
        _ => throw new FormatException("--database is sqlite or postgres."),
    };
}
