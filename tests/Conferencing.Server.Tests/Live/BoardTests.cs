using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Server.Live;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Live;

public sealed class BoardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(7));
    private static readonly Guid RunId = Guid.NewGuid();

    private static Guid Room(int number) => new(number, 0, 0, new byte[8]);

    private static ConferencePlan Plan(long revision, params int[] rooms) => new()
    {
        ConferenceId = Room(1000),
        Revision = revision,
        Title = "Giao ban",
        ConnectAt = Now.AddMinutes(-5),
        StartAt = Now,
        EndAt = Now.AddHours(1),
        Participants = [.. rooms.Select(room => new ParticipantPlan { RoomId = Room(room), Name = $"Phòng {room}", Addresses = [$"sip:{room}@h"], Role = room == 1 ? ParticipantRole.Chair : ParticipantRole.Member })],
    };

    private static Board New(params int[] rooms) => new() { BriefingId = Room(2000), Plan = Plan(1, rooms) };

    private static StatusDelta Delta(long revision, params ParticipantStatus[] rooms) => new()
    {
        InstanceId = Room(1),
        Sequence = 1,
        ConferenceId = Room(1000),
        PlanRevision = revision,
        Phase = ConferencePhase.Running,
        Participants = [.. rooms],
        Legs = [],
    };

    private static string Tiles(Board board) => string.Join(", ", board.Participants.Select(tile => $"{tile.Name[6..]} {tile.State}{(tile.Reason == LegReason.None ? "" : "/" + tile.Reason)}"));

    [Fact]
    public void Before_the_first_report_every_room_waits_and_the_bridge_is_away()
    {
        var board = New(1, 2);
        Assert.Equal("1 Waiting, 2 Waiting", Tiles(board));
        Assert.False(board.Head.BridgeOnline);
        Assert.Null(board.Head.BridgeSeenAt);
    }

    [Fact]
    public void Plan_and_status_make_the_tiles_in_the_plans_order()
    {
        var board = New(1, 2, 3).WithDelta(Delta(1, Statuses.Room(Room(3), LegState.Connected), Statuses.Room(Room(2), LegState.Redialling, LegReason.Busy)), Now);
        Assert.Equal("1 Waiting, 2 Redialling/Busy, 3 Connected", Tiles(board));
        Assert.True(board.Head.BridgeOnline);
        Assert.Equal(ConferencePhase.Running, board.Head.Phase);
    }

    [Fact]
    public void An_older_revision_of_the_plan_is_ignored()
    {
        var board = New(1, 2).WithPlan(Plan(3, 1, 2, 3), ImmutableDictionary<Guid, RoomLabel>.Empty).WithPlan(Plan(2, 1), ImmutableDictionary<Guid, RoomLabel>.Empty);
        Assert.Equal((3, 3), (board.Head.PlanRevision, board.Participants.Length));
    }

    [Fact]
    public void What_a_snapshot_does_not_name_is_not_so()
    {
        var board = New(1, 2).WithDelta(Delta(1, Statuses.Room(Room(1), LegState.Connected), Statuses.Room(Room(2), LegState.Connected)), Now)
            .WithStatus(Statuses.Of(Plan(1, 1, 2), ConferencePhase.Running, Statuses.Room(Room(2), LegState.Dialling, LegReason.BridgeRestarted)), Now);
        Assert.Equal("1 Waiting, 2 Dialling/BridgeRestarted", Tiles(board));
    }

    [Fact]
    public void A_lost_bridge_leaves_what_was_known_but_no_levels()
    {
        var board = New(1).WithDelta(Delta(1, Statuses.Room(Room(1), LegState.Connected, media: Statuses.Media())), Now)
            .WithLevels(new LevelsReport { ConferenceId = Room(1000), Levels = [new RoomLevel(Room(1), -20, true)] });
        Assert.True(board.Participants[0].Speaking);
        board = board.WithBridge(false);
        Assert.Equal("1 Connected", Tiles(board));
        Assert.Equal((false, -127), (board.Head.BridgeOnline, board.Participants[0].LevelDbov));
    }

    [Fact]
    public void A_removed_room_leaves_with_the_plan()
    {
        var board = New(1, 2).WithDelta(Delta(1, Statuses.Room(Room(2), LegState.Connected)), Now)
            .WithPlan(Plan(2, 1), ImmutableDictionary<Guid, RoomLabel>.Empty).WithDelta(Delta(2, Statuses.Room(Room(2), LegState.Removed)), Now);
        Assert.Equal("1 Waiting", Tiles(board));
        Assert.Equal("1 Waiting, 2 Waiting", Tiles(board.WithPlan(Plan(3, 1, 2), ImmutableDictionary<Guid, RoomLabel>.Empty)));
    }

    [Fact]
    public void Another_call_begins_with_a_clean_quality()
    {
        var bad = New(1).WithDelta(Delta(1, Statuses.Room(Room(1), LegState.Connected, media: Statuses.Media(20), callId: "a")), Now);
        Assert.Equal(MediaQuality.Terrible, bad.Participants[0].Quality);
        Assert.Null(bad.WithDelta(Delta(1, Statuses.Room(Room(1), LegState.Redialling, LegReason.MediaLost)), Now).Participants[0].Quality);
        Assert.Equal(MediaQuality.Good, bad.WithDelta(Delta(1, Statuses.Room(Room(1), LegState.Connected, media: Statuses.Media(0), callId: "b")), Now.AddSeconds(1)).Participants[0].Quality);
    }

    [Fact]
    public void Versions_rise_with_changes_only_and_levels_are_no_change()
    {
        var board = New(1, 2);
        var first = NumberedBoard.First(board, RunId);
        Assert.Same(first, first.Next(board));
        Assert.Same(first, first.Next(board.WithLevels(new LevelsReport { ConferenceId = Room(1000), Levels = [new RoomLevel(Room(1), -20, true)] })));
        var second = first.Next(board.WithDelta(Delta(1, Statuses.Room(Room(2), LegState.Ringing)), Now));
        Assert.Equal(2, second.Version);
        Assert.Equal(Room(2), Assert.Single(second.Since(1, Now)!.Participants).RoomId);
        Assert.Empty(second.Since(2, Now)!.Participants);
        Assert.Equal(2, second.Since(0, Now)!.Participants.Length);
        Assert.Null(second.Since(3, Now));
    }

    [Fact]
    public void Changes_since_any_version_lead_to_the_same_board()
    {
        var random = new Random(7);
        var board = New(1, 2, 3, 4);
        var numbered = NumberedBoard.First(board, RunId);
        var history = new List<(long Version, Dictionary<Guid, BoardParticipant> Tiles)>();
        for (var step = 2; step < 120; step++)
        {
            history.Add((numbered.Version, numbered.Snapshot(board, Now).Participants.ToDictionary(tile => tile.RoomId)));
            board = random.Next(3) == 0
                ? board.WithPlan(Plan(step, [.. Enumerable.Range(1, 6).Where(_ => random.Next(3) > 0)]), ImmutableDictionary<Guid, RoomLabel>.Empty)
                : board.WithDelta(Delta(step, Statuses.Room(Room(random.Next(1, 7)), (LegState)random.Next(0, 8))), Now);
            numbered = numbered.Next(board);
        }
        foreach (var (version, tiles) in history)
        {
            var delta = numbered.Since(version, Now)!;
            foreach (var gone in delta.Removed) tiles.Remove(gone);
            foreach (var tile in delta.Participants) tiles[tile.RoomId] = tile;
            Assert.Equal(numbered.Snapshot(board, Now).Participants.OrderBy(tile => tile.RoomId), tiles.Values.OrderBy(tile => tile.RoomId));
        }
    }
}
