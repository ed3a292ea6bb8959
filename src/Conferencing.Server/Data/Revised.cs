using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Conferencing.Server.Data;

/// <summary>What the transaction of one context has changed so far of what <see cref="BookingMemory"/> keeps. Says too much rather than too little.</summary>
internal sealed class Revised
{
    /// <summary>Who has not read for so many lines reads everything anew.</summary>
    public const int KeptLines = 20_000;

    private readonly HashSet<Guid> _occurrences = [];

    /// <summary>Briefings of which all sessions are told by another name now, or to others.</summary>
    private readonly HashSet<Guid> _briefings = [];

    /// <summary>Whether rooms, devices, sites, lines, units or official days changed.</summary>
    private bool _places;

    public bool IsEmpty => !_places && _occurrences.Count + _briefings.Count == 0;

    /// <summary>For changes that go past the change tracker.</summary>
    public void Sessions(IEnumerable<Guid> occurrences) => _occurrences.UnionWith(occurrences);

    /// <summary>Before every save.</summary>
    public void Read(ChangeTracker tracker)
    {
        foreach (var entry in tracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)) Read(entry);
    }

    private void Read(EntityEntry entry)
    {
        switch (entry.Entity)
        {
            case OccurrenceRow session:
                _occurrences.Add(session.Id);
                break;
            case OccurrenceRoomRow held:
                _occurrences.Add(held.OccurrenceId);
                break;
            case BriefingRow briefing when entry.Property(nameof(BriefingRow.Title)).IsModified || entry.Property(nameof(BriefingRow.Secrecy)).IsModified:
                _briefings.Add(briefing.Id);
                break;
            case RoomRow or EndpointRow or SiteRow or LineRow or UnitRow or OfficialDayRow:
                _places = true;
                break;
        }
    }

    /// <summary>At the end of the transaction, inside it.</summary>
    public async Task Write(Db db, CancellationToken cancel)
    {
        if (IsEmpty) return;
        var sql = Dialect.Of(db);
        await PlainSql.Execute(
            db, $"INSERT INTO Revisions (OccurrenceId) {sql.Ids("@sessions")} UNION SELECT Id FROM Occurrences WHERE BriefingId IN ({sql.Ids("@briefings")})",
            cancel, ("@sessions", Dialect.Json(_occurrences)), ("@briefings", Dialect.Json(_briefings)));
        if (_places) await PlainSql.Execute(db, "INSERT INTO Revisions (OccurrenceId) VALUES (NULL)", cancel);
        await PlainSql.Execute(db, "DELETE FROM Revisions WHERE Number <= (SELECT max(Number) FROM Revisions) - @kept", cancel, ("@kept", KeptLines));
        Forget();
    }

    /// <summary>Nothing of it came about.</summary>
    public void Forget()
    {
        _places = false;
        _occurrences.Clear();
        _briefings.Clear();
    }
}
