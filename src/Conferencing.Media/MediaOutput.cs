namespace Conferencing.Media;

/// <summary>
/// One thing a conference wants done: a datagram sent, a frame recorded, or an event told. <see cref="Event"/> is set, or
/// <see cref="IsRecorded"/>, or it is a datagram; the spans are valid until the next call into the conference.
/// </summary>
public readonly ref struct MediaOutput
{
    private MediaOutput(LegId leg, bool isRtcp, ReadOnlySpan<byte> datagram, MediaEvent? mediaEvent)
    {
        Leg = leg;
        IsRtcp = isRtcp;
        Datagram = datagram;
        Event = mediaEvent;
    }

    private MediaOutput(RecordedFrame recorded)
    {
        Recorded = recorded;
        IsRecorded = true;
    }

    /// <summary>Whose remote address the datagram goes to; of no meaning for an event.</summary>
    public LegId Leg { get; }

    /// <summary>True: to the leg's RTCP address.</summary>
    public bool IsRtcp { get; }

    public ReadOnlySpan<byte> Datagram { get; }

    public MediaEvent? Event { get; }

    public bool IsRecorded { get; }

    /// <summary>Of no meaning unless <see cref="IsRecorded"/>.</summary>
    public RecordedFrame Recorded { get; }

    internal static MediaOutput Transmit(LegId leg, bool isRtcp, ReadOnlySpan<byte> datagram) => new(leg, isRtcp, datagram, null);

    internal static MediaOutput Tell(MediaEvent mediaEvent) => new(default, false, default, mediaEvent);

    internal static MediaOutput Record(RecordedFrame frame) => new(frame);
}

/// <summary>20 ms of sound for a recording. What of a leg is not here was not heard: it is silence.</summary>
public readonly ref struct RecordedFrame
{
    /// <summary>Null for the mix, which comes once in every frame of time and after the legs' frames of the same number.</summary>
    public LegId? Leg { get; init; }

    /// <summary>Frames of time since the recording began; a number that is missing was lost time.</summary>
    public long Number { get; init; }

    /// <summary>20 ms of them, at 8, 16 or 48 kHz.</summary>
    public ReadOnlySpan<short> Samples { get; init; }

    public int SampleRateHz => Samples.Length * 50;
}
