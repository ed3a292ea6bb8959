using Conferencing.Booking.Invitations;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>What may be written into a dossier, field by field. A template is judged by the same rules, without a day and rooms of its own.</summary>
public static class DossierRules
{
    public const int MaxInvitationNumber = 50;
    public const int MaxPerson = 150;
    public const int MaxHelpNote = 1000;
    public const int MaxTechnicianNote = 4000;
    public const int MaxAgenda = 100;
    public const int MaxTopic = 300;
    public const int MaxMinutes = 480;
    public const int MaxLinks = 20;
    public const int MaxLinkTitle = 200;
    public const int MaxUrl = 2000;

    /// <param name="rooms">The rooms of the briefing: who speaks sits in one of them.</param>
    public static IEnumerable<FieldError> Check(Dossier dossier, IReadOnlySet<Guid> rooms) =>
        Line("dossier.invitationNumber", dossier.InvitationNumber, MaxInvitationNumber)
            .Concat(Line("dossier.chairPerson", dossier.ChairPerson, MaxPerson))
            .Concat(Line("dossier.secretary", dossier.Secretary, MaxPerson))
            .Concat(Mail("dossier.chairMail", dossier.ChairMail))
            .Concat(Mail("dossier.secretaryMail", dossier.SecretaryMail))
            .Concat(Lines("dossier.helpNote", dossier.HelpNote, MaxHelpNote))
            .Concat(Lines("dossier.technicianNote", dossier.TechnicianNote, MaxTechnicianNote))
            .Concat(Many("dossier.agenda", dossier.Agenda.Length, MaxAgenda, "agendaTooLong"))
            .Concat(dossier.Agenda.Take(MaxAgenda).SelectMany((item, index) => Item($"dossier.agenda[{index}]", item, rooms)))
            .Concat(Many("dossier.links", dossier.Links.Length, MaxLinks, "linksTooMany"))
            .Concat(dossier.Links.Take(MaxLinks).SelectMany((link, index) => Link($"dossier.links[{index}]", link)));

    /// <param name="host">The unit named, if it exists.</param>
    /// <param name="day">The day the briefing is held on.</param>
    public static IEnumerable<FieldError> CheckHost(Dossier dossier, Unit? host, LocalDate? day)
    {
        if (dossier.HostUnitId is null) return [];
        if (host is null) return [new FieldError("dossier.hostUnitId", "unitUnknown")];
        return day is { } held && !host.ExistsOn(held) ? [new FieldError("dossier.hostUnitId", "hostNotThen", host.Name)] : [];
    }

    private static IEnumerable<FieldError> Item(string field, AgendaItem item, IReadOnlySet<Guid> rooms)
    {
        foreach (var error in Line($"{field}.topic", item.Topic, MaxTopic).Concat(Line($"{field}.speaker", item.Speaker, MaxPerson))) yield return error;
        if (item.RoomId is { } room && !rooms.Contains(room)) yield return new FieldError($"{field}.roomId", "agendaRoomNotIn");
        if (item.Minutes is < 1 or > MaxMinutes) yield return new FieldError($"{field}.minutes", "agendaMinutes", MaxMinutes);
    }

    private static IEnumerable<FieldError> Link(string field, DocumentLink link)
    {
        foreach (var error in Line($"{field}.title", link.Title, MaxLinkTitle)) yield return error;
        if (link.Url.Trim().Length > MaxUrl) yield return new FieldError($"{field}.url", "tooLongText", MaxUrl);
        else if (link.Url.Trim() is var url && (url.Length > 0 || !string.IsNullOrWhiteSpace(link.Title)) && !IsWebAddress(url)) yield return new FieldError($"{field}.url", "linkMalformed");
    }

    /// <summary>Only what a browser opens as a page or file, without a name and password inside.</summary>
    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { Host.Length: > 0, UserInfo: "" } && !text.Any(char.IsControl);

    private static IEnumerable<FieldError> Mail(string field, string? address) =>
        address?.Trim() is { Length: > 0 } given && !MailAddress.IsPlausible(given) ? [new FieldError(field, "mailMalformed")] : [];

    private static IEnumerable<FieldError> Many(string field, int count, int most, string code) =>
        count > most ? [new FieldError(field, code, most)] : [];

    private static IEnumerable<FieldError> Line(string field, string? text, int longest) => Text(field, text, longest, char.IsControl);

    /// <summary>May have several lines.</summary>
    private static IEnumerable<FieldError> Lines(string field, string? text, int longest) =>
        Text(field, text, longest, letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));

    private static IEnumerable<FieldError> Text(string field, string? text, int longest, Func<char, bool> isWrong)
    {
        if (text is null) yield break;
        if (text.Trim().Length > longest) yield return new FieldError(field, "tooLongText", longest);
        if (text.Any(isWrong)) yield return new FieldError(field, "titleControl");
    }
}
