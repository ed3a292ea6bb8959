using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;
using Conferencing.Booking.People;
using Conferencing.Contract;

namespace Conferencing.Server.Api;

/// <summary>One occurrence in the calendar.</summary>
/// <param name="Id">The occurrence's identifier, also that of its conference.</param>
/// <param name="HostName">Who booked it.</param>
/// <param name="Phase">Null until a plan was made for it.</param>
/// <param name="Defective">It is kept and shown, but holds no rooms and is not started.</param>
/// <param name="SetUpMinutes">Its rooms are held so long before the start.</param>
/// <param name="HelpWanted">A technician is asked to come.</param>
/// <param name="Secrecy">Null where <paramref name="Hidden"/>.</param>
/// <param name="Hidden">It is secret, and the one who asks may only know that its rooms are taken: title, chair and who booked it are not told.</param>
/// <param name="MayChange">The one who asks may move it to another time: it has not begun, and is his or he approves.</param>
public sealed record CalendarEntry(
    Guid Id, Guid BriefingId, string Title, BookingStatus Status, DateTimeOffset Start, DateTimeOffset End,
    DateTimeOffset ConnectAt, Guid? ChairRoomId, Guid[] RoomIds, string HostName, ConferencePhase? Phase, bool Recurring, bool Defective, int SetUpMinutes, bool HelpWanted,
    Secrecy? Secrecy, bool Hidden, bool MayChange)
{
    /// <summary>Without what differs between sessions that are otherwise alike.</summary>
    internal CalendarEntry Timeless() => this with { Id = Guid.Empty, Start = default, End = default, ConnectAt = default };
}

/// <summary>Sessions that have all but their time in common: ten thousand of them are a tenth as long as in a list.</summary>
/// <param name="Common">The first of them.</param>
/// <param name="ConnectMinutes">How long before the start of each its rooms are called.</param>
/// <param name="Sessions">By start, the first included.</param>
public sealed record CalendarBlock(CalendarEntry Common, int ConnectMinutes, CalendarSession[] Sessions);

public sealed record CalendarSession(Guid Id, DateTimeOffset Start, DateTimeOffset End);

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

    /// <summary>Set-up and test time before each start, which holds the rooms too; none if left out.</summary>
    public int? SetUpMinutes { get; init; }

    /// <summary>Of the rooms, those it can do without: where one is taken, the briefing is held without it.</summary>
    public Guid[]? OptionalRoomIds { get; init; }

    /// <summary>Of the rooms, those to be called at a lower rate than their own; none if left out.</summary>
    public LoweredRoomRequest[]? LoweredRooms { get; init; }

    /// <summary>Left out: what is there stays as it is.</summary>
    public DossierRequest? Dossier { get; init; }

    /// <summary>Of all its sessions. Left out: <c>open</c>, or what is there. A secret briefing is encrypted, not recorded, and held in certified rooms only.</summary>
    public Secrecy? Secrecy { get; init; }

    /// <summary>Left out: <c>default</c>, or what is there.</summary>
    public Protection? Encryption { get; init; }

    /// <summary>Left out: <c>none</c>, or what is there.</summary>
    public RecordingMode? Recording { get; init; }

    /// <summary>It cannot wait for the usual approval (<em>đột xuất</em>): the office alone approves, also once it should have begun. Left out: what is there.</summary>
    public bool? Urgent { get; init; }

    /// <summary>Needed where <see cref="Urgent"/>.</summary>
    public string? UrgentReason { get; init; }

    /// <summary>Rooms held by what only waits for approval are asked for all the same: it waits beside it, holds nothing, and the office prefers one. Single sessions only.</summary>
    public bool? Competes { get; init; }

    /// <summary>Left out for a briefing held once.</summary>
    public RecurrenceRequest? Recurrence { get; init; }
}

public sealed record LoweredRoomRequest
{
    [Required] public Guid? RoomId { get; init; }

    /// <summary>kbit/s of the line, each way: no less than 64; no more than the dearest of the room's devices takes, unless it was called at that rate already.</summary>
    [Required] public int? Kbits { get; init; }
}

public sealed record BriefingCheckRequest : BriefingRequest
{
    /// <summary>The briefing being edited: it does not clash with itself.</summary>
    public Guid? BriefingId { get; init; }
    public ChangeScope? Scope { get; init; }
    public Guid? OccurrenceId { get; init; }
    public bool? OverwriteEdited { get; init; }
}

public sealed record BriefingChangeRequest : BriefingRequest
{
    /// <summary>The version that was read; another one by now is refused as <c>staleVersion</c>. Needed unless If-Match says it.</summary>
    public int? Version { get; init; }

