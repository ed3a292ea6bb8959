using System.Collections.Immutable;
using Conferencing.Bridge.Conferences;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.Conferences;

public sealed class StatusBookTests
{
    private static readonly Guid Instance = Guid.NewGuid();
    private static readonly NodeHealth Health = new()
    {
        Collections = 0,
        WorstTickLateMs = 0,
        WorkingSetBytes = 0,
        Refusals = ImmutableDictionary<string, long>.Empty,
    };

    private readonly StatusBook _book = new(Instance);

    [Fact]
    public void Changes_of_one_room_travel_together_as_the_newest()
    {
        Room(1, LegState.Dialling);
        Room(1, LegState.Ringing);
        Room(2, LegState.Dialling);
        var delta = Assert.Single(_book.TakeDeltas(withMeasurements: false));
        Assert.Equal((Instance, 1L), (delta.InstanceId, delta.Sequence));
        Assert.Equal([LegState.Ringing, LegState.Dialling], delta.Participants.Select(room => room.State));
        Assert.False(_book.HasNews);
        Assert.Empty(_book.TakeDeltas(withMeasurements: true));
    }

    [Fact]
    public void Every_conference_has_its_own_delta_and_the_sequence_rises_by_one()
    {
        Room(1, LegState.Dialling);
        _book.Write(new DirectorOutput.Head(Guid.NewGuid(), 3, ConferencePhase.Running));
        Assert.Equal([1L, 2L], _book.TakeDeltas(false).Select(delta => delta.Sequence));
        Room(1, LegState.Ringing);
        Assert.Equal([3L], _book.TakeDeltas(false).Select(delta => delta.Sequence));
    }

    [Fact]
    public void Measurements_wait_for_their_time()
    {
        Room(1, LegState.Connected);
        _book.TakeDeltas(false);
        _book.Write(new DirectorOutput.Measured(DirectorRig.Conference, Status(1, LegState.Connected) with { Digits = "5" }));
        Assert.False(_book.HasNews);
        Assert.Empty(_book.TakeDeltas(withMeasurements: false));
        Assert.Equal("5", Assert.Single(_book.TakeDeltas(withMeasurements: true)).Participants.Single().Digits);
    }

    [Fact]
    public void A_snapshot_holds_everything_and_leaves_nothing_to_tell()
    {
        Room(1, LegState.Connected);
        _book.TakeDeltas(false);
        Room(2, LegState.Dialling);
        var leg = new LegRecord { LegId = Guid.NewGuid(), ConferenceId = DirectorRig.Conference, RoomId = Guid.Empty, CallId = "c", JoinedAt = DirectorRig.Eight };
        _book.Write(new DirectorOutput.Evidence(leg));
        var snapshot = _book.TakeSnapshot(Health);
        Assert.Equal(1, snapshot.Sequence);
        Assert.Equal(2, Assert.Single(snapshot.Conferences).Participants.Length);
        Assert.Equal(leg, Assert.Single(snapshot.Legs));
        Assert.Empty(_book.TakeDeltas(true));
        Room(2, LegState.Ringing);
        Assert.Equal(2, Assert.Single(_book.TakeDeltas(false)).Sequence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_removed_room_is_told_once_more(bool bySnapshot)
    {
        Room(1, LegState.Connected);
        _book.TakeDeltas(false);
        Room(1, LegState.Removed);
        if (bySnapshot)
            Assert.Equal(LegState.Removed, _book.TakeSnapshot(Health).Conferences.Single().Participants.Single().State);
        else
            Assert.Equal(LegState.Removed, _book.TakeDeltas(false).Single().Participants.Single().State);
        Assert.Empty(_book.TakeSnapshot(Health).Conferences.Single().Participants);
    }

    [Fact]
    public void A_forgotten_conference_is_gone()
    {
        Room(1, LegState.Left);
        _book.Write(new DirectorOutput.Forget(DirectorRig.Conference));
        Assert.Empty(_book.TakeDeltas(true));
        Assert.Empty(_book.TakeSnapshot(Health).Conferences);
    }

    [Fact]
    public void Only_the_newest_levels_are_told()
    {
        _book.Write(new DirectorOutput.Levels(new LevelsReport { ConferenceId = DirectorRig.Conference, Levels = [] }));
        _book.Write(new DirectorOutput.Levels(new LevelsReport { ConferenceId = DirectorRig.Conference, Levels = [new(Guid.Empty, -20, true)] }));
        Assert.Single(Assert.Single(_book.TakeLevels()).Levels);
        Assert.Empty(_book.TakeLevels());
    }

    [Fact]
    public void All_sounds_are_told_and_the_newest_by_itself_for_earlier_servers()
    {
        var sounds = Enumerable.Range(1, 2).Select(number => new SoundStatus(Guid.NewGuid(), Sound.TestTone, null, DirectorRig.Eight, DirectorRig.Eight.AddSeconds(number), number, null)).ToImmutableArray();
        _book.Write(new DirectorOutput.Played(DirectorRig.Conference, sounds));
        var delta = Assert.Single(_book.TakeDeltas(false));
        Assert.Equal((sounds, sounds[1]), (delta.Sounds, delta.Sound));
        var whole = Assert.Single(_book.TakeSnapshot(Health).Conferences);
        Assert.Equal((sounds, sounds[1]), (whole.Sounds, whole.Sound));
    }

    private void Room(int room, LegState state) => _book.Write(new DirectorOutput.Participant(DirectorRig.Conference, Status(room, state)));

    private static ParticipantStatus Status(int room, LegState state) => new() { RoomId = DirectorRig.Room(room), State = state, Since = DirectorRig.Eight };
}
