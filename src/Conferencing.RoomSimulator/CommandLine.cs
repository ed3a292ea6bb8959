using System.Globalization;
using System.Net;

namespace Conferencing.RoomSimulator;

/// <summary>Reads the program's arguments; a wrong one is told in a sentence.</summary>
internal static class CommandLine
{
    public const string Usage =
        """
        Conferencing.RoomSimulator rooms [options]     rooms that answer calls, until SIGTERM or SIGINT
        Conferencing.RoomSimulator load  [options]     the same, measured: one line of JSON for every step and round

          --count N            rooms, named room01, room02, … (12)
          --address IP         where they are reached (127.0.0.1)
          --sip-port P         SIP port of the first room, the next ones follow (7101)
          --shared-port        all rooms at one SIP port, told apart by the user part
          --rtp-port P         first RTP port, two a room (30000)
          --sound KIND         speech, tones or talkers (speech; load: talkers)
          --talkers N          rooms that speak without end when the sound is talkers (3)
          --ring SECONDS       before a room answers (1; load: 0.1)
          --ptime MS           packet time (20)
          --room N:BEHAVIOUR   one room's behaviour, from 1; several joined by +:
                               answer, busy, no-answer, refuse, no-media, absent, silent, hang-up=SECONDS, lossy=PERCENT,
                               ring=SECONDS, drift=PPM, ptime=MS
          --rounds N           measured rounds (load: 1)
          --seconds S          length of a round (load: 30)
          --patience S         how long to wait for all rooms to be called (load: 60)
        """;

    /// <exception cref="CommandLineException">An argument makes no sense.</exception>
    public static SimulatorOptions Parse(string[] arguments)
    {
        string command = arguments.FirstOrDefault() ?? "";
        if (command is not ("rooms" or "load")) throw new CommandLineException($"There is no command '{command}'.");
        var given = new Arguments(arguments[1..]);
        bool isLoad = command == "load";
        var options = new SimulatorOptions
        {
            Address = ParseAddress(given.Text("--address", "127.0.0.1")),
            Sound = ParseSound(given.Text("--sound", isLoad ? "talkers" : "speech")),
            Talkers = (int)given.Number("--talkers", 3),
            Load = isLoad ? ParseLoad(given) : null,
            Rooms = [.. ParseRooms(given, isLoad)],
        };
        given.RefuseRest();
        return options;
    }

    private static LoadOptions ParseLoad(Arguments given) => new(
        (int)given.Number("--rounds", 1),
        TimeSpan.FromSeconds(given.Number("--seconds", 30)),
        TimeSpan.FromSeconds(given.Number("--patience", 60)));

    private static IPAddress ParseAddress(string text)
        => IPAddress.TryParse(text, out var address) ? address : throw new CommandLineException($"--address {text} is no IP address.");

    private static IEnumerable<RoomSettings> ParseRooms(Arguments given, bool isLoad)
    {
        int count = (int)given.Number("--count", 12);
        int sipPort = (int)given.Number("--sip-port", 7101);
        int rtpPort = (int)given.Number("--rtp-port", 30000);
        bool shared = given.Flag("--shared-port");
        double ring = given.Number("--ring", isLoad ? 0.1 : 1);
        int ptime = (int)given.Number("--ptime", 20);
        var behaviours = given.All("--room").Select(text => ParseRoom(text, count)).ToLookup(pair => pair.Room, pair => pair.Behaviour);
        for (int i = 0; i < count; i++)
        {
            var plain = new RoomSettings
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"room{i + 1:00}"),
                SipPort = shared ? sipPort : sipPort + i,
                RtpPort = rtpPort + (2 * i),
                Rings = TimeSpan.FromSeconds(ring),
                PtimeMs = ptime,
            };
            yield return behaviours[i + 1].SelectMany(text => text.Split('+')).Aggregate(plain, Behave);
        }
    }

    private static (int Room, string Behaviour) ParseRoom(string text, int count)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int room) && room >= 1 && room <= count
            ? (room, text[(colon + 1)..])
            : throw new CommandLineException($"--room {text}: expected a number from 1 to {count}, a colon and a behaviour.");
    }

    private static RoomSettings Behave(RoomSettings room, string text)
    {
        string[] parts = text.Split('=', 2);
        double Value() => parts.Length == 2 && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new CommandLineException($"--room: {text} needs a number.");
        return parts[0] switch
        {
            "answer" => room with { Answer = RoomAnswer.Answer },
            "busy" => room with { Answer = RoomAnswer.Busy },
            "no-answer" => room with { Answer = RoomAnswer.NoAnswer },
            "refuse" => room with { Answer = RoomAnswer.Refuse },
            "no-media" => room with { Answer = RoomAnswer.NoMedia },
            "absent" => room with { Answer = RoomAnswer.Absent },
            "silent" => room with { IsSilent = true },
            "hang-up" => room with { HangsUpAfter = TimeSpan.FromSeconds(Value()) },
            "lossy" => room with { LossPercent = Value() },
            "ring" => room with { Rings = TimeSpan.FromSeconds(Value()) },
            "drift" => room with { ClockPpm = Value() },
            "ptime" => room with { PtimeMs = (int)Value() },
            _ => throw new CommandLineException($"--room: there is no behaviour '{text}'."),
        };
    }

    private static SoundKind ParseSound(string text) => text switch
    {
        "speech" => SoundKind.Speech,
        "tones" => SoundKind.Tones,
        "talkers" => SoundKind.Talkers,
        _ => throw new CommandLineException($"There is no sound '{text}'."),
    };
}

/// <summary>The arguments make no sense; the message says which and why.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