    /// <summary>Of a series: which sessions; <c>all</c> if left out.</summary>
    public ChangeScope? Scope { get; init; }

    /// <summary>The session that <c>this</c> and <c>following</c> are told from.</summary>
    public Guid? OccurrenceId { get; init; }

    /// <summary>Sessions that were changed by themselves lose that.</summary>
    public bool? OverwriteEdited { get; init; }
}

/// <param name="Errors">Messages by field of the request.</param>
/// <param name="NextFree">The next time all rooms are free and lines and ports carry them; null when nothing is in the way or none was found within 14 days.</param>
/// <param name="FreeRoomsCount">How many of the asked rooms are free at the asked time.</param>
/// <param name="FreeTimes">The next times all rooms are free.</param>
/// <param name="Dates">Of a series: every day of its rule and what would become of it.</param>
/// <param name="Waived">Optional rooms that are taken: it would be held without them.</param>
/// <param name="UnfitRooms">Rooms that may not take part in a briefing of this secrecy.</param>
/// <param name="Shortages">Lines, or the ports, that cannot carry it; of a series what each lacks on its worst day.</param>
/// <param name="Relief">What would help against these without moving it; null if nothing does.</param>
public sealed record CheckAnswer(
    Dictionary<string, string[]> Errors, ClashAnswer[] Clashes, SlotAnswer? NextFree, int FreeRoomsCount, SlotAnswer[] FreeTimes, DateAnswer[]? Dates, ClashAnswer[] Waived,
    UnfitRoomAnswer[] UnfitRooms, ShortageAnswer[] Shortages, ReliefAnswer? Relief)
{
    /// <summary>If it competes: rooms it asks for that others, which wait for approval, hold.</summary>
    public ClashAnswer[] Rivals { get; init; } = [];

    /// <summary>People in charge who are wanted elsewhere at the time: a warning that refuses nothing. Of a series the first; its days have theirs.</summary>
    public PersonClashAnswer[] People { get; init; } = [];
}

/// <summary>Somebody in charge of one session has the same name as somebody in charge of another that overlaps it.</summary>
/// <param name="Person">As written.</param>
/// <param name="SessionStart">Of the session asked about.</param>
/// <param name="OtherDuty">Null where the other session is secret and the one who asks may not know of it; its title is then only <em>busy</em>.</param>
/// <param name="Start">When the other is held; set-up time needs rooms, not people.</param>
public sealed record PersonClashAnswer(
    string Person, Duty Duty, DateTimeOffset SessionStart, Duty? OtherDuty, Guid BriefingId, Guid OccurrenceId, string Title, DateTimeOffset Start, DateTimeOffset End,
    BookingStatus Status);

/// <param name="CertifiedUntil">The last day the certificate of one of its devices is good for; null if none has one.</param>
public sealed record UnfitRoomAnswer(Guid RoomId, string RoomName, DateOnly? CertifiedUntil, string Reason);

/// <summary>A room that another briefing holds at that time.</summary>
/// <param name="Start">When it begins to hold the room: <paramref name="SetUpMinutes"/> before it is held.</param>
public sealed record ClashAnswer(
    Guid RoomId, string RoomName, Guid BriefingId, Guid OccurrenceId, string Title, DateTimeOffset Start, DateTimeOffset End,
    BookingStatus Status, int SetUpMinutes);

public sealed record SlotAnswer(DateTimeOffset Start, DateTimeOffset End);

/// <param name="People">People in charge who are wanted elsewhere at the time; booked all the same.</param>
public sealed record BookedAnswer(Guid Id, BookingStatus Status, BookedOccurrence[] Occurrences, PersonClashAnswer[] People);

public sealed record BookedOccurrence(Guid Id, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ConnectAt, BookingStatus Status, bool Defective);

/// <param name="Encryption">As booked.</param>
/// <param name="EncryptionRequired">What that comes to: calls that are not encrypted are ended.</param>
/// <param name="People">People in charge of its sessions to come who are wanted elsewhere at the time.</param>
public sealed record BriefingAnswer(
    Guid Id, string Title, BookingStatus Status, string? Note, string? ReturnReason, string BookedBy, DateTimeOffset CreatedAt,
    int Version, Guid ChairRoomId, BriefingRoom[] Rooms, BriefingOccurrence[] Occurrences, HistoryAnswer[] History, AllowedActs May, SeriesAnswer? Series,
    int SetUpMinutes, DossierAnswer Dossier, DocumentAnswer[] Documents, Secrecy Secrecy, Protection Encryption, bool EncryptionRequired, RecordingMode Recording, ApprovalAnswer Approval,
    PersonClashAnswer[] People);

