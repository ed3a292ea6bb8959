using System.Collections.Immutable;
using Conferencing.Booking.People;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>Who of the people in charge of sessions that are booked is wanted elsewhere at the same time, as one reader may know it.</summary>
internal static class PeopleReading
{
    /// <summary>Of a briefing's sessions to come, in the order of time.</summary>
    public static async Task<ImmutableArray<PersonClash>> Ahead(Db db, BriefingRow briefing, Instant now, Caller caller, CancellationToken cancel)
    {
        var ahead = briefing.Occurrences.Where(one => one.End > now && one.EndedAt is null).OrderBy(one => one.Start).Select(one => (one, briefing)).ToList();
        return [.. (await Beside(db, ahead, caller, cancel)).SelectMany(session => session)];
    }

    /// <summary>By session; what is cancelled, sent back or not started needs nobody.</summary>
    public static async Task<ILookup<Guid, PersonClash>> Beside(Db db, IReadOnlyCollection<(OccurrenceRow Session, BriefingRow Briefing)> asked, Caller caller, CancellationToken cancel)
    {
        var sessions = asked.Where(one => Booking.Approval.HoldsRooms(one.Session.Status) && !one.Session.Defective)
            .Select(one => (one.Session, People: PersonInCharge.Of(one.Session.Dossier ?? one.Briefing.Dossier))).Where(one => !one.People.IsEmpty).ToList();
        var engaged = await PeopleInCharge.Engaged(db, sessions.SelectMany(one => one.People), [.. sessions.Select(one => one.Session.Slot)], [], cancel);
        var met = sessions.SelectMany(one => PeopleConflicts.Find(one.People, one.Session.Slot, engaged, ImmutableHashSet.Create(one.Session.Id)).Select(clash => (one.Session.Id, clash))).ToList();
        var hidden = await Discretion.Hidden(db, met.Select(one => one.clash.BriefingId), caller, cancel);
        return met.ToLookup(one => one.Id, one => Discretion.Blur([one.clash], hidden, caller)[0]);
    }
}
