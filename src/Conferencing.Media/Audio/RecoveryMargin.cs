namespace Conferencing.Media.Audio;

/// <summary>
/// How much longer to wait where packets are lost and each repeats the one before it: by one packet, so that the next is there when a lost one
/// should be played. A line that loses hardly anything is not delayed. Neither decodes nor counts losses.
/// </summary>
internal struct RecoveryMargin
{
    /// <summary>A second loss within so many ticks makes it worth waiting: 2 s.</summary>
    private const int PairTicks = 100;

    /// <summary>Ticks without any loss after which nothing is waited for: 20 s.</summary>
    private const int HoldTicks = 1000;

    private long? _lastLoss;
    private long _until;
    private int _samples;

    /// <summary>A packet was lost that the next repeats, whether that came in time to be of use or not.</summary>
    /// <param name="samples">Length of the packet that repeats it.</param>
    public void Note(int samples, long tick)
    {
        if (tick - _lastLoss <= PairTicks || tick < _until)
            (_until, _samples) = (tick + HoldTicks, samples);
        _lastLoss = tick;
    }

    /// <summary>What seemed lost was late: that is for the delay that follows the line.</summary>
    public void Forgive() => _lastLoss = null;

    /// <summary>Samples to wait.</summary>
    public readonly int At(long tick) => tick < _until ? _samples : 0;

    public void Reset() => (_lastLoss, _until) = (null, 0);
}
