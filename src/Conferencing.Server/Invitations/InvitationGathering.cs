using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Invitations;

/// <summary>
/// From the rows of a briefing to what calendars are to be told of it, and whom: the contacts of its rooms (the room's own, else its site's, else
/// its unit's), of its host, and whoever leads it. Decides nothing; belongs inside the caller's transaction.
/// </summary>
internal sealed class InvitationGathering
{
    private static readonly Duration ExtensionStep = Duration.FromMinutes(15);

    private readonly BriefingRow _briefing;
    private readonly MailOptions _options;
    private readonly Dictionary<Guid, RoomRow> _rooms;
    private readonly Dictionary<Guid, UnitRow> _hosts;
    private readonly Dictionary<Guid, string> _secretaryMails;
    private readonly ILookup<Guid, BookedRoom> _own;
    private readonly ILookup<Guid, Guid> _without;
    private readonly List<OccurrenceRow> _sessions;

    private InvitationGathering(
        BriefingRow briefing, MailOptions options, List<OccurrenceRow> sessions, Dictionary<Guid, RoomRow> rooms, Dictionary<Guid, UnitRow> hosts,
        Dictionary<Guid, string> secretaryMails, ILookup<Guid, BookedRoom> own, ILookup<Guid, Guid> without) =>
        (_briefing, _options, _sessions, _rooms, _hosts, _secretaryMails, _own, _without) = (briefing, options, sessions, rooms, hosts, secretaryMails, own, without);

    /// <summary>Of the sessions that are approved and will be held.</summary>
    public static async Task<InvitationGathering> Of(Db db, BriefingRow briefing, MailOptions options, CancellationToken cancel)
    {
        var sessions = briefing.Occurrences.Where(one => one is { Status: BookingStatus.Approved, Defective: false }).OrderBy(one => one.Start).ToList();
        if (briefing.Terms.IsSecret && !options.TellSecretBusy) sessions = [];
        var own = await HeldRooms.RoomsOf(db, [.. sessions.Where(one => one.Edited).Select(one => one.Id)], cancel);
        var canMiss = briefing.Rooms.Exists(room => room.Optional) || own.Any(rooms => rooms.Any(room => room.Optional));
        var without = await HeldRooms.Without(db, canMiss ? [.. sessions.Select(one => one.Id)] : [], cancel);
        var ids = briefing.Rooms.Select(room => room.RoomId).Concat(own.SelectMany(rooms => rooms.Select(room => room.Room))).Append(briefing.ChairRoomId)
            .Concat(sessions.Select(one => one.ChairRoomId).OfType<Guid>()).Distinct().ToList();
        var rooms = await db.Rooms.AsNoTracking().Include(room => room.Unit).Include(room => room.Site).ThenInclude(site => site!.Unit)
            .Where(room => ids.Contains(room.Id)).ToDictionaryAsync(room => room.Id, cancel);
        var hosts = sessions.Select(one => one.Dossier?.HostUnitId).Append(briefing.Dossier.HostUnitId).OfType<Guid>().Distinct().ToList();
        var units = await db.Units.AsNoTracking().Where(unit => hosts.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, cancel);
        return new InvitationGathering(briefing, options, sessions, rooms, units, await SecretaryMails(db, briefing, sessions, cancel), own, without);
    }

    /// <summary>Where the accounts named as secretary are written to; one that cannot sign in any more is not.</summary>
    private static async Task<Dictionary<Guid, string>> SecretaryMails(Db db, BriefingRow briefing, List<OccurrenceRow> sessions, CancellationToken cancel)
    {
        var named = sessions.Select(one => one.SecretaryId).Append(briefing.SecretaryId).OfType<Guid>().Distinct().ToList();
        return named.Count == 0 ? [] : await db.Users.AsNoTracking().Where(one => named.Contains(one.Id) && !one.Disabled && one.Email != null)
            .ToDictionaryAsync(one => one.Id, one => one.Email!, cancel);
    }

    /// <summary>Sessions about which nothing is said until they are decided.</summary>
    public Undecided Undecided()
    {
        if (_briefing.Terms.IsSecret && !_options.TellSecretBusy) return Booking.Invitations.Undecided.Nothing;
        var waiting = _briefing.Occurrences.Where(one => one.Status is BookingStatus.Draft or BookingStatus.Pending or BookingStatus.Returned).ToList();
        return new Undecided(waiting.Count > 0, [.. waiting.Select(one => one.RuleDay).OfType<LocalDate>()]);
    }

    public Invitation Invitation()
    {
        var matter = Matter(null);
        var series = _briefing.Series is { } row ? new InvitedSeries(row.Rule, row.FirstDay, row.StartTime, row.LengthSeconds) : null;
        return new Invitation(_briefing.Id, matter, series, [.. _sessions.Select(one => Session(one, matter))]);
    }

