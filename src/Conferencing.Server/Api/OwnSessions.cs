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
    private const int Most = 500;

    /// <summary>From 30 days ago to a year ahead, by start, at most 500.</summary>
    public static async Task<Ok<OwnSession[]>> Read(HttpContext http, Caller caller, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var (from, to) = (now - Back, now + Ahead);
        var near = db.Occurrences.AsNoTracking().Where(one => one.Start > from && one.Start < to && one.Status != BookingStatus.Cancelled);
        var secretary = Caller.IsHeld(http.User) ? near.Where(one => false) : near.Where(NamedSecretary.OfSession(caller.Id));
        var rows = await near.Where(one => one.Briefing!.BookedById == caller.Id).Union(secretary).OrderBy(one => one.Start).ThenBy(one => one.Id).Take(Most)
            .Select(one => new { One = one, one.Briefing!.Title, one.Briefing.Secrecy, one.Briefing.BookedById, Whole = one.Briefing.SecretaryId }).ToListAsync(cancel);
        var ids = rows.Select(row => row.One.Id).ToList();
        var plans = await db.Plans.AsNoTracking().Where(plan => ids.Contains(plan.ConferenceId)).ToDictionaryAsync(plan => plan.ConferenceId, plan => plan.EndAt, cancel);
        return TypedResults.Ok(rows.Select(row => new OwnSession(
            row.One.Id, row.One.BriefingId, row.One.Title ?? row.Title, row.One.Status, row.One.Start.ToLocal(), row.One.End.ToLocal(), row.Secrecy,
            BriefingReading.Phase(row.One, plans.TryGetValue(row.One.Id, out var end) ? end : null, now), row.BookedById == caller.Id,
            (row.One.Dossier is null ? row.Whole : row.One.SecretaryId) == caller.Id)).ToArray());
    }
}
