namespace Conferencing.Server.Places;

/// <summary>What an import came to, or would come to.</summary>
/// <param name="Applied">False when it was a trial, or when there is a problem: then nothing at all was taken over.</param>
/// <param name="Unchanged">Lines that say what is stored already.</param>
/// <param name="Changes">What is added or changed, in the order of the file; the first of them when there are many.</param>
/// <param name="ProblemCount">All problems, also those beyond the ones listed.</param>
public sealed record PlaceReport(bool Applied, int Added, int Changed, int Unchanged, PlaceChangeAnswer[] Changes, int ProblemCount, PlaceProblemAnswer[] Problems);

/// <param name="Table">What kind of line it is, in words.</param>
/// <param name="Fields">Of a change: the columns that differ.</param>
public sealed record PlaceChangeAnswer(int Row, string Table, string Name, PlaceChangeKind Kind, string[] Fields);

public enum PlaceChangeKind
{
    Added,
    Changed,
}

/// <param name="Sheet">Null in a file without sheets, or when it is about the whole file.</param>
/// <param name="Row">As the spreadsheet program counts, from 1.</param>
/// <param name="Column">The head of the column.</param>
public sealed record PlaceProblemAnswer(string? Sheet, int? Row, string? Column, string Message);
