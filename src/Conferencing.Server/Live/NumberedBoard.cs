using System.Collections.Immutable;
using Conferencing.Contract;

namespace Conferencing.Server.Live;

/// <summary>
/// A board as it was last published, with a number that rises by one each time, and which room changed at which number: from that
/// the changes since any earlier number can be told. Speaking levels change without a number; they go their own way.
/// </summary>
internal sealed record NumberedBoard
{
    /// <summary>How many removals are remembered: older watchers fetch the whole board.</summary>
    private const int RemovalsKept = 256;

    public required Guid RunId { get; init; }
    public required Guid ConferenceId { get; init; }
    public required Guid BriefingId { get; init; }
    public long Version { get; init; }
    public required BoardHead Head { get; init; }
    private ImmutableArray<BoardParticipant> Tiles { get; init; } = [];
    private ImmutableDictionary<Guid, long> ChangedAt { get; init; } = ImmutableDictionary<Guid, long>.Empty;
    private ImmutableList<(Guid RoomId, long Version)> Removals { get; init; } = [];
    private long RemovalsKnownSince { get; init; }

    public static NumberedBoard First(Board board, Guid runId) => new()
    {
        RunId = runId,
        ConferenceId = board.Plan.ConferenceId,
        BriefingId = board.BriefingId,
        Version = 1,
        Head = board.Head,
        Tiles = board.Participants,
        ChangedAt = board.Participants.ToImmutableDictionary(tile => tile.RoomId, _ => 1L),
    };

    /// <summary>The next number if anything differs, else this very value.</summary>
    public NumberedBoard Next(Board board)
    {
        var (head, tiles) = (board.Head, board.Participants);
        var before = Tiles.ToDictionary(tile => tile.RoomId);
        var changed = tiles.Where(tile => !before.TryGetValue(tile.RoomId, out var old) || Silent(old) != Silent(tile)).ToList();
        var removed = before.Keys.Except(tiles.Select(tile => tile.RoomId)).ToList();
        if (changed.Count == 0 && removed.Count == 0 && HeadWithoutSeen(head) == HeadWithoutSeen(Head)) return this;
        var version = Version + 1;
        var removals = Removals.AddRange(removed.Select(room => (room, version)));
        var cut = Math.Max(0, removals.Count - RemovalsKept);
        return this with
        {
            Version = version,
            Head = head,
            Tiles = tiles,
            ChangedAt = ChangedAt.RemoveRange(removed).SetItems(changed.Select(tile => KeyValuePair.Create(tile.RoomId, version))),
            Removals = removals.RemoveRange(0, cut),
            RemovalsKnownSince = cut == 0 ? RemovalsKnownSince : removals[cut - 1].Version,
        };
    }

    /// <summary>Everything that changed after <paramref name="version"/>; null if that is too long ago or not of this board.</summary>
    public BoardDelta? Since(long version, DateTimeOffset now)
    {
        if (version > Version || version < RemovalsKnownSince || version < 0) return null;
        var present = Tiles.Select(tile => tile.RoomId).ToHashSet();
        return new BoardDelta
        {
            ConferenceId = ConferenceId,
            RunId = RunId,
            Version = Version,
            Head = Head,
            Participants = [.. Tiles.Where(tile => ChangedAt[tile.RoomId] > version)],
            Removed = [.. Removals.Where(one => one.Version > version && !present.Contains(one.RoomId)).Select(one => one.RoomId).Distinct()],
            ServerTime = now,
        };
    }

    public BoardSnapshot Snapshot(Board latest, DateTimeOffset now) => new()
    {
        ConferenceId = ConferenceId,
        BriefingId = BriefingId,
        Version = Version,
        RunId = RunId,
        Head = Head,
        Participants = [.. WithLevels(latest)],
        ServerTime = now,
    };

    private IEnumerable<BoardParticipant> WithLevels(Board latest)
    {
        var levels = latest.LevelsNow.Levels.ToDictionary(level => level.RoomId);
        return Tiles.Select(tile => levels.TryGetValue(tile.RoomId, out var level)
            ? tile with { LevelDbov = level.LevelDbov, Speaking = level.Speaking } : Silent(tile));
    }

    private static BoardParticipant Silent(BoardParticipant tile) => tile with { LevelDbov = -127, Speaking = false };

    /// <summary>A report without news changes nothing but when it came.</summary>
    private static BoardHead HeadWithoutSeen(BoardHead head) => head with { BridgeSeenAt = null };
}
