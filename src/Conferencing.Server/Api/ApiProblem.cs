using System.Text.Json.Serialization;

namespace Conferencing.Server.Api;

/// <summary>A refusal as problem+json (RFC 9457). Messages are in the language of the request, <see cref="Code"/> never changes.</summary>
public sealed record ApiProblem
{
    public required string Type { get; init; }
    public required string Title { get; init; }
    public required int Status { get; init; }
    public required string Detail { get; init; }
    public required string Code { get; init; }

    /// <summary>Messages by field of the request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, string[]>? Errors { get; init; }

    /// <summary>With code <c>clash</c>: every room that is taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClashAnswer[]? Clashes { get; init; }

    /// <summary>With code <c>clash</c>: the next time all rooms are free; null if none was found.</summary>
    public SlotAnswer? NextFree { get; init; }

    /// <summary>With code <c>clash</c>: the next times all rooms are free, the soonest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SlotAnswer[]? FreeTimes { get; init; }

    /// <summary>Of a series: what becomes of every day of its rule.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateAnswer[]? Dates { get; init; }

    /// <summary>With code <c>capacity</c> or <c>clash</c>: lines, or the ports, that cannot carry it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ShortageAnswer[]? Shortages { get; init; }

    /// <summary>What would help against <see cref="Shortages"/> without moving it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReliefAnswer? Relief { get; init; }

    /// <summary>Rooms that may not take part because the briefing is secret.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UnfitRoomAnswer[]? UnfitRooms { get; init; }
}
