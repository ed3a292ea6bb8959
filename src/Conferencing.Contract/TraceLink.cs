using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>Watch the signalling of one room for a while. May be sent twice: a node goes on with the one it has.</summary>
public sealed record TraceOrder
{
    public required Guid TraceId { get; init; }

    /// <summary>Calls of the room that are known now; calls that come later are found by its addresses.</summary>
    public required ImmutableArray<string> CallIds { get; init; }

    public required ImmutableArray<string> Addresses { get; init; }

    /// <summary>After this time the trace ends by itself.</summary>
    public required int ForSeconds { get; init; }

    /// <summary>After so many characters of messages the trace ends by itself.</summary>
    public required int MaxCharacters { get; init; }
}

/// <summary>What a trace saw since its last report.</summary>
public sealed record TraceReport
{
    public required Guid TraceId { get; init; }
    public required ImmutableArray<TracedMessage> Messages { get; init; }

    /// <summary>Messages seen since the trace began, those that could not be kept included.</summary>
    public required long Seen { get; init; }

    /// <summary>Set in the last report.</summary>
    public TraceEnd? End { get; init; }
}

/// <summary>One SIP message on its way. Secrets were removed before it left the bridge.</summary>
public sealed record TracedMessage
{
    /// <summary>1 for the first message of the trace; a number that is missing was not kept.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>True from the bridge to the room.</summary>
    public required bool Outgoing { get; init; }

    /// <summary>UDP, TCP or TLS.</summary>
    public required string Transport { get; init; }

    /// <summary>The other side's address and port.</summary>
    public required string Remote { get; init; }

    public required string Text { get; init; }
}

public enum TraceEnd
{
    /// <summary>A technician switched it off.</summary>
    Stopped,
    Time,
    Size,

    /// <summary>The bridge that made it is gone, or runs as many traces as it will.</summary>
    Bridge,
}
