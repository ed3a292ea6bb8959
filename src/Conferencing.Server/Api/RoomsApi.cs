using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Sip;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>Bookable rooms and their endpoints.</summary>
internal static class RoomsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var rooms = routes.MapGroup("/api/rooms").WithTags("rooms");
        rooms.MapGet("", List);
        rooms.MapPost("", Add).RequireAuthorization(Policies.Equip).Once<RoomRequest>();
        rooms.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Equip);
        rooms.MapDelete("{id:guid}", Deactivate).RequireAuthorization(Policies.Equip);
    }

    private static async Task<Ok<RoomAnswer[]>> List(Db db, CancellationToken cancel) =>
        TypedResults.Ok((await Full(db).AsNoTracking().OrderBy(room => room.Name).ToListAsync(cancel)).Select(Describe).ToArray());

    private static async Task<Results<Created<RoomAnswer>, Refusal>> Add(
        RoomRequest request, Caller caller, WriteGate gate, SipSecrets secrets, SipDesk sip, CancellationToken cancel)
    {
        var (room, refused) = await gate.Write<(RoomAnswer?, Refusal?)>(async db =>
        {
            FieldMessage[] wrong = [.. await Check(request, db, cancel)];
            if (wrong.Length > 0) return (null, Refusal.Invalid(wrong));
            if (!caller.Has(Role.ItOfficer, await UnitOf(request.UnitId, request.SiteId, db, cancel))) return (null, ScopeGuard.NotHis());
            var row = new RoomRow { Id = Guid.CreateVersion7() };
            Fill(row, request, secrets);
            db.Rooms.Add(row);
            await db.SaveChangesAsync(cancel);
            return (Describe(await Full(db).SingleAsync(one => one.Id == row.Id, cancel)), null);
        }, cancel);
        if (refused is not null) return refused;
        await sip.Refresh(cancel);
        return TypedResults.Created($"/api/rooms/{room!.Id}", room);
    }

    private static async Task<Results<Ok<RoomAnswer>, Refusal>> Change(
        Guid id, RoomRequest request, IfMatch match, Caller caller, WriteGate gate, PlanStore plans, PlanCourier courier, SipSecrets secrets, SipDesk sip, TimeProvider clock,
        CancellationToken cancel)
    {
        var (room, refused, made) = await gate.Write<(RoomAnswer?, Refusal?, List<ConferencePlan>)>(async db =>
        {
            if (await Full(db).SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } row) return (null, Refusal.NotFound(), []);
            if (match.WhyNot(Describe(row).Tag) is { } stale) return (null, stale, []);
            FieldMessage[] wrong = [.. await Check(request, db, cancel)];
            if (wrong.Length > 0) return (null, Refusal.Invalid(wrong), []);
            if (!caller.Has(Role.ItOfficer, row.UnitId ?? row.Site?.UnitId) || !caller.Has(Role.ItOfficer, await UnitOf(request.UnitId, request.SiteId, db, cancel))) return (null, ScopeGuard.NotHis(), []);
            if (request.Active == false && await IsBooked(db, id, clock, cancel)) return (null, Refusal.Conflict("roomBooked", row.Name), []);
            db.RemoveRange(row.Endpoints);
            Fill(row, request, secrets);
            db.AddRange(row.Endpoints);
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            var changed = Describe(await Full(db).SingleAsync(one => one.Id == id, cancel));
            db.ChangeTracker.Clear();
            return (changed, null, await RoomRows.Replan(db, plans, id, clock.Now(), cancel));
        }, cancel);
        foreach (var plan in made) await courier.Deliver(plan, CancellationToken.None);
        if (refused is not null) return refused;
        await sip.Refresh(cancel);
        return TypedResults.Ok(room);
    }

    private static async Task<Results<NoContent, Refusal>> Deactivate(Guid id, IfMatch match, Caller caller, WriteGate gate, SipDesk sip, TimeProvider clock, CancellationToken cancel)
    {
        var refused = await gate.Write(async db =>
        {
            if (await Full(db).SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } row) return Refusal.NotFound();
            if (match.WhyNot(Describe(row).Tag) is { } stale) return stale;
            if (!caller.Has(Role.ItOfficer, row.UnitId ?? row.Site?.UnitId)) return ScopeGuard.NotHis();
            if (await IsBooked(db, id, clock, cancel)) return Refusal.Conflict("roomBooked", row.Name);
            row.Active = false;
            await db.SaveChangesAsync(cancel);
            return null;
        }, cancel);
        if (refused is not null) return refused;
        await sip.Refresh(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>A room's unit is its own, else that of its site.</summary>
    private static async Task<Guid?> UnitOf(Guid? unit, Guid? site, Db db, CancellationToken cancel) =>
        unit ?? await db.Sites.Where(one => one.Id == site).Select(one => one.UnitId).SingleOrDefaultAsync(cancel);

    private static IQueryable<RoomRow> Full(Db db) =>
        db.Rooms.Include(room => room.Site).ThenInclude(site => site!.Unit).Include(room => room.Unit).Include(room => room.Endpoints);

    private static Task<bool> IsBooked(Db db, Guid roomId, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        return db.OccurrenceRooms.AnyAsync(held => held.RoomId == roomId && !held.Off && held.End > now, cancel);
    }

    private static async Task<IEnumerable<FieldMessage>> Check(RoomRequest request, Db db, CancellationToken cancel)
    {
        var wrong = RoomRows.Check(request, (await db.SipAccounts.Select(account => account.UserName).ToListAsync(cancel)).ToHashSet()).ToList();
        if (request.UnitId is { } unit && !await db.Units.AnyAsync(one => one.Id == unit, cancel)) wrong.Add(new("unitId", "unitUnknown"));
        if (request.SiteId is { } site && !await db.Sites.AnyAsync(one => one.Id == site, cancel)) wrong.Add(new("siteId", "siteUnknown"));
        return wrong;
    }

    private static void Fill(RoomRow row, RoomRequest request, SipSecrets secrets)
    {
        RoomRows.FillPlace(row, request);
        RoomRows.FillEndpoints(row, request, secrets);
    }

    /// <summary>A room's unit is its own, else that of its site.</summary>
    private static RoomAnswer Describe(RoomRow row)
    {
        var unit = row.Unit ?? row.Site?.Unit;
        var room = new RoomAnswer(row.Id, row.Name, row.ShortName, row.SiteId, row.Site?.Name, unit?.Id, unit?.Name,
            [.. row.Endpoints.OrderBy(endpoint => endpoint.Position).Select(endpoint => new EndpointAnswer(
                endpoint.Id, endpoint.Address, endpoint.OutgoingUser, endpoint.Certificate, endpoint.CertifiedUntil?.ToDateOnly(), endpoint.Kbits))], row.Active, row.AutomaticGain, row.NoiseGate, row.ContactName, row.Mail, row.Phone);
        // What its site and its unit are called is theirs to change.
        return room with { Tag = IfMatch.TagOf(room with { SiteName = null, UnitId = row.UnitId, UnitName = null }) };
    }
}
