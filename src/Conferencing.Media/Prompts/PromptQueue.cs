namespace Conferencing.Media.Prompts;

/// <summary>Prompts that are played one after the other over what is heard.</summary>
internal sealed class PromptQueue
{
    private const int Capacity = 8;

    private readonly ReadOnlyMemory<short>[] _prompts = new ReadOnlyMemory<short>[Capacity];
    private int _first;
    private int _count;
    private int _played;
    private ReadOnlyMemory<short> _background;
    private int _backgroundAt;

    public bool IsEmpty => _count == 0 && _background.IsEmpty;

    /// <summary>What is heard between prompts, over and over; it goes on where it was interrupted.</summary>
    public ReadOnlyMemory<short> Background
    {
        set => (_background, _backgroundAt) = (value, 0);
    }

    /// <summary>Forgets every prompt; the background stays.</summary>
    public void Stop()
    {
        while (_count > 0)
            Next();
    }

    /// <summary>False when too many wait.</summary>
    public bool TryAdd(ReadOnlyMemory<short> samples)
    {
        if (_count == Capacity)
            return false;

        if (!samples.IsEmpty)
            _prompts[(_first + _count++) % Capacity] = samples;
        return true;
    }

    /// <summary>The next frame; background, else silence, after the last prompt's end.</summary>
    public void Take(Span<short> frame)
    {
        int filled = 0;
        while (_count > 0 && filled < frame.Length)
        {
            var rest = _prompts[_first].Span[_played..];
            int count = Math.Min(rest.Length, frame.Length - filled);
            rest[..count].CopyTo(frame[filled..]);
            filled += count;
            _played += count;
            if (count == rest.Length)
                Next();
        }

        TakeBackground(frame[filled..]);
    }

    private void TakeBackground(Span<short> frame)
    {
        if (_background.IsEmpty)
        {
            frame.Clear();
            return;
        }

        for (int filled = 0; filled < frame.Length;)
        {
            int count = Math.Min(frame.Length - filled, _background.Length - _backgroundAt);
            _background.Span.Slice(_backgroundAt, count).CopyTo(frame[filled..]);
            filled += count;
            _backgroundAt = (_backgroundAt + count) % _background.Length;
        }
    }

    private void Next()
    {
        _prompts[_first] = default;
        _first = (_first + 1) % Capacity;
        _count--;
        _played = 0;
    }
}
