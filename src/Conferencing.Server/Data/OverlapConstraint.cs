namespace Conferencing.Server.Data;

/// <summary>
/// The last guard against double booking on PostgreSQL, what <see cref="OverlapTriggers"/> are on SQLite: of rows that hold their room no two
/// of one room overlap. Half-open, so touching slots pass; at most 24 hours, as the search for clashes takes for granted.
/// </summary>
internal static class OverlapConstraint
{
    public const string Name = "occurrencerooms_no_overlap";

    /// <summary>Compares rooms within the index of ranges.</summary>
    public const string Extension = "btree_gist";

    public const string Create =
        $"""
        ALTER TABLE OccurrenceRooms ADD CONSTRAINT occurrencerooms_length CHECK (Off OR ("end" > Start AND "end" - Start <= 86400000));
        ALTER TABLE OccurrenceRooms ADD CONSTRAINT {Name}
          EXCLUDE USING gist (RoomId WITH =, int8range(Start, "end") WITH &&) WHERE (NOT Off);
        """;
}
