using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Plans;

namespace Conferencing.Server.Api;

/// <summary>What a technician has played into rooms, checked and written down here: it makes no plan, so sending it is the caller's. And what he lets be done to a room's sound.</summary>
internal sealed partial class ConferenceDesk
{
    public Task<Outcome> Sound(Guid id, SoundRequest request, Caller caller, CancellationToken cancel) => Write(id, live =>
    {
        Outcome outcome = WhyNotPlay(live, request) is { } refused ? refused : live.Plan;
        if (outcome.Refused is null) Note(live, caller, $"sound{request.Sound}", request.RoomId is { } roomId ? NameOf(live, roomId) : null);
        return Task.FromResult(outcome);
    }, cancel);

    /// <summary>Until the end of the session; what is set for the room is another matter.</summary>
    public Task<Outcome> Treat(Guid id, Guid roomId, TreatmentRequest request, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (NameOf(live, roomId) is not { } name) return Refusal.NotFound("roomNotIn");
        if (HasDeparted(live.Plan, roomId)) return Refusal.Conflict("roomMovedAway");
        var before = PlanActs.TreatmentOf(live.Plan, roomId);
        var after = new SoundTreatment(request.AutomaticGain ?? before.AutomaticGain, request.NoiseGate ?? before.NoiseGate);
        if ((!sound.AutomaticGain && after.AutomaticGain && !before.AutomaticGain) || (!sound.NoiseGate && after.NoiseGate && !before.NoiseGate))
            return Refusal.Conflict("soundOffForAll");
        if (after.AutomaticGain != before.AutomaticGain) Note(live, caller, after.AutomaticGain ? "gainOn" : "gainOff", name);
        if (after.NoiseGate != before.NoiseGate) Note(live, caller, after.NoiseGate ? "gateOn" : "gateOff", name);
        return await PlanStore.Change(live.Db, live.Row, plan => PlanActs.Treat(plan, roomId, after), cancel);
    }, cancel);

    private Refusal? WhyNotPlay(Live live, SoundRequest request)
    {
        if (request.Sound is not { } sound) return Refusal.Invalid(new FieldMessage("sound", "soundMissing"));
        if (!Enum.IsDefined(sound) || sound is Contract.Sound.EndWarning or Contract.Sound.Extended) return Refusal.Invalid(new FieldMessage("sound", "soundUnknown"));
        if (request.Seconds is < 1 or > SoundOrder.LongestSeconds) return Refusal.Invalid(new FieldMessage("seconds", "soundSeconds", SoundOrder.LongestSeconds));
        var board = boards.Find(live.Plan.ConferenceId);
        if (request.RoomId is { } roomId && NameOf(live, roomId) is null) return Refusal.NotFound("roomNotIn");
        if (request.RoomId is { } one && !IsIn(board?.StatusOf(one)?.State)) return Refusal.Conflict("soundRoomNotIn");
        if (board?.Participants.Any(tile => IsIn(tile.State)) != true) return Refusal.Conflict("soundNobodyIn");
        return board.Queued(request.RoomId, live.Now.ToLocal()) < SoundOrder.MostQueued ? null : Refusal.Conflict("soundQueueFull", SoundOrder.MostQueued);
    }

    private static bool IsIn(LegState? state) => state is LegState.Connected or LegState.Held;
}
