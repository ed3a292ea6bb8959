using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>What another secrecy means for the sessions that a change of a briefing leaves as they are: it is theirs too.</summary>
internal static class SeriesSecrecy
{
    /// <summary>Sessions with rooms of their own were not judged with the others.</summary>
    public static async Task<Refusal?> WhyNot(BookingDesk.Case one, ImmutableArray<OccurrenceRow> kept, Terms terms)
    {
        if (!terms.IsSecret || kept.IsEmpty) return null;
        var own = await HeldRooms.RoomsOf(one.Db, [.. kept.Select(session => session.Id)], one.Cancel);
        var rooms = await BookingWorlds.Rooms(one.Db, [.. own.SelectMany(held => held.Select(room => room.Room)).Distinct()], one.Cancel);
        var unfit = kept.Where(session => session.Status != BookingStatus.Cancelled)
            .SelectMany(session => SecrecyRules.Unfit(terms, own[session.Id].Select(held => rooms[held.Room]), session.End.InZone(Times.Zone).Date))
            .GroupBy(room => room.RoomId).Select(room => room.MaxBy(found => found.NeededUntil)!).ToList();
        return unfit.Count == 0 ? null : Refusal.Invalid(new FieldMessage("secrecy", "secretRooms", unfit.Count)) with { Unfit = unfit };
    }

    /// <summary>Puts the new secrecy into the history; what was approved under another one asks again with the rest.</summary>
    public static void Note(BookingDesk.Case one, ImmutableArray<OccurrenceRow> kept, Terms terms, Standing standing)
    {
        if (one.Briefing.Secrecy == terms.Secrecy) return;
        BookingRows.Note(one.Briefing, one.Caller, one.Now, $"secrecy{terms.Secrecy}", null);
        foreach (var session in kept.Where(session => session.Status == BookingStatus.Approved)) session.Standing = standing;
    }
}
