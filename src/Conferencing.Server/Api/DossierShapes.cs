using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;

namespace Conferencing.Server.Api;

/// <summary>The papers and people of a briefing.</summary>
public sealed record DossierRequest
{
    /// <summary>As on the letter of invitation.</summary>
    public string? InvitationNumber { get; init; }
    public Guid? HostUnitId { get; init; }
    public string? ChairPerson { get; init; }
    public string? Secretary { get; init; }

    /// <summary>Where they are sent the invitation.</summary>
    public string? ChairMail { get; init; }
    public string? SecretaryMail { get; init; }

    /// <summary>An account: its person knows of the briefing, whatever its secrecy, keeps agenda, links and files, and leads the sessions, without any role. One of <c>GET /api/secretaries</c>.</summary>
    public Guid? SecretaryId { get; init; }

    /// <summary><c>discussion</c> if left out; in a <c>lecture</c> all rooms but the chair's begin muted.</summary>
    public BriefingMode? Mode { get; init; }
    public bool? HelpWanted { get; init; }
    public string? HelpNote { get; init; }

    /// <summary>Only technicians, administrators and who booked it read this. From anybody else it is not taken: what was there stays.</summary>
    public string? TechnicianNote { get; init; }

    /// <summary>In the order of the speakers.</summary>
    public AgendaItemRequest[]? Agenda { get; init; }
    public LinkRequest[]? Links { get; init; }
}

public sealed record AgendaItemRequest
{
    public string? Topic { get; init; }
    public string? Speaker { get; init; }

    /// <summary>One of the briefing's rooms.</summary>
    public Guid? RoomId { get; init; }
    public int? Minutes { get; init; }
}

public sealed record LinkRequest
{
    /// <summary>The address if left out.</summary>
    public string? Title { get; init; }
    [Required] public string? Url { get; init; }
}

/// <param name="HostUnitName">As the unit is called today.</param>
/// <param name="TechnicianNote">Null for all who may not read it.</param>
/// <param name="SecretaryAccount">The account named as secretary.</param>
public sealed record DossierAnswer(
    string? InvitationNumber, Guid? HostUnitId, string? HostUnitName, string? ChairPerson, string? Secretary, BriefingMode Mode,
    bool HelpWanted, string? HelpNote, string? TechnicianNote, AgendaItemAnswer[] Agenda, LinkAnswer[] Links,
    string? ChairMail, string? SecretaryMail, SecretaryAnswer? SecretaryAccount);

/// <param name="Retired">It cannot sign in any more: nobody does a secretary's work by it.</param>
public sealed record SecretaryAnswer(Guid Id, string DisplayName, string UserName, bool Retired);

public sealed record AgendaItemAnswer(string Topic, string? Speaker, Guid? RoomId, int? Minutes);

public sealed record LinkAnswer(string Title, string Url);

/// <param name="Hash">SHA-256, in hexadecimal.</param>
public sealed record DocumentAnswer(Guid Id, string Name, long Bytes, string Hash, string AddedBy, DateTimeOffset AddedAt);

/// <summary>Which point of the agenda is called.</summary>
public sealed record AgendaRequest
{
    /// <summary>Null before the first and after the last.</summary>
    public CalledPointRequest? Point { get; init; }
}

/// <summary>A point as it was read: the agenda may have been changed since, and then it stands elsewhere or is no longer there.</summary>
public sealed record CalledPointRequest
{
    public string? Topic { get; init; }
    public string? Speaker { get; init; }
    public Guid? RoomId { get; init; }

    /// <summary>How many points with the same topic, speaker and room stand before it, from 0.</summary>
    public int SameBefore { get; init; }
}
