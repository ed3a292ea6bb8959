using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media.Grading;

/// <summary>How much of a sound came through a line, measured against the same sound through a clean one.</summary>
/// <param name="SnrDb">Segmental: the mean over pieces of 40 ms in which somebody speaks, each put where it fits best and counted from 0 to 40 dB.</param>
/// <param name="GoodPercent">Pieces with at least 15 dB.</param>
/// <param name="Holes">Places where somebody speaks and nothing is heard for 20 ms or more.</param>
/// <param name="LongestHoleMs">The longest of them.</param>
/// <param name="DelayMs">How much later it is heard, the median.</param>
internal sealed record SoundGrade(double SnrDb, double GoodPercent, int Holes, int LongestHoleMs, double DelayMs)
{
    private const double MostDb = 40;
    private const double GoodDb = 15;

    /// <summary>Softer than this is a pause, dBov.</summary>
    private const double Pause = -50;

    /// <summary>This much softer than it should be is a hole, dB.</summary>
    private const double Hole = 20;

    /// <summary>The most a piece is searched for after its time, and before it, milliseconds.</summary>
    private const int Latest = 320;
    private const int Earliest = 20;

    public static SoundGrade Of(ReadOnlySpan<short> clean, ReadOnlySpan<short> heard, int rateHz, Func<double, bool> counts)
    {
        int piece = rateHz / 25;
        var levels = new List<double>();
        var offsets = new List<int>();
        int offset = 0;
        int run = 0;
        var runs = new List<int>();
        for (int at = piece; at + piece + (Latest * rateHz / 1000) <= Math.Min(clean.Length, heard.Length); at += piece)
        {
            var wanted = clean.Slice(at, piece);
            if (SimulatedVoice.Dbov(wanted) < Pause || !counts(at / (double)rateHz))
            {
                EndRun(runs, ref run);
                continue;
            }

            double snr = Align(wanted, heard, at, rateHz, ref offset);
            levels.Add(Math.Clamp(snr, 0, MostDb));
            offsets.Add(offset);
            CountHoles(wanted, heard.Slice(at + offset, piece), rateHz, runs, ref run);
        }

        EndRun(runs, ref run);
        offsets.Sort();
        return new SoundGrade(
            levels.Average(), 100.0 * levels.Count(level => level >= GoodDb) / levels.Count, runs.Count, runs.Count == 0 ? 0 : runs.Max(), offsets[offsets.Count / 2] * 1000.0 / rateHz);
    }

    /// <summary>Looks where the piece before fitted, and everywhere when it does not fit there. Returns the signal-to-noise ratio, dB.</summary>
    private static double Align(ReadOnlySpan<short> wanted, ReadOnlySpan<short> heard, int at, int rateHz, ref int offset)
    {
        double here = Best(wanted, heard, at, offset - (rateHz / 1000), offset + (rateHz / 1000), out int near);
        double snr = here;
        int best = near;
        if (here < GoodDb)
        {
            double anywhere = Best(wanted, heard, at, -Earliest * rateHz / 1000, Latest * rateHz / 1000, out int far);
            if (anywhere > here + 3)
                (snr, best) = (anywhere, far);
        }

        // A piece that fits nowhere says nothing of the delay.
        if (snr > 3)
            offset = best;
        return snr;
    }

    private static double Best(ReadOnlySpan<short> wanted, ReadOnlySpan<short> heard, int at, int from, int to, out int offset)
    {
        offset = from;
        double least = double.MaxValue;
        for (int shift = Math.Max(from, -at); shift <= to && at + shift + wanted.Length <= heard.Length; shift++)
        {
            double error = Error(wanted, heard.Slice(at + shift, wanted.Length), least);
            if (error >= least)
                continue;
            least = error;
            offset = shift;
        }

        return 10 * Math.Log10((LevelSquares(wanted) + 1) / (least + 1));
    }

    private static double Error(ReadOnlySpan<short> wanted, ReadOnlySpan<short> heard, double limit)
    {
        long error = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            long difference = wanted[i] - heard[i];
            error += difference * difference;
            if ((i & 63) == 63 && error >= limit)
                break;
        }

        return error;
    }

    private static double LevelSquares(ReadOnlySpan<short> sound) => Conferencing.Media.Audio.LevelMeter.SumOfSquares(sound);

    private static void CountHoles(ReadOnlySpan<short> wanted, ReadOnlySpan<short> heard, int rateHz, List<int> runs, ref int run)
    {
        int half = rateHz / 50;
        for (int at = 0; at < wanted.Length; at += half)
        {
            double level = SimulatedVoice.Dbov(wanted.Slice(at, half));
            if (level >= Pause && SimulatedVoice.Dbov(heard.Slice(at, half)) < level - Hole)
                run += 20;
            else
                EndRun(runs, ref run);
        }
    }

    private static void EndRun(List<int> runs, ref int run)
    {
        if (run > 0)
            runs.Add(run);
        run = 0;
    }
}
