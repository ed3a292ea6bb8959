namespace Conferencing.Media;

/// <summary>
/// One thing a conference wants done: a datagram sent, or an event told. Either <see cref="Event"/> is set or it is a
/// datagram; the span is valid until the next call into the conference.
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

    /// <summary>Whose remote address the datagram goes to; of no meaning for an event.</summary>
    public LegId Leg { get; }

    /// <summary>True: to the leg's RTCP address.</summary>
    public bool IsRtcp { get; }

    public ReadOnlySpan<byte> Datagram { get; }

    public MediaEvent? Event { get; }

    internal static MediaOutput Transmit(LegId leg, bool isRtcp, ReadOnlySpan<byte> datagram) => new(leg, isRtcp, datagram, null);

    internal static MediaOutput Tell(MediaEvent mediaEvent) => new(default, false, default, mediaEvent);
}
