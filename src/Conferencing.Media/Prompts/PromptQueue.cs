namespace Conferencing.Media.Prompts;

/// <summary>Prompts that are played one after the other over what is heard.</summary>
internal sealed class PromptQueue
{
    private const int Capacity = 8;

    private readonly ReadOnlyMemory<short>[] _prompts = new ReadOnlyMemory<short>[Capacity];
    private int _first;
    private int _count;
    private int _played;

    public bool IsEmpty => _count == 0;

    /// <summary>False when too many wait.</summary>
    public bool TryAdd(ReadOnlyMemory<short> samples)
    {
        if (_count == Capacity)
            return false;

        if (!samples.IsEmpty)
            _prompts[(_first + _count++) % Capacity] = samples;
        return true;
    }

    /// <summary>The next frame, silence after the last prompt's end.</summary>
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

        frame[filled..].Clear();
    }

    private void Next()
    {
        _prompts[_first] = default;
        _first = (_first + 1) % Capacity;
        _count--;
        _played = 0;
    }
}
