using Conferencing.Media;

namespace Conferencing.Bridge.Recordings;

/// <summary>
/// From a media loop, which never waits and allocates nothing, to the thread that writes: a ring of a fixed size. What does not fit is
/// counted and lost; frames are numbered, so that the writer puts silence there. One thread on each side.
/// </summary>
internal sealed class FrameQueue(int capacity)
{
    private const int MaxSamples = 960;

    private readonly Slot[] _slots = new Slot[capacity];
    private readonly short[] _samples = new short[capacity * MaxSamples];
    private long _put;
    private long _taken;
    private long _dropped;
    private volatile bool _completed;

    /// <summary>Which frame it is; its samples are beside it.</summary>
    public readonly record struct Slot(LegId? Leg, long Number, int Length);

    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>True once nothing more will be put; what is in can still be taken.</summary>
    public bool IsCompleted => _completed;

    /// <summary>The media loop's side.</summary>
    public void Put(in RecordedFrame frame)
    {
        if (_put - Volatile.Read(ref _taken) == capacity)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return;
        }

        int at = (int)(_put % capacity);
        _slots[at] = new Slot(frame.Leg, frame.Number, frame.Samples.Length);
        frame.Samples.CopyTo(_samples.AsSpan(at * MaxSamples));
        Volatile.Write(ref _put, _put + 1);
    }

    /// <summary>The media loop's side: the conference is no longer recorded.</summary>
    public void Complete() => _completed = true;

    /// <summary>The writer's side: the oldest frame, in place until <see cref="Release"/>.</summary>
    public bool TryPeek(out Slot slot, out ReadOnlySpan<short> samples)
    {
        slot = default;
        samples = default;
        if (_taken == Volatile.Read(ref _put))
            return false;
        int at = (int)(_taken % capacity);
        slot = _slots[at];
        samples = _samples.AsSpan(at * MaxSamples, slot.Length);
        return true;
    }

    public void Release() => Volatile.Write(ref _taken, _taken + 1);
}
