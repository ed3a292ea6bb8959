using System.Collections.Immutable;
using System.Diagnostics;
using Conferencing.Contract;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// What this node has to say of its conferences, and what of it has not been said yet: the newest value of everything, so
/// that a slow link gets fewer messages and never old ones. Numbers its deltas.
/// </summary>
internal sealed class StatusBook(Guid instanceId)
{
    private readonly Dictionary<Guid, Page> _pages = [];
    private readonly Dictionary<Guid, LevelsReport> _levels = [];
    private long _sequence;

    /// <summary>True while something more urgent than measurements waits to be told.</summary>
    public bool HasNews => _pages.Values.Any(page => page.HasNews);

    public void Write(DirectorOutput output)
    {
        switch (output)
        {
            case DirectorOutput.Head head:
                var titled = PageOf(head.ConferenceId);
                (titled.Revision, titled.Phase, titled.HeadChanged) = (head.PlanRevision, head.Phase, true);
                break;
            case DirectorOutput.Participant room:
                var changed = PageOf(room.ConferenceId);
                changed.Rooms[room.Status.RoomId] = room.Status;
                changed.ChangedRooms.Add(room.Status.RoomId);
                break;
            case DirectorOutput.Measured room:
                var measured = PageOf(room.ConferenceId);
                measured.Rooms[room.Status.RoomId] = room.Status;
                measured.MeasuredRooms.Add(room.Status.RoomId);
                break;
            case DirectorOutput.Evidence evidence:
                var witnessed = PageOf(evidence.Record.ConferenceId);
                witnessed.Legs[evidence.Record.LegId] = evidence.Record;
                witnessed.ChangedLegs.Add(evidence.Record.LegId);
                break;
            case DirectorOutput.Recording recording:
                PageOf(recording.ConferenceId).Take(recording.Status);
                break;
            case DirectorOutput.Asides asides:
                var aside = PageOf(asides.ConferenceId);
                (aside.Asides, aside.HeadChanged) = (asides.Statuses, true);
                break;
            case DirectorOutput.Played played:
                var sounding = PageOf(played.ConferenceId);
                (sounding.Sounds, sounding.HeadChanged) = (played.Statuses, true);
                break;
            case DirectorOutput.Levels levels:
                _levels[levels.Report.ConferenceId] = levels.Report;
                break;
            case DirectorOutput.Forget forget:
                _pages.Remove(forget.ConferenceId);
                _levels.Remove(forget.ConferenceId);
                break;
            default:
                throw new UnreachableException($"{output.GetType().Name} is no status.");
        }
    }

    /// <summary>One delta for each conference with news; the news are told with it.</summary>
    /// <param name="withMeasurements">Also tell of rooms that were only measured.</param>
    public ImmutableArray<StatusDelta> TakeDeltas(bool withMeasurements)
    {
        var deltas = ImmutableArray.CreateBuilder<StatusDelta>();
        foreach (var (conferenceId, page) in _pages)
        {
            if (withMeasurements)
                page.ChangedRooms.UnionWith(page.MeasuredRooms);
            if (!page.HasNews && !(withMeasurements && page.RecordingGrew))
                continue;
            deltas.Add(new StatusDelta
            {
                InstanceId = instanceId,
                Sequence = ++_sequence,
                ConferenceId = conferenceId,
                PlanRevision = page.Revision,
                Phase = page.Phase,
                Participants = [.. page.ChangedRooms.Where(page.Rooms.ContainsKey).Select(room => page.Rooms[room])],
                Legs = [.. page.ChangedLegs.Select(leg => page.Legs[leg])],
                Recording = page.Recording,
                Asides = page.Asides,
                Sounds = page.Sounds,
                Sound = page.Sounds.LastOrDefault(),
            });
            page.Told();
        }

        return deltas.ToImmutable();
    }

    public ImmutableArray<LevelsReport> TakeLevels()
    {
        if (_levels.Count == 0)
            return [];
        ImmutableArray<LevelsReport> levels = [.. _levels.Values];
        _levels.Clear();
        return levels;
    }

    /// <summary>Everything; whatever waited to be told is told with it.</summary>
    public NodeSnapshot TakeSnapshot(NodeHealth health)
    {
        var snapshot = new NodeSnapshot
        {
            InstanceId = instanceId,
            Sequence = _sequence,
            Conferences = [.. _pages.Select(page => StatusOf(page.Key, page.Value))],
            Legs = [.. _pages.Values.SelectMany(page => page.Legs.Values)],
            Health = health,
        };
        foreach (var page in _pages.Values)
        {
            page.ChangedRooms.UnionWith(page.Rooms.Keys);
            page.Told();
        }

        return snapshot;
    }

    private static ConferenceStatus StatusOf(Guid conferenceId, Page page) => new()
    {
        ConferenceId = conferenceId,
        PlanRevision = page.Revision,
        Phase = page.Phase,
        Participants = [.. page.Rooms.Values],
        Recording = page.Recording,
        Asides = page.Asides,
        Sounds = page.Sounds,
        Sound = page.Sounds.LastOrDefault(),
    };

    private Page PageOf(Guid conferenceId)
    {
        if (!_pages.TryGetValue(conferenceId, out var page))
            _pages.Add(conferenceId, page = new Page());
        return page;
    }

    /// <summary>One conference.</summary>
    private sealed class Page
    {
        public long Revision { get; set; }
        public ConferencePhase Phase { get; set; }
        public bool HeadChanged { get; set; }
        public Dictionary<Guid, ParticipantStatus> Rooms { get; } = [];
        public Dictionary<Guid, LegRecord> Legs { get; } = [];
        public HashSet<Guid> ChangedRooms { get; } = [];
        public HashSet<Guid> MeasuredRooms { get; } = [];
        public HashSet<Guid> ChangedLegs { get; } = [];
        public RecordingStatus? Recording { get; private set; }
        public ImmutableArray<AsideStatus> Asides { get; set; } = [];
        public ImmutableArray<SoundStatus> Sounds { get; set; } = [];

        /// <summary>Which is less urgent than its beginning and end.</summary>
        public bool RecordingGrew { get; private set; }

        public bool HasNews => HeadChanged || ChangedRooms.Count > 0 || ChangedLegs.Count > 0;

        /// <summary>The end of an older recording than the present is no news.</summary>
        public void Take(RecordingStatus status)
        {
            if (Recording is { State: RecordingState.Recording } present && present.RecordingId != status.RecordingId && status.State != RecordingState.Recording)
                return;
            bool grewOnly = Recording is { } before && before.RecordingId == status.RecordingId && before.State == status.State;
            Recording = status;
            RecordingGrew = true;
            HeadChanged |= !grewOnly;
        }

        /// <summary>Removed rooms were told once more; that was the last time.</summary>
        public void Told()
        {
            foreach (var room in ChangedRooms)
            {
                if (Rooms.TryGetValue(room, out var status) && status.State == LegState.Removed)
                    Rooms.Remove(room);
            }

            MeasuredRooms.ExceptWith(ChangedRooms);
            ChangedRooms.Clear();
            ChangedLegs.Clear();
            HeadChanged = false;
            RecordingGrew = false;
        }
    }
}
