namespace Conferencing.Server.Api;

/// <summary>A line, or the ports of the bridge, that cannot carry a session at its time.</summary>
/// <param name="LineId">Null for the ports.</param>
/// <param name="Limit">Kilobits a second each way, or ports.</param>
/// <param name="Needed">What the session needs.</param>
/// <param name="Used">What others use at the worst moment.</param>
/// <param name="Missing">By how much it is too little.</param>
/// <param name="When">The times at which it is too little; the first of them when there are many.</param>
/// <param name="Others">Who uses it then; the first of them when there are many.</param>
public sealed record ShortageAnswer(
    Guid? LineId, string? LineName, int Limit, int Needed, int Used, int Missing, SlotAnswer[] When, ShareAnswer[] Others);

/// <param name="Start">When it begins to hold its rooms: <paramref name="SetUpMinutes"/> before it is held.</param>
/// <param name="Amount">Kilobits a second, or ports.</param>
/// <param name="Rooms">How many of its rooms are behind the line.</param>
public sealed record ShareAnswer(Guid BriefingId, Guid OccurrenceId, string Title, DateTimeOffset Start, DateTimeOffset End, int Amount, int Rooms, int SetUpMinutes);

/// <summary>What would make the session fit without moving it.</summary>
/// <param name="LeaveOut">The fewest rooms to go without, optional ones first; empty if that does not help.</param>
/// <param name="Lower">The fewest rooms to call at a lower rate, each no lower than needed; empty if that is not enough.</param>
public sealed record ReliefAnswer(RoomNameAnswer[] LeaveOut, LoweredRoomAnswer[] Lower);

/// <param name="Kbits">The rate to call it at, of the line and each way.</param>
public sealed record LoweredRoomAnswer(Guid RoomId, string RoomName, int Kbits);

public sealed record RoomNameAnswer(Guid RoomId, string RoomName);
