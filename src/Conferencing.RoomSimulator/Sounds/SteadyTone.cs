namespace Conferencing.RoomSimulator.Sounds;

/// <summary>A sine: a room's fingerprint in tests.</summary>
internal sealed class SteadyTone(double frequencyHz) : Sound
{
    /// <summary>Peak amplitude: ten rooms at 0.08 of full scale together do not overload.</summary>
    private const double Amplitude = 0.08 * 32767;

    private double _phase;

    /// <summary>A frequency of its own for each of 200 rooms, all carried by G.711.</summary>
    public static double FrequencyOfRoom(int index) => 320 + (12 * index % 2400);

    public override void Fill(Span<short> samples)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Round(Amplitude * Math.Sin(2 * Math.PI * _phase));
            _phase += frequencyHz / RateHz;
            if (_phase >= 1) _phase--;
        }
    }
}
