using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using NodaTime;
using Outcome = Conferencing.Server.Api.BookingDesk.Outcome;

namespace Conferencing.Server.Api;

/// <param name="OccurrenceId">The session whose they are; null for those of the whole.</param>
internal sealed record PapersOrder(int? Version, int? IfMatch, Guid? OccurrenceId, ImmutableArray<AgendaItem> Agenda, ImmutableArray<DocumentLink> Links);

/// <summary>
/// Agenda, links and files of a briefing: who books it keeps them, and whom it names as secretary. They hold no room and move no time, so they are
/// changed while a session runs and after it too, and no approval is asked for again.
/// </summary>
internal static class Papers
{
    /// <param name="session">Null for those of the whole.</param>
    public static bool MayChange(BriefingRow briefing, OccurrenceRow? session, Caller caller) => briefing.Status != BookingStatus.Cancelled
        && (Approval.MayChange(briefing.Status, caller.Towards(briefing.BookedById, briefing.Dossier.HostUnitId)) || SecretaryOf(briefing, session) == caller.Id);

    /// <summary>Files are those of the whole: whoever is named for one of its sessions puts his to it.</summary>
    public static async Task<bool> MayFile(Db db, BriefingRow briefing, Caller caller, CancellationToken cancel) =>
        MayChange(briefing, null, caller) || (briefing.Status != BookingStatus.Cancelled && await NamedSecretary.Knows(db, briefing.Id, caller.Id, cancel));

    /// <summary>Sessions that name him as secretary, and will be held or were.</summary>
    public static IEnumerable<OccurrenceRow> LedBy(BriefingRow briefing, Caller caller) =>
        briefing.Occurrences.Where(session => session.Status != BookingStatus.Cancelled && SecretaryOf(briefing, session) == caller.Id);

    /// <summary>Inside the desk's transaction.</summary>
    public static async Task<Outcome> Change(BookingDesk.Case one, PapersOrder order)
    {
        var session = order.OccurrenceId is { } id ? one.Briefing.Occurrences.Find(each => each.Id == id) : null;
        if (order.OccurrenceId is not null && session is null) return Refusal.NotFound();
        // Of a briefing held once the session has none of its own.
        if (one.Briefing.Series is null) session = null;
        if (!MayChange(one.Briefing, session, one.Caller)) return NotHis(one.Briefing);
        if (session is { Status: BookingStatus.Cancelled }) return Refusal.Conflict("isCancelled");
        var dossier = ((session?.Dossier ?? one.Briefing.Dossier) with { Agenda = order.Agenda, Links = order.Links }).Tidy();
        FieldMessage[] wrong = [.. DossierRules.Check(dossier, await RoomsOf(one, session)).Select(error => new FieldMessage(error.Field["dossier.".Length..], error.Code, [.. error.Args]))];
        if (wrong.Length > 0) return Refusal.Invalid(wrong);
        Keep(one.Briefing, session, dossier, one.Now);
        return await BookingRows.Finish(one, "papersChanged", session?.Start.Text());
    }

    private static Guid? SecretaryOf(BriefingRow briefing, OccurrenceRow? session) => (session?.Dossier ?? briefing.Dossier).SecretaryId;

    private static Refusal NotHis(BriefingRow briefing) =>
        briefing.Status == BookingStatus.Cancelled ? Refusal.Conflict("isCancelled") : new Refusal(StatusCodes.Status403Forbidden, "notYours");

    private static async Task<IReadOnlySet<Guid>> RoomsOf(BookingDesk.Case one, OccurrenceRow? session) => session is { Edited: true }
        ? (await HeldRooms.RoomsOf(one.Db, [session.Id], one.Cancel))[session.Id].Select(room => room.Room).ToHashSet()
        : one.Briefing.Rooms.Select(room => room.RoomId).ToHashSet();

    private static void Keep(BriefingRow briefing, OccurrenceRow? session, Dossier dossier, Instant now)
    {
        var whole = briefing.Dossier;
        if (session is null)
        {
            briefing.Dossier = dossier;
            OwnDossiers.Follow(briefing, whole, now);
        }
        else
        {
            OwnDossiers.KeepPoint(session, (session.Dossier ?? whole).Agenda, dossier.Agenda);
            session.Dossier = DossierWords.OwnOf(whole, dossier);
        }
    }
}
