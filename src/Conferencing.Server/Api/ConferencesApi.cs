using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Live sessions and what technicians do to them.</summary>
internal static class ConferencesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var conferences = routes.MapGroup("/api/conferences").WithTags("conferences");
        conferences.MapGet("", List);
        var followed = conferences.MapGroup("{id:guid}").RequireAuthorization(Policies.Follow);
        followed.MapGet("", Get);
        followed.MapGet("changes", Changes).ProducesProblem(StatusCodes.Status410Gone);
        followed.MapGet("levels", Levels);
        var acts = conferences.MapGroup("{id:guid}").RequireAuthorization(Policies.Operate).Scoped();
        var led = conferences.MapGroup("{id:guid}").RequireAuthorization(Policies.Lead).Scoped(Role.Secretary);
        acts.MapPost("participants", Add);
        acts.MapPost("participants/mute-all", MuteAll);
        acts.MapDelete("participants/{roomId:guid}", Remove);
        MapAct(acts, "mute", RoomAct.Mute);
        MapAct(acts, "unmute", RoomAct.Unmute);
        acts.MapPost("participants/{roomId:guid}/call", Call);
        MapAct(acts, "hang-up", RoomAct.HangUp);
        led.MapPost("participants/{roomId:guid}/floor", Floor);
        acts.MapPost("participants/{roomId:guid}/move", Move);
        acts.MapPost("participants/{roomId:guid}/treatment", Treat);
        acts.MapPost("participants/{roomId:guid}/aside", Talk);
        acts.MapDelete("participants/{roomId:guid}/aside", Return);
        led.MapPost("participants/{roomId:guid}/lower-hand", LowerHand);
        acts.MapPost("participants/{roomId:guid}/answer-help", AnswerHelp);
        acts.MapPost("sound", PlaySound);
        acts.MapDelete("sound", StopSound);
        acts.MapPost("lock", Lock);
        acts.MapPost("unlock", Unlock);
        acts.MapPost("recording/start", StartRecording);
        acts.MapPost("recording/stop", StopRecording);
        led.MapPost("agenda", CallPoint);
        acts.MapPost("extend", Extend);
        acts.MapPost("end", End);
    }

    private static void MapAct(RouteGroupBuilder acts, string name, RoomAct act) => acts.MapPost(
        $"participants/{{roomId:guid}}/{name}",
        async Task<Results<Ok<ActAnswer>, Refusal>> (Guid id, Guid roomId, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
            Answer(await desk.Act(id, roomId, act, caller, cancel)));

    /// <summary>What is being prepared or running; what has ended is in its briefing. Secret ones only for who may know of them.</summary>
    private static async Task<Ok<ConferenceAnswer[]>> List(Caller caller, Db db, StatusBoard boards, TimeProvider clock, CancellationToken cancel)
    {
        var live = boards.All().Where(board => IsLive(board, clock.GetUtcNow())).ToList();
        var hidden = await Discretion.Hidden(db, live.Where(board => board.Plan.Secrecy != SecrecyLevel.Open).Select(board => board.BriefingId), caller, cancel);
        return TypedResults.Ok(live.Where(board => !hidden.Contains(board.BriefingId)).Select(Describe).ToArray());
    }

    private static Results<Ok<BoardSnapshot>, Refusal> Get(Guid id, StatusBoard boards) =>
        boards.Snapshot(id) is { } snapshot ? TypedResults.Ok(snapshot) : Refusal.NotFound();

    private static Results<Ok<BoardDelta>, Refusal> Changes(Guid id, long since, Guid runId, StatusBoard boards) => boards.Changes(id, runId, since) switch
    {
        (false, _) => Refusal.NotFound(),
        (true, { } delta) => TypedResults.Ok(delta),
        (true, null) => new Refusal(StatusCodes.Status410Gone, "versionGone"),
    };

    private static Results<Ok<LevelsReport>, Refusal> Levels(Guid id, StatusBoard boards) =>
        boards.Find(id) is { } board ? TypedResults.Ok(board.LevelsNow) : Refusal.NotFound();

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Add(
        Guid id, AddParticipantRequest request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Add(id, request.RoomId, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> MuteAll(
        Guid id, MuteAllRequest? request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.MuteAll(id, request?.ExceptChair ?? true, caller, cancel));

    /// <summary>Calls a point of the agenda: who is to speak now.</summary>
    private static async Task<Results<Ok<ActAnswer>, Refusal>> CallPoint(
        Guid id, AgendaRequest request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.CallPoint(id, request.Point, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Remove(
        Guid id, Guid roomId, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Remove(id, roomId, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Move(
        Guid id, Guid roomId, MoveRequest request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Move(id, roomId, request, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Treat(
        Guid id, Guid roomId, TreatmentRequest request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Treat(id, roomId, request, caller, cancel));

    /// <summary>The technician's phone is called; the room is aside with him once he has answered.</summary>
    private static async Task<Results<Ok<ActAnswer>, Refusal>> Talk(
        Guid id, Guid roomId, TalkRequest? request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Talk(id, roomId, request?.Phone, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Return(
        Guid id, Guid roomId, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Return(id, roomId, caller, cancel));

    /// <summary>Wanted by the plan, and at once: a room that waits for its redial does not wait any longer.</summary>
    private static async Task<Results<Ok<ActAnswer>, Refusal>> Call(
        Guid id, Guid roomId, Caller caller, ConferenceDesk desk, NodeLine line, CancellationToken cancel)
    {
        var outcome = await desk.Act(id, roomId, RoomAct.Call, caller, cancel);
        if (outcome.Plan is not null) await line.Send(node => node.CallNow(id, roomId));
        return Answer(outcome);
    }

    /// <summary>Who has the floor has no need to ask for it any longer.</summary>
    private static async Task<Results<Ok<ActAnswer>, Refusal>> Floor(
        Guid id, Guid roomId, Caller caller, ConferenceDesk desk, NodeLine line, CancellationToken cancel)
    {
        var outcome = await desk.Act(id, roomId, RoomAct.Floor, caller, cancel);
        if (outcome.Plan is not null) await line.Send(node => node.LowerHand(id, roomId));
        return Answer(outcome);
    }

    private static Task<Results<NoContent, Refusal>> LowerHand(Guid id, Guid roomId, StatusBoard boards, NodeLine line) =>
        Tell(id, roomId, boards, line, node => node.LowerHand(id, roomId));

    private static Task<Results<NoContent, Refusal>> AnswerHelp(Guid id, Guid roomId, StatusBoard boards, NodeLine line) =>
        Tell(id, roomId, boards, line, node => node.AnswerHelp(id, roomId));

    /// <summary>Plays a recorded prompt or a test tone into one room, or into all.</summary>
    private static async Task<Results<NoContent, Refusal>> PlaySound(
        Guid id, SoundRequest request, Caller caller, ConferenceDesk desk, NodeLine line, CancellationToken cancel)
    {
        if (line.Node is null) return Refusal.Conflict("bridgeAway");
        if ((await desk.Sound(id, request, caller, cancel)).Refused is { } refused) return refused;
        var order = new SoundOrder { SoundId = Guid.NewGuid(), ConferenceId = id, RoomId = request.RoomId, Sound = request.Sound!.Value, Seconds = request.Seconds };
        await line.Send(node => node.PlaySound(order));
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Refusal>> StopSound(Guid id, StatusBoard boards, NodeLine line)
    {
        if (boards.Find(id) is null) return Refusal.NotFound();
        await line.Send(node => node.StopSound(id));
        return TypedResults.NoContent();
    }

    /// <summary>What the bridge keeps by itself: an act that makes no plan.</summary>
    private static async Task<Results<NoContent, Refusal>> Tell(Guid id, Guid roomId, StatusBoard boards, NodeLine line, Func<IBridgeNode, Task> act)
    {
        if (boards.Find(id)?.StatusOf(roomId) is null) return Refusal.NotFound("roomNotIn");
        await line.Send(act);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Lock(Guid id, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Lock(id, locked: true, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Unlock(Guid id, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Lock(id, locked: false, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> StartRecording(
        Guid id, StartRecordingRequest? request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Record(id, request?.Tracks ?? false, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> StopRecording(Guid id, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.StopRecording(id, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> Extend(
        Guid id, ExtendRequest? request, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.Extend(id, (request ?? new ExtendRequest()).Minutes, caller, cancel));

    private static async Task<Results<Ok<ActAnswer>, Refusal>> End(Guid id, Caller caller, ConferenceDesk desk, CancellationToken cancel) =>
        Answer(await desk.End(id, caller, cancel));

    private static Results<Ok<ActAnswer>, Refusal> Answer(ConferenceDesk.Outcome outcome) =>
        outcome.Plan is { } plan ? TypedResults.Ok(new ActAnswer(plan.Revision, CapacityWords.Answer(outcome.Short))) : outcome.Refused!;

    private static bool IsLive(Board board, DateTimeOffset now) => board.Phase != ConferencePhase.Ended && board.Plan.EndAt > now;

    private static ConferenceAnswer Describe(Board board)
    {
        var tiles = board.Participants;
        return new ConferenceAnswer(
            board.Plan.ConferenceId, board.BriefingId, board.Plan.Title, board.Plan.ConnectAt, board.Plan.StartAt, board.Plan.EndAt,
            board.Phase, board.Plan.Revision, board.BridgeOnline, [.. tiles.Select(Describe)], Count([.. tiles.Where(tile => tile.Departure is null).Select(tile => tile.State)]));
    }

    private static ConferenceParticipant Describe(BoardParticipant tile) => new(
        tile.RoomId, tile.Name, tile.ShortName, tile.Role, tile.State, tile.Reason, tile.Detail, tile.Since, tile.Attempts, tile.NextDialAt,
        tile.Address, tile.CallId, tile.Muted, tile.MuteWanted, tile.LevelDbov, tile.Speaking, tile.Digits, tile.Quality, tile.Media,
        tile.SelfMuted, tile.HandRaisedAt, tile.HelpWantedAt, tile.CalledIn, tile.AwaitsChair, tile.Guest,
        tile.Departure, tile.Arrival);

    private static ConferenceCounts Count(IReadOnlyCollection<LegState> states)
    {
        var connected = states.Count(state => state is LegState.Connected or LegState.Held);
        var calling = states.Count(state => state is LegState.Dialling or LegState.Ringing);
        var redialling = states.Count(state => state is LegState.Redialling);
        return new ConferenceCounts(states.Count, connected, calling, redialling, states.Count - connected - calling - redialling);
    }
}
