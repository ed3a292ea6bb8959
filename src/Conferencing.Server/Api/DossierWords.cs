using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Api;

/// <summary>Between the shapes of the API and a dossier, and who may read what of it.</summary>
internal static class DossierWords
{
    public static Dossier? Value(DossierRequest? request) => request is null ? null : new Dossier(
        request.InvitationNumber, request.HostUnitId, request.ChairPerson, request.Secretary, request.Mode ?? BriefingMode.Discussion,
        request.HelpWanted ?? false, request.HelpNote, request.TechnicianNote)
    {
        Agenda = Agenda(request.Agenda),
        ChairMail = request.ChairMail,
        SecretaryMail = request.SecretaryMail,
        SecretaryId = request.SecretaryId,
        Links = Links(request.Links),
    };

    public static ImmutableArray<AgendaItem> Agenda(AgendaItemRequest[]? agenda) =>
        [.. (agenda ?? []).OfType<AgendaItemRequest>().Select(item => new AgendaItem(item.Topic ?? "", item.Speaker, item.RoomId, item.Minutes))];

    public static ImmutableArray<DocumentLink> Links(LinkRequest[]? links) =>
        [.. (links ?? []).OfType<LinkRequest>().Select(link => new DocumentLink(link.Title ?? "", link.Url ?? ""))];

    public static DossierAnswer Answer(Dossier dossier, DossierNames names, bool withTechnicianNote) => new(
        dossier.InvitationNumber, dossier.HostUnitId, dossier.HostUnitId is { } host ? names.Units.GetValueOrDefault(host) : null,
        dossier.ChairPerson, dossier.Secretary, dossier.Mode, dossier.HelpWanted, dossier.HelpNote, withTechnicianNote ? dossier.TechnicianNote : null,
        [.. dossier.Agenda.Select(item => new AgendaItemAnswer(item.Topic, item.Speaker, item.RoomId, item.Minutes))],
        [.. dossier.Links.Select(link => new LinkAnswer(link.Title, link.Url))], dossier.ChairMail, dossier.SecretaryMail,
        dossier.SecretaryId is { } secretary ? names.Secretaries.GetValueOrDefault(secretary) : null);

    public static DocumentAnswer Answer(DocumentRow row) => new(row.Id, row.Name, row.Bytes, row.Hash, row.AddedBy, row.AddedAt.ToLocal());

    public static bool MayReadTechnicianNote(Caller caller, Guid bookedBy) => caller.Has(Role.Technician) || caller.Id == bookedBy;

    /// <summary>A dossier after a change; who may not read the technicians' note does not change it either.</summary>
    public static Dossier Become(Dossier before, Dossier? wanted, Caller caller, Guid bookedBy) =>
        wanted is null ? before
        : MayReadTechnicianNote(caller, bookedBy) ? wanted
        : wanted with { TechnicianNote = before.TechnicianNote };

    /// <summary>What a session has of its own after a change; null while it is that of its briefing.</summary>
    public static Dossier? OwnOf(BookingDesk.Case one, OccurrenceRow session, Dossier? wanted)
    {
        var whole = one.Briefing.Dossier;
        var own = Become(session.Dossier ?? whole, wanted, one.Caller, one.Briefing.BookedById);
        return OwnOf(whole, own);
    }

    /// <summary>Null where it says the same as that of the briefing.</summary>
    public static Dossier? OwnOf(Dossier whole, Dossier own) => DossierJson.Write(own) == DossierJson.Write(whole) ? null : own;
}
