using Conferencing.Booking;
using Conferencing.Booking.Reorganising;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Reorganising;

/// <summary>Writes a plan, inside one write transaction. Decides nothing.</summary>
/// <param name="who">Whose doing it is, for the history of briefings and templates.</param>
internal sealed class ReorganisationWriter(Db db, Reorganisation wish, ReorganisationPlan plan, string who, Instant now, CancellationToken cancel)
{
    private const string Action = "reorganised";
    private const int RowsAtOnce = 200;

    private readonly Instant _since = Times.Zone.AtStartOfDay(wish.From).ToInstant();
    private readonly List<UnitRow> _successors = [];
    private Dictionary<Guid, UnitRow> _sources = [];

    /// <summary>What went where.</summary>
    public async Task<MovedThing[]> Write()
    {
        await Units();
        await Each<SiteRow>((row, moves) => row.UnitId = To(moves[0]), HangingKind.Site);
        await Each<RoomRow>((row, moves) => row.UnitId = moves[0].WithSite ? row.UnitId : To(moves[0]), HangingKind.Room);
        await Each<UnitRow>((row, moves) => row.ParentId = To(moves[0]), HangingKind.ChildUnit);
        await Each<Account>(Give, HangingKind.Role);
        await Each<PresetRow>(Share, HangingKind.Template, HangingKind.RoomGroup, HangingKind.HostedTemplate);
        await Each<FeedRow>((row, moves) => row.TargetId = To(moves[0]), HangingKind.Feed);
        await Each<BriefingRow>((row, moves) => Host(row, moves[0]), HangingKind.Briefing);
        await db.SaveChangesAsync(cancel);
        var themselves = _sources.Keys.SelectMany(from => _successors.Select(to => new MovedThing(null, from, from, to.Id)));
        return [.. themselves, .. plan.Moves.Select(move => new MovedThing(move.What.Kind, move.What.Id, move.What.UnitId, To(move)))];
    }

    private Guid To(Move move) => _successors[move.To].Id;

    private string Detail(Move move) => $"{_sources[move.What.UnitId].Name} → {_successors[move.To].Name}";

    private async Task Units()
    {
        var ids = wish.Sources.Concat(wish.Successors.Select(one => one.UnitId).OfType<Guid>()).ToList();
        var units = await db.Units.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancel);
        _sources = wish.Sources.ToDictionary(id => id, id => units[id]);
        foreach (var ended in plan.Ending) units[ended.Id].ValidTo = ended.ValidTo;
        _successors.AddRange(wish.Successors.Select(one => one.UnitId is { } there ? units[there] : Begin(one.Begun!)));
    }

    /// <summary>Whom to write to stays who it was: letters still reach somebody on the first day.</summary>
    private UnitRow Begin(NewUnit unit)
    {
        var known = wish.Sources.Select(id => _sources[id]).FirstOrDefault(row => row.Mail is not null || row.Phone is not null || row.ContactName is not null);
        var row = new UnitRow
        {
            Id = Guid.CreateVersion7(),
            Name = unit.Name,
            ShortName = unit.ShortName,
            Kind = unit.Kind,
            ParentId = unit.ParentId,
            ValidFrom = wish.From,
            ContactName = known?.ContactName,
            Mail = known?.Mail,
            Phone = known?.Phone,
        };
        db.Units.Add(row);
        return row;
    }

    private async Task Each<T>(Action<T, Move[]> change, params HangingKind[] kinds)
        where T : class
    {
        var moves = plan.Moves.Where(move => kinds.Contains(move.What.Kind)).GroupBy(move => move.What.Id).ToDictionary(some => some.Key, some => some.ToArray());
        foreach (var some in moves.Keys.Chunk(RowsAtOnce))
            foreach (var row in await Whole(db.Set<T>()).Where(row => some.Contains(EF.Property<Guid>(row, "Id"))).ToListAsync(cancel))
                change(row, moves[(Guid)db.Entry(row).Property("Id").CurrentValue!]);
    }

    private static IQueryable<T> Whole<T>(IQueryable<T> rows)
        where T : class => rows is IQueryable<BriefingRow> briefings ? (IQueryable<T>)briefings.Include(row => row.Occurrences) : rows;

    /// <summary>The role for the unit that ends is kept: what that hosted is still its people's to look after.</summary>
    private void Give(Account account, Move[] moves)
    {
        account.UnitRoles = [.. account.UnitRoles.Concat(moves.Select(move => new UnitRole(Enum.Parse<Role>(move.What.Role!), To(move)))).Distinct()];
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    /// <summary>A template may be shared under one unit and name another as its host.</summary>
    private void Share(PresetRow preset, Move[] moves)
    {
        foreach (var move in moves)
        {
            if (move.What.Kind == HangingKind.HostedTemplate) preset.Content = Hosted(Sketch.Read(preset.Content), move).Write();
            else (preset.UnitId, preset.Name) = (To(move), move.NewName ?? preset.Name);
        }
        preset.Version++;
        preset.History.Add(new PresetHistoryRow { PresetId = preset.Id, At = now, Who = who, Action = Action, Detail = Detail(moves[0]) });
    }

    private Sketch Hosted(Sketch sketch, Move move) => sketch with { Dossier = sketch.Dossier with { HostUnitId = To(move) } };

    /// <summary>Sessions that were held before keep the host they had.</summary>
    private void Host(BriefingRow briefing, Move move)
    {
        var whole = briefing.Dossier;
        var isWhole = Ends(whole);
        if (isWhole) briefing.Dossier = whole with { HostUnitId = To(move) };
        foreach (var session in briefing.Occurrences)
        {
            if (session.Start < _since) session.Dossier ??= isWhole ? whole : null;
            else if (session.Dossier is { } own && Ends(own)) session.Dossier = own with { HostUnitId = To(move) };
        }
        briefing.Version++;
        db.History.Add(new HistoryRow { BriefingId = briefing.Id, At = now, Who = who, Action = Action, Detail = Detail(move) });
    }

    private bool Ends(Dossier dossier) => dossier.HostUnitId is { } host && _sources.ContainsKey(host);
}
