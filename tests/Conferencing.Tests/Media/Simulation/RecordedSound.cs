using Conferencing.Media;

namespace Conferencing.Tests.Media.Simulation;

/// <summary>What a simulated conference put out for its recording, put together again; what was left out is silence.</summary>
internal sealed class RecordedSound
{
    private readonly List<(LegId? Leg, long Number, short[] Samples)> _frames = [];

    /// <summary>Frames of the mix in the order they came.</summary>
    public IReadOnlyList<long> Numbers => [.. _frames.Where(frame => frame.Leg is null).Select(frame => frame.Number)];

    public IReadOnlyList<LegId> Legs => [.. _frames.Where(frame => frame.Leg is not null).Select(frame => frame.Leg!.Value).Distinct()];

    public void Take(in RecordedFrame frame) => _frames.Add((frame.Leg, frame.Number, frame.Samples.ToArray()));

    public short[] Mix(int sampleRateHz) => Join(null, sampleRateHz);

    public short[] Leg(LegId leg, int sampleRateHz) => Join(leg, sampleRateHz);

    private short[] Join(LegId? leg, int sampleRateHz)
    {
        int length = sampleRateHz / 50;
        var sound = new short[(_frames.Max(frame => frame.Number) + 1) * length];
        foreach (var (_, number, samples) in _frames.Where(frame => frame.Leg == leg))
        {
            Assert.Equal(length, samples.Length);
            samples.CopyTo(sound, number * length);
        }

        return sound;
    }
}
