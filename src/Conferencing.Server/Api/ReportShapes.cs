using Conferencing.Booking.Reports;

namespace Conferencing.Server.Api;

/// <summary>The use of rooms and how sessions went, over the sessions that begin on these days.</summary>
public sealed record ReportAnswer(DateOnly From, DateOnly To, ReportTotal Total, ReportSession[] Sessions, ReportRoom[] Rooms, ReportSite[] Sites, ReportUnit[] Units);

/// <param name="Sessions">How many there are of each outcome, none left out.</param>
/// <param name="Expected">Of held sessions: how often a room had to come.</param>
/// <param name="Present">How often it did.</param>
/// <param name="OnTime">How often it was in when the session was to begin.</param>
/// <param name="Lost">Calls that failed by themselves.</param>
/// <param name="LeadDays">Between booking and the briefing's first session, the middle one; null without any.</param>
/// <param name="ShortNotice">Briefings booked less than a day ahead.</param>
public sealed record ReportTotal(
    ReportOutcome[] Sessions, double PlannedHours, double HeldHours, int Expected, int Present, int OnTime, int Lost, int Briefings, double? LeadDays, int ShortNotice);

public sealed record ReportOutcome(SessionFate Fate, int Count);

/// <param name="BriefingId">Null where the one who asks may not know of it.</param>
/// <param name="ActualStart">When the first room was in; null if none was.</param>
public sealed record ReportSession(
    Guid Id, Guid? BriefingId, string Title, string? HostUnit, DateTimeOffset Start, DateTimeOffset End, SessionFate Fate, DateTimeOffset? ActualStart, DateTimeOffset? ActualEnd,
    int Expected, int Present, int OnTime, int Lost);

/// <param name="UsePercent">Hours booked, of the working hours of the period; null without working days.</param>
/// <param name="Missed">Held sessions that needed the room and did not have it.</param>
public sealed record ReportRoom(
    Guid RoomId, string Name, string? Site, string? Unit, int Sessions, double Hours, double? UsePercent, int Expected, int Present, int OnTime, int Missed, double HoursPresent, int Lost);

/// <summary>The rooms of a site together.</summary>
/// <param name="Name">Null for rooms without a site.</param>
/// <param name="Rooms">Of it that were booked.</param>
/// <param name="Faults">Missed and lost.</param>
public sealed record ReportSite(Guid? SiteId, string? Name, int Rooms, int Expected, int Present, int Missed, int Lost, int Faults);

/// <param name="Name">Null for sessions without a host unit.</param>
public sealed record ReportUnit(Guid? UnitId, string? Name, int Sessions, int Held, int Cancelled, double HoursHeld, double? LeadDays);
