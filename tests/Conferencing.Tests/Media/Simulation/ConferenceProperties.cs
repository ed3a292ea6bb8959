using Conferencing.Media;

namespace Conferencing.Tests.Media.Simulation;

/// <summary>
/// What holds around every simulated conference, whatever its test asks: nobody hears himself, everybody hears every talker, and in steady
/// state no packet allocates. That every datagram fits, and that numbers and timestamps go on unbroken for each listener, the rooms check
/// themselves (<see cref="SimulatedRoom.Receive"/>).
/// </summary>
internal sealed class ConferenceProperties(MediaConferenceOptions options)
{
    /// <summary>Since the last command, and since the beginning: buffers have grown to their size.</summary>
    private const long SteadyNs = 3_000_000_000;

    /// <summary>Softer than a talker, a tone is steady noise to the gate.</summary>
    private const double FaintestTalker = 600;

    /// <summary>What codecs make of other sounds, whatever the tone's amplitude.</summary>
    private const double Leak = 12;

    /// <summary>What Opus makes of a chord beside its tones, in parts of the loudest.</summary>
    private const double OpusLeak = 0.05;

    private readonly Dictionary<LegId, LegPlace> _places = [];
    private long _lastCommandNs;
    private long _steadyCalls;
    private long _allocating;

    /// <summary>What calls allocated in steady state.</summary>
    public long AllocatedBytes { get; private set; }

    public void Did(MediaCommand command, long nowNs)
    {
        _lastCommandNs = nowNs;
        if (command is MediaCommand.SetPlace place)
            _places[place.Leg] = place.Place;
    }

    /// <summary>One call into the conference is over.</summary>
    /// <param name="told">It told something: a report, levels. That may allocate.</param>
    public void Called(long bytes, bool told, long nowNs)
    {
        if (told || nowNs - _lastCommandNs < SteadyNs)
            return;
        _steadyCalls++;
        _allocating += bytes > 0 ? 1 : 0;
        AllocatedBytes += bytes;
    }

    /// <summary>A source that begins anew, another codec, a longer packet may cost something once; a packet may not.</summary>
    public void AssertNothingIsAllocated()
    {
        if (_steadyCalls > 500)
            Assert.True(_allocating <= _steadyCalls / 50, $"{_allocating} of {_steadyCalls} calls allocated {AllocatedBytes} bytes.");
    }

    /// <summary>After a while of listening. Tolerances are those of the worst line among the rooms; what a test demands beyond it says itself.</summary>
    public void AssertWhatIsHeard(IReadOnlyList<SimulatedRoom> rooms)
    {
        // Tones are told apart; among other sounds they are not.
        if (rooms.Any(room => room.Sound is not null || room.ToldNoise))
            return;
        bool poor = rooms.Any(room => IsOpus(room.Codec) || IsOpus(room.Settings.SendCodec) || room.Line.Loss > 0 || room.Line.JitterMs > 0 || room.DriftPpm != 0 || room.PtimeMs != 20);
        bool crowded = rooms.Count(room => room.Sends) > options.MostHeard;
        double loudest = rooms.Max(room => room.Amplitude);
        foreach (var listener in rooms.Where(IsListening))
        {
            double leak = IsOpus(listener.Settings.SendCodec) ? Math.Max(Leak, OpusLeak * loudest) : Leak;
            foreach (var talker in rooms.Where(room => IsInMix(room) && Carries(listener, room)))
            {
                double heard = listener.Hears(talker.FrequencyHz);
                if (talker == listener || talker.Muted || !talker.Sends || talker.IsStranger)
                    Assert.True(heard <= Math.Max(leak, (poor ? 0.15 : 0.05) * talker.Amplitude), $"{listener.Leg} hears {talker.Leg} at {heard:F0} of {talker.Amplitude:F0}, and should not");
                else if (!crowded && talker.Amplitude >= FaintestTalker)
                    Assert.True(heard >= (poor ? 0.6 : 0.85) * talker.Amplitude, $"{listener.Leg} hears {talker.Leg} at {heard:F0} of {talker.Amplitude:F0}");
            }
        }
    }

    private bool IsListening(SimulatedRoom room) => room.Settings.MaySend && IsInMix(room) && room.Heard.Length >= room.Settings.SendCodec.SampleRateHz * 3 / 10;

    /// <summary>Its tone gets through both codecs.</summary>
    private static bool Carries(SimulatedRoom listener, SimulatedRoom talker) =>
        talker.FrequencyHz < 0.45 * Math.Min(listener.Settings.SendCodec.SampleRateHz, talker.Codec.SampleRateHz);

    /// <summary>It keeps what is heard, not the wave: among others a tone's level wanders.</summary>
    private static bool IsOpus(AudioCodec codec) => codec.Name == "opus";

    private bool IsInMix(SimulatedRoom room) => _places.GetValueOrDefault(room.Leg) == LegPlace.Mix;
}