/// <param name="Optional">The briefing can do without it.</param>
/// <param name="Kbits">The lower rate it is called at; null for its own.</param>
public sealed record BriefingRoom(Guid Id, string Name, string ShortName, ParticipantRole Role, bool Optional, int? Kbits);

/// <param name="Kbits">The lower rate the room is called at, kbit/s of the line each way.</param>
public sealed record RoomRateAnswer(Guid RoomId, int Kbits);

/// <param name="RuleDay">Its day by the rule of the series; another than that of <paramref name="Start"/> once it was moved.</param>
/// <param name="Edited">Changed or cancelled by itself.</param>
/// <param name="Begun">It is called, held or over, and no longer changed here.</param>
/// <param name="Title">Where it has its own, as <paramref name="Note"/>, <paramref name="ChairRoomId"/>, <paramref name="RoomIds"/> and <paramref name="Dossier"/>.</param>
/// <param name="OptionalRoomIds">Of its own rooms, those it can do without.</param>
/// <param name="LoweredRooms">Of its own rooms, those called at a lower rate.</param>
/// <param name="WithoutRoomIds">Optional rooms that were taken: it is held without them.</param>
/// <param name="AgendaPoint">The point of the agenda that was called last, from 0, at <paramref name="AgendaSince"/>.</param>
public sealed record BriefingOccurrence(
    Guid Id, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset ConnectAt, ConferencePhase? Phase, DialInAnswer? DialIn, BookingStatus Status, DateOnly? RuleDay,
    bool Edited, bool Defective, bool Begun, string? Title, string? Note, Guid? ChairRoomId, Guid[]? RoomIds, Guid[]? OptionalRoomIds, RoomRateAnswer[]? LoweredRooms,
    Guid[] WithoutRoomIds, int SetUpMinutes, DossierAnswer? Dossier, int? AgendaPoint, DateTimeOffset? AgendaSince);

/// <summary>How to call in.</summary>
/// <param name="HostPin">Only for who booked it, approvers, technicians and administrators.</param>
/// <param name="Host">The bridge's address as set; null: where the pages are served.</param>
public sealed record DialInAnswer(string Number, string GuestPin, string? HostPin, string? Host, int Port);

/// <param name="Detail">In the language of the request where it is the program's own words.</param>
public sealed record HistoryAnswer(DateTimeOffset At, string Who, string Action, string? Detail);

/// <summary>What the one who asks may do to this briefing now.</summary>
/// <param name="Documents">Put files to it and take them away.</param>
/// <param name="ReadTechnicianNote">Read and write the note for technicians.</param>
/// <param name="Gives">The steps his yes would give.</param>
/// <param name="Papers">Change agenda and links of the whole.</param>
/// <param name="Leads">The sessions that name him as secretary: whatever his roles, he leads them, and changes agenda and links of each.</param>
public sealed record AllowedActs(
    bool Edit, bool Approve, bool Return, bool Cancel, bool Documents, bool ReadTechnicianNote, ApprovalStep[] Gives, bool Papers, Guid[] Leads);

/// <summary>Agenda and links, without anything else of a booking: a secretary keeps them, before, during and after the session, and nobody is asked again.</summary>
public sealed record PapersRequest
{
    /// <summary>The version that was read; another one by now is refused as <c>staleVersion</c>. Needed unless If-Match says it.</summary>
    public int? Version { get; init; }

    /// <summary>Of a series: the session whose they are; left out for those of all.</summary>
    public Guid? OccurrenceId { get; init; }

    /// <summary>In the order of the speakers. All of it: what is left out goes.</summary>
    public AgendaItemRequest[]? Agenda { get; init; }
    public LinkRequest[]? Links { get; init; }
}

/// <summary>A session of one's own: one booked it, or is its secretary.</summary>
/// <param name="Booked">The one who asks booked it.</param>
/// <param name="Secretary">It names the one who asks as secretary.</param>
/// <param name="Phase">Null until a plan was made for it.</param>
public sealed record OwnSession(
    Guid Id, Guid BriefingId, string Title, BookingStatus Status, DateTimeOffset Start, DateTimeOffset End, Secrecy Secrecy, ConferencePhase? Phase, bool Booked, bool Secretary);

public sealed record ReturnRequest
{
    [Required] public string? Reason { get; init; }
}

public sealed record CancelRequest
{
    public string? Reason { get; init; }

    /// <summary>Of a series: which sessions; <c>all</c> if left out.</summary>
    public ChangeScope? Scope { get; init; }
    public Guid? OccurrenceId { get; init; }
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
