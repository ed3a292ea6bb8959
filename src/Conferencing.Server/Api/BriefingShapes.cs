using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;
using Conferencing.Contract;

namespace Conferencing.Server.Api;

/// <summary>One occurrence in the calendar.</summary>
/// <param name="Id">The occurrence's identifier, also that of its conference.</param>
/// <param name="HostName">Who booked it.</param>
/// <param name="Phase">Null until a plan was made for it.</param>
public sealed record CalendarEntry(
    Guid Id, Guid BriefingId, string Title, BookingStatus Status, DateTimeOffset Start, DateTimeOffset End,
    DateTimeOffset ConnectAt, Guid ChairRoomId, Guid[] RoomIds, string HostName, ConferencePhase? Phase);

public record BriefingRequest
{
    [Required] public string? Title { get; init; }
    [Required] public Guid? ChairRoomId { get; init; }

    /// <summary>The chair's room may be in or out of the list.</summary>
    [Required] public Guid[]? RoomIds { get; init; }
    [Required] public DateTimeOffset? Start { get; init; }
    [Required] public DateTimeOffset? End { get; init; }

    /// <summary>When rooms are called; five minutes before the start if left out.</summary>
    public DateTimeOffset? ConnectAt { get; init; }
    public string? Note { get; init; }
}

public sealed record BriefingCheckRequest : BriefingRequest
{
    /// <summary>The briefing being edited: it does not clash with itself.</summary>
    public Guid? BriefingId { get; init; }
}

public sealed record BriefingChangeRequest : BriefingRequest
{
    /// <summary>The version that was read; another one by now is refused as <c>staleVersion</c>.</summary>
    [Required] public int? Version { get; init; }
}

/// <param name="Errors">Messages by field of the request.</param>
/// <param name="NextFree">The next time all rooms are free; null when nothing clashes or none was found within 14 days.</param>
/// <param name="FreeRoomsCount">How many of the asked rooms are free at the asked time.</param>
public sealed record CheckAnswer(
    Dictionary<string, string[]> Errors, ClashAnswer[] Clashes, SlotAnswer? NextFree, int FreeRoomsCount);

/// <summary>A room that another briefing holds at that time.</summary>
public sealed record ClashAnswer(
    Guid RoomId, string RoomName, Guid BriefingId, Guid OccurrenceId, string Title, DateTimeOffset Start, DateTimeOffset End,
    BookingStatus Status);

public sealed record SlotAnswer(DateTimeOffset Start, DateTimeOffset End);

public sealed record BookedAnswer(Guid Id, BookingStatus Status, BookedOccurrence[] Occurrences);

public sealed record BookedOccurrence(Guid Id, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ConnectAt);

public sealed record BriefingAnswer(
    Guid Id, string Title, BookingStatus Status, string? Note, string? ReturnReason, string BookedBy, DateTimeOffset CreatedAt,
    int Version, Guid ChairRoomId, BriefingRoom[] Rooms, BriefingOccurrence[] Occurrences, HistoryAnswer[] History, AllowedActs May);

public sealed record BriefingRoom(Guid Id, string Name, string ShortName, ParticipantRole Role);

public sealed record BriefingOccurrence(
    Guid Id, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ConnectAt, ConferencePhase? Phase, DialInAnswer? DialIn);

/// <summary>How to call in.</summary>
/// <param name="HostPin">Only for who booked it, approvers, technicians and administrators.</param>
/// <param name="Host">The bridge's address as set; null: where the pages are served.</param>
public sealed record DialInAnswer(string Number, string GuestPin, string? HostPin, string? Host, int Port);

/// <param name="Detail">In the language of the request where it is the program's own words.</param>
public sealed record HistoryAnswer(DateTimeOffset At, string Who, string Action, string? Detail);

/// <summary>What the one who asks may do to this briefing now.</summary>
public sealed record AllowedActs(bool Edit, bool Approve, bool Return, bool Cancel);

public sealed record ReturnRequest
{
    [Required] public string? Reason { get; init; }
}

public sealed record CancelRequest
{
    public string? Reason { get; init; }
}

/// <param name="ActualStart">When the first room joined.</param>
public sealed record AttendanceAnswer(
    Guid OccurrenceId, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset? ActualStart, RoomAttendance[] Rooms);

/// <summary>One room's presence, joined together over all its calls.</summary>
/// <param name="Left">Null while it is in, or if it never was.</param>
public sealed record RoomAttendance(
    Guid RoomId, string Name, string ShortName, DateTimeOffset? Joined, DateTimeOffset? Left, int Seconds, CallAttendance[] Calls);

/// <param name="EndReason">Null while the call lasts.</param>
public sealed record CallAttendance(DateTimeOffset JoinedAt, DateTimeOffset? LeftAt, int Seconds, LegReason? EndReason);
