using System.Collections.Immutable;
using Conferencing.Contract;

namespace Conferencing.Server.Plans;

/// <summary>What a technician's act makes of a plan: a value in, a value out, the revision untouched.</summary>
internal static class PlanActs
{
    public static ConferencePlan Mute(ConferencePlan plan, Guid roomId, bool muted) =>
        Change(plan, roomId, part => part with { Muted = muted });

    /// <param name="wanted">False hangs the room up and keeps it so; true calls it.</param>
    public static ConferencePlan Want(ConferencePlan plan, Guid roomId, bool wanted) =>
        Change(plan, roomId, part => part with { Wanted = wanted });

    public static ConferencePlan MuteAll(ConferencePlan plan, bool exceptChair) =>
        All(plan, part => part with { Muted = part.Muted || !(exceptChair && part.Role == ParticipantRole.Chair) });

    /// <summary>The floor for one room: it is heard, all others but the chair are not; the chair stays as it is.</summary>
    public static ConferencePlan GiveFloor(ConferencePlan plan, Guid roomId) =>
        All(plan, part => part.RoomId == roomId ? part with { Muted = false } : part.Role == ParticipantRole.Chair ? part : part with { Muted = true });

    private static ConferencePlan Change(ConferencePlan plan, Guid roomId, Func<ParticipantPlan, ParticipantPlan> change) =>
        All(plan, part => part.RoomId == roomId ? change(part) : part);

    private static ConferencePlan All(ConferencePlan plan, Func<ParticipantPlan, ParticipantPlan> change) =>
        plan with { Participants = [.. plan.Participants.Select(change)] };
}
