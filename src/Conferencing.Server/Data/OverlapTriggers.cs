namespace Conferencing.Server.Data;

/// <summary>
/// The last guard against double booking, for code that forgets to ask: SQLite itself refuses a row that overlaps another
/// that counts. Half-open, so touching slots pass; bounded by the longest briefing (24 h), which keeps the search on the index.
/// </summary>
internal static class OverlapTriggers
{
    /// <summary>The message of the SQLite error.</summary>
    public const string Message = "room is held by another briefing";

    /// <summary>24 h in milliseconds, the unit of the columns.</summary>
    private const string LongestMs = "86400000";

    public const string Create =
        $"""
        CREATE TRIGGER OccurrenceRooms_NoOverlap_Insert BEFORE INSERT ON OccurrenceRooms WHEN NEW.Off = 0
        BEGIN {Check} END;
        CREATE TRIGGER OccurrenceRooms_NoOverlap_Update BEFORE UPDATE ON OccurrenceRooms WHEN NEW.Off = 0
        BEGIN {Check} END;
        """;

    private const string Check =
        $"""
        SELECT RAISE(ABORT, 'a briefing lasts at most 24 hours') WHERE NEW.End <= NEW.Start OR NEW.End - NEW.Start > {LongestMs};
        SELECT RAISE(ABORT, '{Message}') WHERE EXISTS (
          SELECT 1 FROM OccurrenceRooms AS other
          WHERE other.RoomId = NEW.RoomId AND other.Off = 0 AND other.OccurrenceId <> NEW.OccurrenceId
            AND other.Start < NEW.End AND other.Start >= NEW.Start - {LongestMs} AND other.End > NEW.Start);
        """;
}
