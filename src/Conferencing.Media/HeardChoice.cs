namespace Conferencing.Media;

/// <summary>
/// Who is heard when a conference is crowded: the loudest, and of them only who is louder than a quiet room's noise, so that a hundred open
/// microphones do not add up to a roar and nobody is encoded for alone without need. While few have anything to say all are heard. Decides
/// only; a choice is at once for who begins, and slow to drop who pauses, though his pause itself soon adds nothing any more.
/// </summary>
internal sealed class HeardChoice
{
    /// <summary>A leg already heard keeps its place against who is less than this louder, dB.</summary>
    private const double Bonus = 6;

    /// <summary>What a loudness loses each tick after its peak, dB: a speaker at −26 dBov may pause for about two seconds.</summary>
    private const double Decay = 0.4;

    /// <summary>In a crowd nobody softer than this is heard, dBov: the noise of a quiet room.</summary>
    private const double Floor = -60;

    /// <summary>Who is heard stays so until he is this much softer than that, dB.</summary>
    private const double FloorSlack = 3;

    /// <summary>For so many ticks what is softer than that is heard after a word: half a second.</summary>
    private const int PauseTicks = 25;

    private readonly Leg[] _loudest;

    /// <param name="most">How many are heard at once.</param>
    public HeardChoice(int most) => _loudest = new Leg[most];

    /// <summary>False when a leg that is not heard will not be either with a frame of this level, however crowded it is.</summary>
    public static bool MayBeHeard(Leg leg, double dbov) => Math.Max(dbov, leg.Loudness - Decay) >= Floor;

    /// <summary>Decides for the frames that the legs have taken.</summary>
    public void Choose(List<Leg> legs)
    {
        int sounding = 0;
        foreach (var leg in legs)
        {
            leg.Loudness = leg.HasSound ? Math.Max(leg.Meter.FrameDbov, leg.Loudness - Decay) : leg.Loudness - Decay;
            leg.FaintTicks = leg.Meter.FrameDbov < Floor ? leg.FaintTicks + 1 : 0;
            sounding += leg.HasSound ? 1 : 0;
        }

        bool crowded = sounding > _loudest.Length;
        if (crowded)
            Rank(legs);
        foreach (var leg in legs)
            leg.SetHeard(!crowded || leg.IsAmongLoudest, pauses: crowded && leg.FaintTicks > PauseTicks);
    }

    private void Rank(List<Leg> legs)
    {
        int count = 0;
        foreach (var leg in legs)
        {
            leg.IsAmongLoudest = false;
            if (leg.Loudness >= (leg.IsHeard ? Floor - FloorSlack : Floor))
                Insert(leg, ref count);
        }

        foreach (var leg in _loudest.AsSpan(0, count))
            leg.IsAmongLoudest = true;
        Array.Clear(_loudest);
    }

    /// <summary>Keeps the loudest in order.</summary>
    private void Insert(Leg leg, ref int count)
    {
        double score = Score(leg);
        int at = count < _loudest.Length ? count++ : count;
        for (; at > 0 && Score(_loudest[at - 1]) < score; at--)
        {
            if (at < _loudest.Length)
                _loudest[at] = _loudest[at - 1];
        }

        if (at < _loudest.Length)
            _loudest[at] = leg;
    }

    private static double Score(Leg leg) => leg.Loudness + (leg.IsHeard ? Bonus : 0);
}
