using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>The organisation as a tree with dates.</summary>
internal static class UnitsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var units = routes.MapGroup("/api/units").WithTags("units");
        units.MapGet("", List);
        units.MapPost("", Add).RequireAuthorization(Policies.Administer);
        units.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Administer);
    }

    private static async Task<Ok<UnitAnswer[]>> List() => throw new NotImplementedException();
    private static async Task<Results<Created<UnitAnswer>, Refusal>> Add(UnitRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<UnitAnswer>, Refusal>> Change(Guid id, UnitRequest request) => throw new NotImplementedException();
}
