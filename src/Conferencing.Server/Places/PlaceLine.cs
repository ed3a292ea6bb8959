using System.Collections.Immutable;

namespace Conferencing.Server.Places;

/// <summary>One line of the spreadsheet as it was written, before anything is made of it.</summary>
/// <param name="Sheet">Null in a file without sheets.</param>
/// <param name="Row">As the spreadsheet program counts, from 1.</param>
internal sealed record PlaceLine(string? Sheet, int Row, PlaceTable Table, ImmutableDictionary<PlaceColumn, string> Cells)
{
    /// <summary>What the cell says, trimmed and in one Unicode form; null when it is empty.</summary>
    public string? this[PlaceColumn column] => Cells.TryGetValue(column, out var text) && text.Length > 0 ? text : null;

    /// <summary>A column that is missing leaves what is there as it is; an empty cell does not.</summary>
    public bool Tells(PlaceColumn column) => Cells.ContainsKey(column);

    /// <summary>The lines within a cell; a bar is as good as a new line.</summary>
    public string[] Several(PlaceColumn column) => this[column] is { } text ? [.. text.Split('\n', '|').Select(part => part.Trim())] : [];

    public PlaceProblem Wrong(PlaceColumn? column, string code, params object[] args) => new(Sheet, Row, column, code, args);
}

/// <summary>Something wrong in the file; nothing of it is taken over.</summary>
/// <param name="Row">Null when it is about a whole sheet or file.</param>
/// <param name="Code">A key of the message table.</param>
internal sealed record PlaceProblem(string? Sheet, int? Row, PlaceColumn? Column, string Code, params object[] Args);

/// <summary>What a file says, and what in it cannot be read.</summary>
internal sealed record PlaceFile(ImmutableArray<PlaceLine> Lines, ImmutableArray<PlaceProblem> Problems)
{
    public static PlaceFile Unreadable(string code, params object[] args) => new([], [new PlaceProblem(null, null, null, code, args)]);
}
