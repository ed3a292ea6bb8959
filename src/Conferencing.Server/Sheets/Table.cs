namespace Conferencing.Server.Sheets;

/// <summary>What a spreadsheet shows of something: a name, heads, and rows of texts and numbers.</summary>
internal sealed record Table(string Name, IReadOnlyList<string> Heads, IReadOnlyList<object[]> Rows);
