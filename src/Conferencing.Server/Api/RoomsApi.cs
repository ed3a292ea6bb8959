using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Bookable rooms and their endpoints.</summary>
internal static class RoomsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var rooms = routes.MapGroup("/api/rooms").WithTags("rooms");
        rooms.MapGet("", List);
        rooms.MapPost("", Add).RequireAuthorization(Policies.Administer);
        rooms.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Administer);
        rooms.MapDelete("{id:guid}", Deactivate).RequireAuthorization(Policies.Administer);
    }

    private static async Task<Ok<RoomAnswer[]>> List() => throw new NotImplementedException();
    private static async Task<Results<Created<RoomAnswer>, Refusal>> Add(RoomRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<RoomAnswer>, Refusal>> Change(Guid id, RoomRequest request) => throw new NotImplementedException();
    private static async Task<Results<NoContent, Refusal>> Deactivate(Guid id) => throw new NotImplementedException();
}
