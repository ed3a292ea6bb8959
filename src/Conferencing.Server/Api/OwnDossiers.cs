using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>
/// What sessions have of their own when the dossier of the whole changes: their agenda and links stay theirs, what they only had from it follows it. One that
/// is over stays as it was held.
/// </summary>
internal static class OwnDossiers
{
    /// <param name="before">The dossier of the whole until now.</param>
    public static void Follow(BriefingRow briefing, Dossier before, Instant now)
    {
        foreach (var session in briefing.Occurrences)
        {
            var agenda = (session.Dossier ?? before).Agenda;
            var isItsOwn = session.Edited || session.End <= now;
            if (session.Dossier is { } own) session.Dossier = DossierWords.OwnOf(briefing.Dossier, isItsOwn ? WithSecretary(own, before, briefing.Dossier) : WithPapers(briefing.Dossier, own));
            KeepPoint(session, agenda, (session.Dossier ?? briefing.Dossier).Agenda);
        }
    }

    /// <summary>The point that was called stays called wherever it stands now; one that is no longer there is not the one that was called.</summary>
    public static void KeepPoint(OccurrenceRow session, ImmutableArray<AgendaItem> before, ImmutableArray<AgendaItem> after)
    {
        if (session.AgendaPoint is not { } called) return;
        session.AgendaPoint = CalledPoint.Follow(called, before, after);
        if (session.AgendaPoint is null) session.AgendaSince = null;
    }

    private static Dossier WithPapers(Dossier whole, Dossier own) => whole with { Agenda = own.Agenda, Links = own.Links };

    /// <summary>Whoever was its secretary because the whole named him is so no longer than the whole does.</summary>
    private static Dossier WithSecretary(Dossier own, Dossier before, Dossier whole) =>
        before.SecretaryId is null || own.SecretaryId != before.SecretaryId || whole.SecretaryId == before.SecretaryId ? own
        : own with { SecretaryId = whole.SecretaryId, Secretary = whole.Secretary, SecretaryMail = whole.SecretaryMail };
}
