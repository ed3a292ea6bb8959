using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>How a session is held.</summary>
public enum BriefingMode
{
    /// <summary>Every room may speak.</summary>
    Discussion,
    /// <summary>The chair's room speaks; the others begin muted and are given the floor.</summary>
    Lecture,
}

/// <summary>One point of the agenda; the points are in the order of the speakers.</summary>
/// <param name="Topic">Empty if only the speaker is known yet.</param>
/// <param name="RoomId">Where the speaker sits.</param>
public sealed record AgendaItem(string Topic, string? Speaker, Guid? RoomId, int? Minutes);

/// <summary>A document that lies elsewhere.</summary>
public sealed record DocumentLink(string Title, string Url);

/// <summary>
/// What is said of a briefing beside who, where and when: its papers and its people. It holds no room and moves no time; uploaded
/// files are not part of it.
/// </summary>
/// <param name="InvitationNumber">As on the letter, for example 125/GM-UBND.</param>
/// <param name="TechnicianNote">For technicians' eyes, and those of who booked it.</param>
public sealed record Dossier(
    string? InvitationNumber = null, Guid? HostUnitId = null, string? ChairPerson = null, string? Secretary = null, BriefingMode Mode = BriefingMode.Discussion,
    bool HelpWanted = false, string? HelpNote = null, string? TechnicianNote = null)
{
    public static Dossier Empty { get; } = new();

    /// <summary>Where the people who lead it are sent the invitation; null for nobody.</summary>
    public string? ChairMail { get; init; }
    public string? SecretaryMail { get; init; }

    /// <summary>The account that is its secretary, and may do what a secretary does in it, whatever else it may do; null for nobody.</summary>
    public Guid? SecretaryId { get; init; }
    public ImmutableArray<AgendaItem> Agenda { get; init; } = [];
    public ImmutableArray<DocumentLink> Links { get; init; } = [];

    /// <summary>As it is kept: without the blanks around and the points nobody filled in.</summary>
    public Dossier Tidy() => new(
        Text(InvitationNumber), HostUnitId, Text(ChairPerson), Text(Secretary), Mode, HelpWanted, Text(HelpNote), Text(TechnicianNote))
    {
        ChairMail = Text(ChairMail),
        SecretaryMail = Text(SecretaryMail),
        SecretaryId = SecretaryId,
        Agenda = [.. Agenda.Select(item => item with { Topic = item.Topic.Trim(), Speaker = Text(item.Speaker) }).Where(item => item.Topic.Length > 0 || item.Speaker is not null)],
        Links = [.. Links.Select(link => new DocumentLink(Text(link.Title) ?? link.Url.Trim(), link.Url.Trim())).Where(link => link.Url.Length > 0)],
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
