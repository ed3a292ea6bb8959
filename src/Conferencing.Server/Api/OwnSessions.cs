using System.Linq.Expressions;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>The sessions of the one who asks: those he booked and those that name him as secretary. Open to everybody who has signed in, for it tells nothing of others'.</summary>
internal static class OwnSessions
{
    /// <summary>Minutes and attendance are asked for afterwards.</summary>
    private static readonly Duration Back = Duration.FromDays(30);
    private static readonly Duration Ahead = Duration.FromDays(366);
    private const int MostPast = 200;
    private const int MostAhead = 500;

    /// <summary>By start: of the last 30 days the latest 200, of the year ahead the next 500. Nothing for whoever must set up a second step first.</summary>
    public static async Task<Ok<OwnSession[]>> Read(HttpContext http, Caller caller, Db db, TimeProvider clock, CancellationToken cancel)
    {
        if (Caller.IsHeld(http.User)) return TypedResults.Ok<OwnSession[]>([]);
        var now = clock.Now();
        var (from, to) = (now - Back, now + Ahead);
        var near = db.Occurrences.AsNoTracking().Where(one => one.Start > from && one.Start < to && one.Status != BookingStatus.Cancelled);
        var past = await Own(near.Where(one => one.End <= now), caller.Id).OrderByDescending(one => one.Start).ThenBy(one => one.Id).Take(MostPast).Select(WithWhole).ToListAsync(cancel);
        var ahead = await Own(near.Where(one => one.End > now), caller.Id).OrderBy(one => one.Start).ThenBy(one => one.Id).Take(MostAhead).Select(WithWhole).ToListAsync(cancel);
        List<Found> rows = [.. Enumerable.Reverse(past), .. ahead];
        var ids = rows.Select(row => row.One.Id).ToList();
        var plans = await db.Plans.AsNoTracking().Where(plan => ids.Contains(plan.ConferenceId)).ToDictionaryAsync(plan => plan.ConferenceId, plan => plan.EndAt, cancel);
        return TypedResults.Ok(rows.Select(row => new OwnSession(
            row.One.Id, row.One.BriefingId, row.One.Title ?? row.Title, row.One.Status, row.One.Start.ToLocal(), row.One.End.ToLocal(), row.Secrecy,
            BriefingReading.Phase(row.One, plans.TryGetValue(row.One.Id, out var end) ? end : null, now), row.BookedById == caller.Id,
            (row.One.Dossier is null ? row.Whole : row.One.SecretaryId) == caller.Id)).ToArray());
    }

    /// <param name="Whole">The secretary the briefing names for all its sessions.</param>
    private sealed record Found(OccurrenceRow One, string Title, Secrecy Secrecy, Guid BookedById, Guid? Whole);

    private static Expression<Func<OccurrenceRow, Found>> WithWhole { get; } =
        one => new Found(one, one.Briefing!.Title, one.Briefing.Secrecy, one.Briefing.BookedById, one.Briefing.SecretaryId);

    private static IQueryable<OccurrenceRow> Own(IQueryable<OccurrenceRow> sessions, Guid account) =>
        sessions.Where(one => one.Briefing!.BookedById == account).Union(sessions.Where(NamedSecretary.OfSession(account)));
}
