namespace Conferencing.Media;

/// <summary>
/// One thing a conference wants done: a datagram sent, a frame recorded, or an event told. <see cref="Event"/> is set, or
/// <see cref="IsRecorded"/>, or it is a datagram; the spans are valid until the next call into the conference.
/// </summary>
/// <remarks>What is told often is told as values, <see cref="Reports"/> and <see cref="Levels"/>: who asks them first allocates nothing.</remarks>
public readonly ref struct MediaOutput
{
    private readonly MediaEvent? _event;

    private MediaOutput(LegId leg, bool isRtcp, ReadOnlySpan<byte> datagram, MediaEvent? mediaEvent)
    {
        Leg = leg;
        IsRtcp = isRtcp;
        Datagram = datagram;
        _event = mediaEvent;
    }

    private MediaOutput(ReadOnlySpan<LegReport> reports, ReadOnlySpan<LegLevel> levels)
    {
        Reports = reports;
        Levels = levels;
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

    /// <summary>Of a report or of levels it is made when it is asked for.</summary>
    public MediaEvent? Event => this switch
    {
        { Reports.Length: > 0 } => new MediaEvent.Report(Reports[0]),
        { Levels.Length: > 0 } => new MediaEvent.Levels(Levels.ToArray()),
        _ => _event,
    };

    /// <summary>One, when <see cref="Event"/> is a report.</summary>
    public ReadOnlySpan<LegReport> Reports { get; }

    /// <summary>At least one, when <see cref="Event"/> is levels.</summary>
    public ReadOnlySpan<LegLevel> Levels { get; }

    public bool IsRecorded { get; }

    /// <summary>Of no meaning unless <see cref="IsRecorded"/>.</summary>
    public RecordedFrame Recorded { get; }

    internal static MediaOutput Transmit(LegId leg, bool isRtcp, ReadOnlySpan<byte> datagram) => new(leg, isRtcp, datagram, null);

    internal static MediaOutput Tell(MediaEvent mediaEvent) => new(default, false, default, mediaEvent);

    internal static MediaOutput Tell(ReadOnlySpan<LegReport> report) => new(report, default);

    internal static MediaOutput Tell(ReadOnlySpan<LegLevel> levels) => new(default, levels);

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
