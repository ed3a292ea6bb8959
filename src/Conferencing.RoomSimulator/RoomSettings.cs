namespace Conferencing.RoomSimulator;

/// <summary>How one simulated room behaves.</summary>
internal sealed record RoomSettings
{
    /// <summary>User part of its address.</summary>
    public required string Name { get; init; }

    public required int SipPort { get; init; }

    /// <summary>RTP here, RTCP one above.</summary>
    public required int RtpPort { get; init; }

    public RoomAnswer Answer { get; init; } = RoomAnswer.Answer;

    /// <summary>Time from the call to the answer.</summary>
    public TimeSpan Rings { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The room hangs up after so long; null stays.</summary>
    public TimeSpan? HangsUpAfter { get; init; }

    public bool IsSilent { get; init; }

    /// <summary>Packets lost each way, per cent.</summary>
    public double LossPercent { get; init; }

    /// <summary>Its sound card's error, parts per million; positive is fast.</summary>
    public double ClockPpm { get; init; }

    /// <summary>Packet time, milliseconds.</summary>
    public int PtimeMs { get; init; } = 20;
}

/// <summary>What a simulated room does when it is called.</summary>
internal enum RoomAnswer
{
    Answer,
    /// <summary>486.</summary>
    Busy,
    /// <summary>Rings until the caller gives up.</summary>
    NoAnswer,
    /// <summary>603.</summary>
    Refuse,
    /// <summary>Knows no codec the caller offers.</summary>
    NoMedia,
    /// <summary>Switched off: nobody listens at its port.</summary>
    Absent,
}
