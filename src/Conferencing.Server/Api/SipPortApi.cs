using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Settings;
using Conferencing.Server.Sip;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>The SIP port: who is kept out and why, and which devices answer.</summary>
internal static class SipPortApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var port = routes.MapGroup("/api/sip").WithTags("sip");
        port.MapGet("", Show).RequireAuthorization(Policies.Operate);
        port.MapPost("bans/lift", Lift).RequireAuthorization(Policies.Operate);
        port.MapGet("reach", Reach);
    }

    private static Ok<SipPortAnswer> Show(SipDesk sip, NodeLine line, DefenceOptions defence)
    {
        var status = sip.Status;
        var refusals = line.Health?.Refusals.Where(one => one.Key.StartsWith("sip.", StringComparison.Ordinal))
            .Select(one => new NamedNumber(one.Key[4..], one.Value)).OrderByDescending(one => one.Value);
        return TypedResults.Ok(new SipPortAnswer(
            line.Node is not null, [.. status?.Registrations ?? []], [.. status?.Bans ?? []], [.. refusals ?? Enumerable.Empty<NamedNumber>()],
            [.. defence.Limits().Select(limit => new NamedNumber(limit.Name, limit.Value))]));
    }

    private static async Task<Results<NoContent, Refusal>> Lift(LiftBanRequest request, SipDesk sip, CancellationToken cancel) =>
        await sip.Lift(request.Source ?? "", cancel) ? TypedResults.NoContent() : Refusal.NotFound("banUnknown");

    private static async Task<Ok<ReachAnswer[]>> Reach(SipDesk sip, Db db, CancellationToken cancel)
    {
        var endpoints = await db.Endpoints.AsNoTracking().OrderBy(one => one.RoomId).ThenBy(one => one.Position).ToListAsync(cancel);
        var known = (sip.Status?.Endpoints ?? []).ToDictionary(one => one.Address);
        return TypedResults.Ok(endpoints.Where(one => known.ContainsKey(one.Address)).Select(one => (one.RoomId, Told: known[one.Address]))
            .Select(one => new ReachAnswer(one.RoomId, one.Told.Address, one.Told.State, one.Told.Since, one.Told.RoundTripMs)).ToArray());
    }
}
