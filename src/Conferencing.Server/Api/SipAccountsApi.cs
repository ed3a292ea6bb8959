using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Conferencing.Server.Sip;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Accounts for devices that register. A password is made here, shown once, and kept as hashes only.</summary>
internal static class SipAccountsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/sip/accounts").WithTags("sip");
        accounts.MapGet("", List).RequireAuthorization(Policies.Operate);
        accounts.MapPost("", Add).RequireAuthorization(Policies.Administer);
        accounts.MapPost("{id:guid}/password", Renew).RequireAuthorization(Policies.Administer);
        accounts.MapDelete("{id:guid}", Remove).RequireAuthorization(Policies.Administer);
    }

    private static async Task<Ok<SipAccountAnswer[]>> List(Db db, SipDesk sip, RegistrarOptions registrar, CancellationToken cancel)
    {
        var rows = await db.SipAccounts.AsNoTracking().OrderBy(row => row.UserName).ToListAsync(cancel);
        var registered = (sip.Status?.Registrations ?? []).CountBy(one => one.UserName).ToDictionary();
        return TypedResults.Ok(rows.Select(row => new SipAccountAnswer(
            row.Id, row.UserName, row.ChangedAt.ToLocal(), row.Realm == registrar.Realm, registered.GetValueOrDefault(row.UserName))).ToArray());
    }

    private static async Task<Results<Created<SipPasswordAnswer>, Refusal>> Add(
        NewSipAccountRequest request, WriteGate gate, SipDesk sip, RegistrarOptions registrar, TimeProvider clock, CancellationToken cancel)
    {
        var name = request.UserName?.Trim();
        if (!RegisteredAddress.IsUser(name)) return Refusal.Invalid(new FieldMessage("userName", "sipAccountInvalid"));
        var password = SipSecrets.NewPassword();
        var row = new SipAccountRow { Id = Guid.CreateVersion7(), UserName = name! };
        Fill(row, registrar, password, clock);
        var isTaken = await gate.Write(async db =>
        {
            if (await db.SipAccounts.AnyAsync(one => one.UserName == name, cancel)) return true;
            db.SipAccounts.Add(row);
            await db.SaveChangesAsync(cancel);
            return false;
        }, cancel);
        if (isTaken) return Refusal.Invalid(new FieldMessage("userName", "sipAccountTaken"));
        await sip.Refresh(cancel);
        return TypedResults.Created($"/api/sip/accounts/{row.Id}", new SipPasswordAnswer(row.Id, row.UserName, row.Realm, password));
    }

    private static async Task<Results<Ok<SipPasswordAnswer>, Refusal>> Renew(
        Guid id, WriteGate gate, SipDesk sip, RegistrarOptions registrar, TimeProvider clock, CancellationToken cancel)
    {
        var password = SipSecrets.NewPassword();
        var row = await gate.Write(async db =>
        {
            if (await db.SipAccounts.SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } found) return null;
            Fill(found, registrar, password, clock);
            await db.SaveChangesAsync(cancel);
            return found;
        }, cancel);
        if (row is null) return Refusal.NotFound();
        await sip.Refresh(cancel);
        return TypedResults.Ok(new SipPasswordAnswer(row.Id, row.UserName, row.Realm, password));
    }

    private static async Task<Results<NoContent, Refusal>> Remove(Guid id, WriteGate gate, SipDesk sip, CancellationToken cancel)
    {
        var refused = await gate.Write(async db =>
        {
            if (await db.SipAccounts.SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } row) return Refusal.NotFound();
            var address = RegisteredAddress.Scheme + row.UserName;
            var user = await db.Rooms.Where(room => room.Endpoints.Any(one => one.Address == address)).Select(room => room.Name).FirstOrDefaultAsync(cancel);
            if (user is not null) return Refusal.Conflict("sipAccountInUse", user);
            db.SipAccounts.Remove(row);
            await db.SaveChangesAsync(cancel);
            return null;
        }, cancel);
        if (refused is not null) return refused;
        await sip.Refresh(cancel);
        return TypedResults.NoContent();
    }

    private static void Fill(SipAccountRow row, RegistrarOptions registrar, string password, TimeProvider clock)
    {
        (row.Md5, row.Sha256) = SipSecrets.Hash(row.UserName, registrar.Realm, password);
        (row.Realm, row.ChangedAt) = (registrar.Realm, clock.Now());
    }
}
