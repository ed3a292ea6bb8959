namespace Conferencing.Booking;

/// <summary>
/// What of a dossier is about people: names, addresses, and notes in which anybody may be named. What was met about, by which letter and for which
/// unit is not, and stays. Does not say when it goes.
/// </summary>
public static class DossierPeople
{
    /// <summary>Members that go, of a dossier and of the points of its agenda.</summary>
    public static IReadOnlyList<string> Members { get; } =
    [
        nameof(Dossier.ChairPerson), nameof(Dossier.ChairMail), nameof(Dossier.Secretary), nameof(Dossier.SecretaryMail), nameof(Dossier.SecretaryId), nameof(Dossier.HelpNote), nameof(Dossier.TechnicianNote),
        nameof(AgendaItem.Speaker),
    ];

    /// <summary>The points of the agenda stay in their places, were it without a word.</summary>
    public static Dossier Without(Dossier dossier) => dossier with
    {
        ChairPerson = null,
        ChairMail = null,
        Secretary = null,
        SecretaryMail = null,
        SecretaryId = null,
        HelpNote = null,
        TechnicianNote = null,
        Agenda = [.. dossier.Agenda.Select(item => item with { Speaker = null })],
    };
}
