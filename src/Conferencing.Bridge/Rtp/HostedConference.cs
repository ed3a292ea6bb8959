using Conferencing.Bridge.Recordings;
using Conferencing.Media;

namespace Conferencing.Bridge.Rtp;

/// <summary>A conference on its loop, fenced: a fault of its own ends it and nothing else.</summary>
internal sealed class HostedConference
{
    private readonly MediaConference _media;

    public HostedConference(Guid id, MediaConferenceOptions options)
    {
        Id = id;
        _media = new MediaConference(options, new Random());
    }

    public Guid Id { get; }

    public Dictionary<LegId, Route> Routes { get; } = [];

    /// <summary>Where recorded frames go; null while nothing is recorded.</summary>
    public FrameQueue? Recording { get; private set; }

    /// <summary>Why it broke; null while it is sound.</summary>
    public Exception? Fault { get; private set; }

    public Tick NextDeadline => Fault is null ? _media.NextDeadline : Tick.Never;

    public long Dropped(DropReason reason) => _media.Dropped(reason);

    public bool TryPoll(out MediaOutput output) => _media.TryPoll(out output);

    /// <summary>False when the datagram cannot be the leg's own.</summary>
    public bool Receive(ReadOnlySpan<byte> datagram, LegId leg, Tick now)
    {
        try
        {
            return _media.Receive(datagram, leg, now);
        }
        catch (Exception fault)
        {
            Fault = fault;
            return false;
        }
    }

    public void Do(MediaCommand command, Tick now)
    {
        try
        {
            _media.Do(command, now);
        }
        catch (Exception fault)
        {
            Fault = fault;
        }
    }

    /// <summary>Another recording that was still running ends with it.</summary>
    public void Record(FrameQueue queue, bool legs, Tick now)
    {
        Recording?.Complete();
        Recording = queue;
        Do(new MediaCommand.StartRecording(legs), now);
    }

    public void StopRecording(Tick now)
    {
        Do(new MediaCommand.StopRecording(), now);
        EndRecording();
    }

    /// <summary>Nothing more will come out of this conference.</summary>
    public void EndRecording()
    {
        Recording?.Complete();
        Recording = null;
    }

    public void Advance(Tick now)
    {
        try
        {
            _media.Advance(now);
        }
        catch (Exception fault)
        {
            Fault = fault;
        }
    }
}
