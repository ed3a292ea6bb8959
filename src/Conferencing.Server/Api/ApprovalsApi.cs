using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime.Extensions;

namespace Conferencing.Server.Api;

/// <summary>What waits for approval, and lending the right to approve. Giving a step is with the briefing.</summary>
internal static class ApprovalsApi
{
    /// <summary>Longer is not standing in for somebody any more.</summary>
    private const int MaxDays = 92;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/approvals", async (Caller caller, ApprovalsReading reading, CancellationToken cancel) => TypedResults.Ok(await reading.Read(caller, cancel)))
            .WithTags("approvals").ForDeciders();
        var delegations = routes.MapGroup("/api/delegations").WithTags("approvals");
        delegations.MapGet("", List);
        delegations.MapPost("", Lend).Once<DelegationRequest>();
        delegations.MapDelete("{id:guid}", End);
    }

    /// <summary>Only who may give a step of some approval, by a role of his own or one that was lent.</summary>
    public static RouteHandlerBuilder ForDeciders(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        var (http, caller) = (context.HttpContext, Caller.Of(context.HttpContext));
        if (caller.Decides) return await next(context);
        var lending = await Lending.To(http.RequestServices.GetRequiredService<Db>(), caller, http.RequestServices.GetRequiredService<TimeProvider>().Now(), http.RequestAborted);
        return lending.Lenders.IsEmpty ? new Refusal(StatusCodes.Status403Forbidden, "notAllowed") : await next(context);
    });

    private static async Task<Ok<DelegationsAnswer>> List(Caller caller, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var today = clock.Now().InZone(Times.Zone).Date;
        var rows = await db.Delegations.AsNoTracking().Include(lent => lent.From).Include(lent => lent.To)
            .Where(lent => lent.FromId == caller.Id || lent.ToId == caller.Id).OrderByDescending(lent => lent.CreatedAt).Take(50).ToListAsync(cancel);
        var people = !caller.Decides ? [] : await db.Users.AsNoTracking().Where(one => !one.Disabled && one.Id != caller.Id)
            .OrderBy(one => one.DisplayName).Select(one => new PersonAnswer(one.Id, one.DisplayName, one.UserName!)).ToListAsync(cancel);
        return TypedResults.Ok(new DelegationsAnswer([.. rows.Select(lent => Answer(lent, caller, today))], [.. people]));
    }

    private static async Task<Results<Created<DelegationAnswer>, Refusal>> Lend(DelegationRequest request, Caller caller, WriteGate gate, TimeProvider clock, CancellationToken cancel)
    {
        if (!caller.Decides) return new Refusal(StatusCodes.Status403Forbidden, "notAllowed");
        var (now, today) = (clock.Now(), clock.Now().InZone(Times.Zone).Date);
        if (Wrong(request, caller, today) is { } wrong) return Refusal.Invalid(wrong);
        var lent = new DelegationRow
        {
            Id = Guid.CreateVersion7(),
            FromId = caller.Id,
            ToId = request.ToId!.Value,
            FromDay = request.FromDay!.Value.ToLocalDate(),
            ToDay = request.ToDay!.Value.ToLocalDate(),
            CreatedAt = now,
        };
        var people = await gate.Write(async db =>
        {
            var found = await db.Users.AsNoTracking().Where(one => one.Id == lent.ToId && !one.Disabled || one.Id == caller.Id).ToDictionaryAsync(one => one.Id, cancel);
            if (found.ContainsKey(lent.ToId)) db.Delegations.Add(lent);
            await db.SaveChangesAsync(cancel);
            return found;
        }, cancel);
        if (!people.TryGetValue(lent.ToId, out var to)) return Refusal.Invalid(new FieldMessage("toId", "personUnknown"));
        (lent.From, lent.To) = (people[lent.FromId], to);
        return TypedResults.Created($"/api/delegations/{lent.Id}", Answer(lent, caller, today));
    }

    /// <summary>Who lent it takes it back, and who has it may give it back.</summary>
    private static async Task<Results<NoContent, Refusal>> End(Guid id, Caller caller, WriteGate gate, TimeProvider clock, CancellationToken cancel)
    {
        var ended = await gate.Write(async db =>
        {
            var lent = await db.Delegations.SingleOrDefaultAsync(one => one.Id == id && one.EndedAt == null && (one.FromId == caller.Id || one.ToId == caller.Id), cancel);
            if (lent is not null) lent.EndedAt = clock.Now();
            return await db.SaveChangesAsync(cancel);
        }, cancel);
        return ended == 0 ? Refusal.NotFound() : TypedResults.NoContent();
    }

    private static FieldMessage? Wrong(DelegationRequest request, Caller caller, NodaTime.LocalDate today)
    {
        if (request.ToId is not { } to) return new("toId", "personMissing");
        if (to == caller.Id) return new("toId", "personSelf");
        if (request.FromDay is not { } from) return new("fromDay", "dayMissing");
        if (request.ToDay is not { } until) return new("toDay", "dayMissing");
        if (until < from) return new("toDay", "lendBackwards");
        if (until.ToLocalDate() < today) return new("toDay", "lendPast");
        return until.DayNumber - from.DayNumber >= MaxDays ? new("toDay", "lendTooLong", MaxDays) : null;
    }

    private static DelegationAnswer Answer(DelegationRow lent, Caller caller, NodaTime.LocalDate today) => new(
        lent.Id, lent.From!.DisplayName, lent.To!.DisplayName, lent.FromDay.ToDateOnly(), lent.ToDay.ToDateOnly(), lent.EndedAt.ToLocal(), lent.FromId == caller.Id,
        lent.EndedAt is null && lent.FromDay <= today && lent.ToDay >= today && !lent.From.Disabled && Caller.Of(lent.From, UnitParents.Unknown).Decides);
}
