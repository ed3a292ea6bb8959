namespace Conferencing.Media;

/// <summary>Every way a received datagram, a part of it, or a prompt is refused. Each has a counter.</summary>
public enum DropReason
{
    /// <summary>The first byte is neither RTP nor RTCP (RFC 7983).</summary>
    NotMedia,

    /// <summary>Version, CSRC list, extension or padding do not fit the datagram (RFC 3550 A.1).</summary>
    BadHeader,

    /// <summary>No usable RTCP packet, or one that does not fit the datagram (RFC 3550 A.2).</summary>
    BadRtcp,

    /// <summary>From a leg this conference does not have (any longer).</summary>
    UnknownLeg,

    /// <summary>A payload type that was not agreed.</summary>
    UnexpectedPayloadType,

    /// <summary>No payload, or more than a packet of this format may hold.</summary>
    BadPayload,

    /// <summary>First packet of another source: believed from the second one on.</summary>
    SourceProbation,

    /// <summary>Under the source we send by ourselves: a loop, or a collision (RFC 3550 8.2).</summary>
    OwnSource,

    /// <summary>The leg may not send now: it is held or only receives.</summary>
    NotExpectedNow,

    /// <summary>Its sequence number has been seen.</summary>
    Duplicate,

    /// <summary>Its time to be heard is over.</summary>
    Late,

    /// <summary>More packets wait than the jitter buffer holds.</summary>
    BufferFull,

    /// <summary>A jump in sequence numbers that no network makes; believed from the second packet on.</summary>
    SequenceJump,

    /// <summary>An authentic packet of this index was received before (RFC 3711 3.3.2).</summary>
    Replayed,

    /// <summary>So far behind that it cannot be told whether it was received before (RFC 3711 3.3.2).</summary>
    TooOld,

    /// <summary>Not from whoever has the call's key, or changed on its way.</summary>
    NotAuthentic,

    /// <summary>Too many prompts wait already.</summary>
    PromptQueueFull,
}
