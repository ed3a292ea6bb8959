using Conferencing.Server.Data;

namespace Conferencing.Server.Places;

/// <summary>A line and the row it is about.</summary>
internal sealed record PlaceMatch<T>(PlaceLine Line, T Row, bool IsNew);

/// <summary>
/// Rows of one table, found by identifier or by name without regard to case; what a line adds is found by the lines after it. Of several that bear a
/// name it means the one that is there today, if that is one.
/// </summary>
/// <param name="isThere">Whether a row is there today; left out where nothing ever ends.</param>
internal sealed class PlaceIndex<T>(List<T> rows, Action<PlaceProblem> report, Func<T, bool>? isThere = null)
    where T : class, IPlaceRow, new()
{
    private readonly Dictionary<Guid, T> _byId = rows.ToDictionary(row => row.Id);
    private readonly Dictionary<string, List<T>> _byName = rows.GroupBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<T> Rows => _byId.Values;

    /// <summary>Finds or makes the row of each line. Lines that are about nothing, or about the same, are reported and left out.</summary>
    public List<PlaceMatch<T>> Match(IEnumerable<PlaceLine> lines)
    {
        var matches = new List<PlaceMatch<T>>();
        var seen = new HashSet<Guid>();
        foreach (var line in lines)
        {
            if (MatchOne(line) is not { } match) continue;
            if (seen.Add(match.Row.Id)) matches.Add(match);
            else report(line.Wrong(PlaceColumn.Name, "lineTwice", match.Row.Name));
        }
        return matches;
    }

    /// <summary>What a cell refers to; null when it is empty, or cannot be found, which is reported.</summary>
    public Guid? Find(PlaceLine line, PlaceColumn column, string unknown)
    {
        if (line[column] is not { } text) return null;
        if (Guid.TryParse(text, out var id) && _byId.ContainsKey(id)) return id;
        if (_byName.TryGetValue(text, out var found) && Meant(found) is { } meant) return meant.Id;
        report(line.Wrong(column, found is null ? unknown : "nameAmbiguous", text));
        return null;
    }

    private PlaceMatch<T>? MatchOne(PlaceLine line)
    {
        if (line[PlaceColumn.Id] is { } text)
        {
            if (Guid.TryParse(text, out var id) && _byId.TryGetValue(id, out var known)) return new PlaceMatch<T>(line, known, false);
            report(line.Wrong(PlaceColumn.Id, "idUnknown", text));
            return null;
        }
        if (line[PlaceColumn.Name] is not { } name)
        {
            report(line.Wrong(PlaceColumn.Name, "nameMissing"));
            return null;
        }
        if (!_byName.TryGetValue(name, out var found)) return new PlaceMatch<T>(line, Add(name), true);
        if (Meant(found) is { } meant) return new PlaceMatch<T>(line, meant, false);
        report(line.Wrong(PlaceColumn.Name, "nameAmbiguous", name));
        return null;
    }

    private T? Meant(List<T> named)
    {
        if (named.Count == 1) return named[0];
        var there = isThere is null ? [] : named.Where(isThere).Take(2).ToList();
        return there.Count == 1 ? there[0] : null;
    }

    private T Add(string name)
    {
        var row = new T { Id = Guid.CreateVersion7() };
        _byId.Add(row.Id, row);
        _byName.Add(name, [row]);
        return row;
    }
}
