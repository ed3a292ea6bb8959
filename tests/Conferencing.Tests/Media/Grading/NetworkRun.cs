using System.Collections.Concurrent;
using Conferencing.Media;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media.Grading;

/// <summary>One line of the table: a speaking room behind some line, and a room that listens on a clean one.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Set">What is the matter with the line.</param>
/// <param name="Each">What happens each second, if anything.</param>
internal sealed record NetworkRun(string Name, Action<SimulatedRoom> Set, Action<SimulatedRoom, int>? Each = null)
{
    private const int Settle = 3;
    private const int Seconds = 30;

    private static readonly ConcurrentDictionary<(int RateHz, int Seed), short[]> Voices = new();
    private static readonly ConcurrentDictionary<(AudioCodec Codec, int Seed), short[]> CleanSounds = new();

    public static readonly NetworkRun Clean = new("clean", _ => { });

    public static readonly NetworkRun[] All =
    [
        Clean,
        Lossy(1), Lossy(3), Lossy(5), Lossy(10), Lossy(20), Lossy(30),
        new("5 % lost in bursts of 4", room => room.Line = new LineQuality { Loss = 0.05, BurstLength = 4 }),
        new("10 % lost in bursts of 8", room => room.Line = new LineQuality { Loss = 0.1, BurstLength = 8 }),
        Jittery(30), Jittery(60), Jittery(200),
        new("10 % of packets 30 ms late", room => room.Line = new LineQuality { Stragglers = 0.1 }),
        new("10 % sent twice", room => room.Line = new LineQuality { Duplicates = 0.1, JitterMs = 10 }),
        new("clock +200 ppm", room => room.DriftPpm = 200),
        new("clock −200 ppm", room => room.DriftPpm = -200),
        new("5 % lost, jitter 40 ms, some twice", room => room.Line = LineQuality.Poor),
        new("restarts every 5 s", _ => { }, (room, second) => Restart(room, second)),
        new("held for 2 s every 8 s, timestamp leaps", _ => { }, (room, second) => Hold(room, second)),
    ];

    /// <summary>Runs it, and grades what was heard against the same through a clean line.</summary>
    public Graded Grade(AudioCodec codec, int seed)
    {
        var clean = CleanSounds.GetOrAdd((codec, seed), key => Clean.Play(key.Codec, key.Seed).Heard);
        var (heard, report, silent) = Play(codec, seed);
        var grade = SoundGrade.Of(clean, heard, codec.SampleRateHz, at => !silent.Any(time => at >= time - 0.1 && at < time + 0.2));
        return new Graded(Name, codec.Name, 2.0 * report.ConcealedFrames / (Seconds + Settle), report.TargetMs, grade);
    }

    /// <returns>What was heard, the last report, and the seconds in which the room did not send.</returns>
    private (short[] Heard, LegReport Report, List<double> Silent) Play(AudioCodec codec, int seed)
    {
        // Gain is for the ear; it would only be counted as noise here.
        var simulation = new ConferenceSimulation(seed, new MediaConferenceOptions { AutomaticGain = false, NoiseGate = false });
        var room = simulation.Add(sendCodec: codec, with: it =>
        {
            it.Codec = codec;
            it.Sound = Voices.GetOrAdd((codec.SampleRateHz, seed), key => SimulatedVoice.Speech(key.Seed, Settle + Seconds + 5, key.RateHz, -26, -75));
            Set(it);
        });
        var listener = simulation.Add(sendCodec: codec, with: it => it.Sends = false);
        simulation.RunAndListen(Settle, 0);
        var silent = new List<double>();
        for (int i = 0; i < 20 * Seconds; i++)
        {
            if (i % 20 == 0)
                Each?.Invoke(room, i / 20);
            simulation.Run(0.05);
            if (!room.Sends)
                silent.Add(i / 20.0);
        }

        return (listener.Heard.ToArray(), simulation.Events.OfType<MediaEvent.Report>().Last(told => told.Leg.Leg == room.Leg).Leg, silent);
    }

    private static NetworkRun Lossy(int percent) => new($"{percent} % lost", room => room.Line = new LineQuality { Loss = percent / 100.0 });

    private static NetworkRun Jittery(int ms) => new($"jitter up to {ms} ms", room => room.Line = new LineQuality { JitterMs = ms });

    private static void Restart(SimulatedRoom room, int second)
    {
        if (second % 5 == 4)
            room.Restart();
    }

    private static void Hold(SimulatedRoom room, int second)
    {
        bool sends = second % 8 < 6;
        if (sends && !room.Sends)
            room.JumpTimestamp(123_456_789);
        room.Sends = sends;
    }
}

/// <param name="MadeUpPercent">Frames made up because nothing had come, of all.</param>
/// <param name="TargetMs">The delay that the line asked for in the end.</param>
internal sealed record Graded(string Run, string Codec, double MadeUpPercent, double TargetMs, SoundGrade Grade);
