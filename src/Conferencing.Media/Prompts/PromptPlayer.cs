using Conferencing.Media.Audio;

namespace Conferencing.Media.Prompts;

/// <summary>Prompts at the rate of the mix they are played over. The prompts themselves are 8 kHz.</summary>
internal sealed class PromptPlayer
{
    private const int PromptRateHz = 8000;

    private readonly PromptQueue _queue = new();
    private readonly short[] _narrow = new short[PromptRateHz / 50];
    private Resampler? _resampler;

    /// <summary>True when nothing is to be heard, now or later.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>8 kHz; what is heard between prompts, over and over.</summary>
    public ReadOnlyMemory<short> Background
    {
        set
        {
            _queue.Background = value;
            IsSilent &= _queue.IsEmpty;
        }
    }

    /// <summary>Forgets every prompt; the background stays.</summary>
    public void Stop() => _queue.Stop();

    /// <summary>False when too many wait.</summary>
    public bool TryAdd(ReadOnlyMemory<short> samples)
    {
        bool added = _queue.TryAdd(samples);
        IsSilent &= _queue.IsEmpty;
        return added;
    }

    /// <summary>The next frame of 20 ms.</summary>
    public void Take(Span<short> frame, int sampleRateHz)
    {
        if (sampleRateHz == PromptRateHz)
        {
            _queue.Take(frame);
            IsSilent = _queue.IsEmpty;
            return;
        }

        if (_resampler?.ToHz != sampleRateHz)
            _resampler = new Resampler(PromptRateHz, sampleRateHz);
        _queue.Take(_narrow);
        _resampler.Resample(_narrow, frame);
        IsSilent = _queue.IsEmpty && _resampler.IsSilent;
    }
}
