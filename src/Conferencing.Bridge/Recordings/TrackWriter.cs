using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Recordings;

/// <summary>
/// One track: numbered frames of whatever rate in, a file without holes out. What is missing is written as silence, which costs nothing once
/// it lasts. In steady state nothing is allocated.
/// </summary>
internal sealed class TrackWriter(ITrackFile file) : IDisposable
{
    /// <summary>Frames after which filters and codecs have nothing left to say.</summary>
    private const int FadeFrames = 10;

    private readonly short[] _resampled = new short[file.RateHz / 50];
    private readonly short[] _nothing = new short[960];
    private Resampler? _resampler;
    private int _silentFrames;

    /// <summary>Frames written, those of silence included: the number of the next.</summary>
    public long Frames { get; private set; }

    public long Bytes => file.Bytes;

    /// <param name="number">Frames since the recording began; one that was passed already is left out.</param>
    public void Add(long number, ReadOnlySpan<short> samples)
    {
        if (number < Frames)
            return;
        PadTo(number);
        _silentFrames = 0;
        Write(samples);
    }

    /// <summary>Silence up to this frame.</summary>
    public void PadTo(long number)
    {
        while (Frames < number)
        {
            if (_silentFrames++ < FadeFrames)
            {
                Write(_nothing.AsSpan(0, (_resampler?.FromHz ?? file.RateHz) / 50));
                continue;
            }

            file.AddSilence();
            Frames++;
        }
    }

    public void Finish() => file.Finish();

    public void Dispose() => file.Dispose();

    private void Write(ReadOnlySpan<short> samples)
    {
        file.Add(AtItsRate(samples));
        Frames++;
    }

    private ReadOnlySpan<short> AtItsRate(ReadOnlySpan<short> samples)
    {
        int rate = samples.Length * 50;
        if (rate == file.RateHz)
            return samples;
        if (_resampler?.FromHz != rate)
            _resampler = new Resampler(rate, file.RateHz);
        _resampler.Resample(samples, _resampled);
        return _resampled;
    }
}
