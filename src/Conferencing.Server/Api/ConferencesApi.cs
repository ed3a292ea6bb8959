using Conferencing.Contract;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Live sessions and what technicians do to them.</summary>
internal static class ConferencesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var conferences = routes.MapGroup("/api/conferences").WithTags("conferences");
        conferences.MapGet("", List);
        conferences.MapGet("{id:guid}", Get);
        conferences.MapGet("{id:guid}/changes", Changes);
        conferences.MapGet("{id:guid}/levels", Levels);
        var acts = conferences.MapGroup("{id:guid}").RequireAuthorization(Policies.Operate);
        acts.MapPost("participants", Add);
        acts.MapPost("participants/mute-all", MuteAll);
        acts.MapDelete("participants/{roomId:guid}", Remove);
        acts.MapPost("participants/{roomId:guid}/mute", (Guid id, Guid roomId) => Act(id, roomId, RoomAct.Mute));
        acts.MapPost("participants/{roomId:guid}/unmute", (Guid id, Guid roomId) => Act(id, roomId, RoomAct.Unmute));
        acts.MapPost("participants/{roomId:guid}/call", (Guid id, Guid roomId) => Act(id, roomId, RoomAct.Call));
        acts.MapPost("participants/{roomId:guid}/hang-up", (Guid id, Guid roomId) => Act(id, roomId, RoomAct.HangUp));
        acts.MapPost("participants/{roomId:guid}/floor", (Guid id, Guid roomId) => Act(id, roomId, RoomAct.Floor));
        acts.MapPost("extend", Extend);
        acts.MapPost("end", End);
    }

    private static async Task<Ok<ConferenceAnswer[]>> List() => throw new NotImplementedException();
    private static async Task<Results<Ok<BoardSnapshot>, Refusal>> Get(Guid id) => throw new NotImplementedException();
    private static async Task<Results<Ok<BoardDelta>, Refusal>> Changes(Guid id, long since, Guid runId) => throw new NotImplementedException();
    private static async Task<Results<Ok<LevelsReport>, Refusal>> Levels(Guid id) => throw new NotImplementedException();
    private static async Task<Results<Ok<ActAnswer>, Refusal>> Add(Guid id, AddParticipantRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<ActAnswer>, Refusal>> MuteAll(Guid id, MuteAllRequest? request) => throw new NotImplementedException();
    private static async Task<Results<Ok<ActAnswer>, Refusal>> Remove(Guid id, Guid roomId) => throw new NotImplementedException();
    private static async Task<Results<Ok<ActAnswer>, Refusal>> Act(Guid id, Guid roomId, RoomAct act) => throw new NotImplementedException();
    private static async Task<Results<Ok<ActAnswer>, Refusal>> Extend(Guid id, ExtendRequest? request) => throw new NotImplementedException();
    private static async Task<Results<Ok<ActAnswer>, Refusal>> End(Guid id) => throw new NotImplementedException();
}