    public ImmutableArray<Invitee> Whom()
    {
        var found = new Dictionary<string, (string Name, List<string> Rooms, HashSet<Guid> Sessions)>(StringComparer.OrdinalIgnoreCase);
        foreach (var session in _sessions)
        {
            foreach (var room in RoomsOf(session)) Add(ContactOf(room), room.Name, session);
            foreach (var (name, mail) in Leaders(session)) Add((name, mail), null, session);
        }
        return [.. found.Select(one => new Invitee(one.Key, one.Value.Name, string.Join('\n', one.Value.Rooms), Days(one.Value.Sessions)))];

        void Add((string Name, string? Mail) contact, string? room, OccurrenceRow session)
        {
            if (contact.Mail is not { } address) return;
            if (!found.TryGetValue(address, out var known)) found[address] = known = (contact.Name, [], []);
            known.Sessions.Add(session.Id);
            if (room is not null && !known.Rooms.Contains(room)) known.Rooms.Add(room);
        }
    }

    private ImmutableArray<LocalDate> Days(HashSet<Guid> sessions) => sessions.Count == _sessions.Count ? default
        : [.. _sessions.Where(one => sessions.Contains(one.Id)).Select(one => one.RuleDay).OfType<LocalDate>().Order()];

    private IEnumerable<(string Name, string? Mail)> Leaders(OccurrenceRow session)
    {
        var dossier = session.Dossier ?? _briefing.Dossier;
        if (dossier.HostUnitId is { } host && _hosts.TryGetValue(host, out var unit)) yield return (unit.ContactName ?? unit.Name, unit.Mail);
        yield return (dossier.ChairPerson ?? dossier.ChairMail ?? "", dossier.ChairMail);
        var secretary = dossier.SecretaryMail ?? (dossier.SecretaryId is { } account ? _secretaryMails.GetValueOrDefault(account) : null);
        yield return (dossier.Secretary ?? secretary ?? "", secretary);
    }

    private static (string Name, string? Mail) ContactOf(RoomRow room)
    {
        var unit = room.Unit ?? room.Site?.Unit;
        return room.Mail is not null ? (room.ContactName ?? room.Name, room.Mail)
            : room.Site?.Mail is { } site ? (room.Site.ContactName ?? room.Site.Name, site)
            : (unit?.ContactName ?? unit?.Name ?? "", unit?.Mail);
    }

    private IEnumerable<RoomRow> RoomsOf(OccurrenceRow? session)
    {
        var ids = session is { Edited: true } ? _own[session.Id].Select(room => room.Room) : _briefing.Rooms.OrderBy(room => room.Position).Select(room => room.RoomId);
        if (session is not null) ids = ids.Except(_without[session.Id]);
        return ids.Where(_rooms.ContainsKey).Select(id => _rooms[id]);
    }

    private InvitedSession Session(OccurrenceRow one, InvitedMatter common)
    {
        var matter = one.Edited || one.Dossier is not null || _without[one.Id].Any() ? Matter(one) : common;
        // What a running session was extended by is between its rooms.
        return new InvitedSession(one.RuleDay, one.Start, one.End - ExtensionStep * one.ExtendedSteps, matter == common ? null : matter);
    }

    /// <param name="session">Null for what is said of all.</param>
    private InvitedMatter Matter(OccurrenceRow? session)
    {
        if (_briefing.Terms.IsSecret) return InvitedMatter.Hidden;
        var dossier = session?.Dossier ?? _briefing.Dossier;
        var (number, pin) = DialIn();
        return new InvitedMatter(
            session?.Title ?? _briefing.Title, dossier.InvitationNumber, dossier.HostUnitId is { } host && _hosts.TryGetValue(host, out var unit) ? unit.Name : null,
            dossier.ChairPerson, dossier.Secretary, _rooms.GetValueOrDefault(session?.ChairRoomId ?? _briefing.ChairRoomId)?.Name,
            string.Join('\n', RoomsOf(session).Select(room => room.Name)))
        {
            Agenda = string.Join('\n', dossier.Agenda.Select(Point)),
            Documents = string.Join('\n', _briefing.Documents.OrderBy(document => document.Id).Select(document => document.Name)
                .Concat(dossier.Links.Select(link => link.Title == link.Url ? link.Url : $"{link.Title}: {link.Url}"))),
            Note = (session?.Note ?? _briefing.Note) is { Length: > 0 } note ? note : null,
            DialIn = number,
            Pin = pin,
            Link = _options.PagesUrl.Length == 0 ? null : $"{_options.PagesUrl.TrimEnd('/')}/briefings/{_briefing.Id}",
        };
    }

    private static string Point(AgendaItem item)
    {
        var who = string.IsNullOrEmpty(item.Speaker) ? item.Topic : item.Topic.Length == 0 ? item.Speaker : $"{item.Topic} – {item.Speaker}";
        return item.Minutes is { } minutes ? $"{who} ({minutes.ToString(System.Globalization.CultureInfo.InvariantCulture)} phút)" : who;
    }

    private (string? Number, string? Pin) DialIn()
    {
        var numbers = _sessions.Select(one => one.DialInNumber).Distinct().ToList();
        if (numbers is not [{ } number]) return (null, null);
        return (number.ToString(System.Globalization.CultureInfo.InvariantCulture), _sessions.Count == 1 && _briefing.Series is null ? _sessions[0].GuestPin : null);
    }
}
