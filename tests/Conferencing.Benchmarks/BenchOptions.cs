using System.Globalization;

namespace Conferencing.Benchmarks;

/// <summary>What a load run is asked for.</summary>
internal sealed record BenchOptions
{
    public const string Usage =
        """
        ./dev bench [options]    calls simulated rooms into one conference and measures the bridge's process

          --rooms N       rooms (50)
          --talkers N     of them speak without end, the others are quiet and send all the same (3)
          --seconds S     length of a round (30)
          --rounds N      rounds; the median of each figure and its spread are shown (5)
          --pace N        new calls a second the bridge may begin (1000)
          --ports P       first port of the run; about twice as many as rooms are used (26000)

        ./dev bench options [--seconds S] [--rounds N] [--ports P]
                          OPTIONS answered a second and core, in turn with Debian's Kamailio (package kamailio)
        ./dev bench setup [--seconds S] [--ports P]
                          calls into 20 conferences at rising rates: cost a call, set-up times, highest clean rate
        ./dev bench setup --rate N [--seconds S] [--rounds N] [--ports P]
                          the same at one rate, in rounds
        ./dev bench messages [--rounds N]
                          SIP messages read and written a second and core, without sockets
        ./dev bench memory
                          bytes the signalling core holds of a call, while it is up and after its end

        ./dev bench booking [--sessions N] [--rooms N] [--questions N] [--rounds N] [--ports P]
                          the booking desk through HTTP against a million stored sessions: clash answers, long series

        ./dev bench --calls [N]
                          a million simulated calls with faults, or N, in virtual time; nothing may stay behind

        ./dev bench --core
                          the media core alone: processor time of 200 rooms in each codec
        ./dev bench --micro
                          micro-benchmarks of the codecs and parsers (more arguments go to BenchmarkDotNet)
        """;

    public int Rooms { get; init; } = 50;

    public int Talkers { get; init; } = 3;

    public int Seconds { get; init; } = 30;

    public int Rounds { get; init; } = 5;

    public int Pace { get; init; } = 1000;

    public int FirstPort { get; init; } = 26000;

    /// <summary>Calls a second; 0 for rising rates.</summary>
    public int Rate { get; init; }

    /// <exception cref="FormatException">An argument makes no sense; the message says which.</exception>
    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions();
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value))
                throw new FormatException($"{arguments[i]} needs a number.");
            options = arguments[i] switch
            {
                "--rooms" => options with { Rooms = value },
                "--talkers" => options with { Talkers = value },
                "--seconds" => options with { Seconds = value },
                "--rounds" => options with { Rounds = value },
                "--pace" => options with { Pace = value },
                "--ports" => options with { FirstPort = value },
                "--rate" => options with { Rate = value },
                _ => throw new FormatException($"There is no option {arguments[i]}."),
            };
        }
        return options;
    }
}
