namespace Conferencing.Media;

/// <summary>
/// The media of one conference as a value that is fed: datagrams, commands and the time go in; datagrams, events and the
/// next deadline come out. No socket, clock or thread. After every input <see cref="TryPoll"/> is called until it is false.
/// </summary>
public sealed class MediaConference
{
    private readonly Dictionary<LegId, LegSettings> _legs = [];
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];

    public MediaConference(MediaConferenceOptions options, Random random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
    }

    /// <summary>The latest moment for the next <see cref="Advance"/>.</summary>
    public Tick NextDeadline { get; private set; } = Tick.Never;

    /// <summary>How often something was refused for this reason, since the conference began.</summary>
    public long Dropped(DropReason reason) => _drops[(int)reason];

    /// <summary>A datagram, RTP or RTCP, that came from a leg's remote address. The span is not kept.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, LegId leg, Tick now) =>
        _drops[(int)(_legs.ContainsKey(leg) ? DropReason.NotExpectedNow : DropReason.UnknownLeg)]++;

    public void Do(MediaCommand command, Tick now)
    {
        if (command is MediaCommand.AddLeg add)
            _legs[add.Leg] = add.Settings;
        else if (command is MediaCommand.RemoveLeg remove)
            _legs.Remove(remove.Leg);
        NextDeadline = _legs.Count == 0 ? Tick.Never : now + TimeSpan.FromMilliseconds(20);
    }

    public void Advance(Tick now) => NextDeadline = _legs.Count == 0 ? Tick.Never : now + TimeSpan.FromMilliseconds(20);

    /// <summary>Takes the next output; false when there is none.</summary>
    public bool TryPoll(out MediaOutput output)
    {
        output = default;
        return _legs.Count < 0;
    }
}
