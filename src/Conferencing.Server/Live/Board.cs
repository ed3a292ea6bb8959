using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Server.Plans;

namespace Conferencing.Server.Live;

/// <summary>How a room is called on the board, beyond what the plan says.</summary>
internal sealed record RoomLabel(string ShortName, string? UnitName);

/// <summary>
/// Plan and status of one conference, reduced to what technicians see: a value; every input gives the next one. It neither numbers
/// nor sends; <see cref="StatusBoard"/> does.
/// </summary>
internal sealed record Board
{
    public required Guid BriefingId { get; init; }
    public required ConferencePlan Plan { get; init; }
    public ImmutableDictionary<Guid, RoomLabel> Labels { get; init; } = ImmutableDictionary<Guid, RoomLabel>.Empty;
    public bool BridgeOnline { get; init; }
    public DateTimeOffset? BridgeSeenAt { get; init; }
    public ConferencePhase Phase { get; init; } = ConferencePhase.Waiting;

    /// <summary>The newest plan revision the bridge has reached; 0 before its first report.</summary>
    public long ReachedRevision { get; init; }
    private RecordingStatus? Recording { get; init; }
    private ImmutableArray<SoundStatus> Sounds { get; init; } = [];

    /// <summary>Private talks by room: as the bridge tells them, and the last that ended by itself until another begins.</summary>
    private ImmutableDictionary<Guid, AsideStatus> Asides { get; init; } = ImmutableDictionary<Guid, AsideStatus>.Empty;
    private ImmutableDictionary<Guid, ParticipantStatus> Status { get; init; } = ImmutableDictionary<Guid, ParticipantStatus>.Empty;
    private ImmutableDictionary<Guid, RoomLevel> Levels { get; init; } = ImmutableDictionary<Guid, RoomLevel>.Empty;
    private ImmutableDictionary<Guid, QualityMeter> Meters { get; init; } = ImmutableDictionary<Guid, QualityMeter>.Empty;

    /// <summary>An older revision than the present one is ignored.</summary>
    public Board WithPlan(ConferencePlan plan, ImmutableDictionary<Guid, RoomLabel> labels) =>
        plan.Revision < Plan.Revision ? this : this with { Plan = plan, Labels = labels };

    /// <summary>All the bridge knows of this conference: what it does not name is not so.</summary>
    public Board WithStatus(ConferenceStatus status, DateTimeOffset now)
    {
        var fresh = this with { Status = ImmutableDictionary<Guid, ParticipantStatus>.Empty };
        return fresh.Seen(status.Phase, status.PlanRevision, now).Hear(status.Recording, status.Asides, AllOf(status.Sounds, status.Sound)).Take(status.Participants, Status, now);
    }

    public Board WithDelta(StatusDelta delta, DateTimeOffset now) =>
        Seen(delta.Phase, delta.PlanRevision, now).Hear(delta.Recording, delta.Asides, AllOf(delta.Sounds, delta.Sound)).Take(delta.Participants, Status, now);

    public Board WithLevels(LevelsReport report) =>
        this with { Levels = report.Levels.ToImmutableDictionary(level => level.RoomId) };

    /// <summary>The bridge came or went; what was known of calls stays visible, marked as old by <see cref="BridgeOnline"/>.</summary>
    public Board WithBridge(bool online) => BridgeOnline == online ? this
        : this with { BridgeOnline = online, Levels = online ? Levels : ImmutableDictionary<Guid, RoomLevel>.Empty };

    public BoardHead Head => new()
    {
        Title = Plan.Title,
        ConnectAt = Plan.ConnectAt,
        StartAt = Plan.StartAt,
        EndAt = Plan.EndAt,
        Phase = Phase,
        PlanRevision = Plan.Revision,
        DialInNumber = Plan.DialIn?.Number,
        Locked = Plan.DialIn?.Locked ?? false,
        Secrecy = Plan.Secrecy,
        Encryption = Plan.Encryption,
        BridgeOnline = BridgeOnline,
        BridgeSeenAt = BridgeSeenAt,
        RecordingWanted = Plan.Recording is { Wanted: true },
        Recording = Recording,
        Sounds = Sounds,
    };

    private bool IsRecorded(ParticipantStatus status) =>
        Recording is { State: RecordingState.Recording } && status is { State: LegState.Connected or LegState.Held, AwaitsChair: false } && Asides.GetValueOrDefault(status.RoomId) is not { State: AsideState.Talking };

    /// <summary>The rooms of the plan in its order, then the guests who called in as they came.</summary>
    public ImmutableArray<BoardParticipant> Participants =>
        [.. Plan.Participants.Select(Tile), .. Guests.OrderBy(guest => guest.Since).ThenBy(guest => guest.RoomId).Select(Tile)];

    public ParticipantStatus? StatusOf(Guid roomId) => Status.GetValueOrDefault(roomId);

    private IEnumerable<ParticipantStatus> Guests => Status.Values.Where(status => status.Guest is not null);

    public LevelsReport LevelsNow => new() { ConferenceId = Plan.ConferenceId, Levels = [.. Levels.Values] };

    /// <summary>How many sounds are heard, or wait, in one room or (null) in all.</summary>
    public int Queued(Guid? roomId, DateTimeOffset now) => Sounds.Count(sound => sound.RoomId == roomId && sound.Until > now);

    /// <summary>An earlier bridge tells of the newest only.</summary>
    private static ImmutableArray<SoundStatus> AllOf(ImmutableArray<SoundStatus> sounds, SoundStatus? newest) => sounds.IsEmpty && newest is not null ? [newest] : sounds;

    private Board Hear(RecordingStatus? recording, ImmutableArray<AsideStatus> asides, ImmutableArray<SoundStatus> sounds) => this with
    {
        Recording = recording,
        Sounds = sounds,
        Asides = Asides.RemoveRange(Asides.Values.Where(aside => aside.State != AsideState.Ended).Select(aside => aside.RoomId))
            .SetItems(asides.OrderByDescending(aside => aside.State).Select(aside => KeyValuePair.Create(aside.RoomId, aside))),
    };

    private Board Seen(ConferencePhase phase, long revision, DateTimeOffset now) => this with
    {
        BridgeOnline = true,
        BridgeSeenAt = now,
        Phase = phase,
        ReachedRevision = revision,
    };

    private Board Take(ImmutableArray<ParticipantStatus> changed, ImmutableDictionary<Guid, ParticipantStatus> before, DateTimeOffset now)
    {
        var (status, meters, levels) = (Status.ToBuilder(), Meters.ToBuilder(), Levels.ToBuilder());
        foreach (var one in changed)
        {
            if (one.State == LegState.Removed) status.Remove(one.RoomId);
            else status[one.RoomId] = one;
            if (one.Media is not { } media)
            {
                meters.Remove(one.RoomId);
                levels.Remove(one.RoomId);
                continue;
            }
            var sameCall = before.GetValueOrDefault(one.RoomId)?.CallId == one.CallId;
            var meter = sameCall ? meters.GetValueOrDefault(one.RoomId) ?? new QualityMeter() : new QualityMeter();
            meters[one.RoomId] = meter.Add(media, now);
        }
        return this with { Status = status.ToImmutable(), Meters = meters.ToImmutable(), Levels = levels.ToImmutable() };
    }

    private BoardParticipant Tile(ParticipantPlan part)
    {
        var label = Labels.GetValueOrDefault(part.RoomId);
        var tile = new BoardParticipant
        {
            RoomId = part.RoomId,
            Name = part.Name,
            ShortName = label?.ShortName ?? part.Name,
            UnitName = label?.UnitName,
            Role = part.Role,
            MuteWanted = part.Muted,
            Muted = part.Muted,
            State = part.Barred ? LegState.Left : LegState.Waiting,
            Reason = part.Barred ? LegReason.NotCertified : LegReason.None,
            Since = Plan.ConnectAt,
            Attempts = 0,
            Address = part.Addresses.FirstOrDefault(),
            Departure = part.Departure,
            ArrivedFrom = part.Arrival?.FromTitle,
            MostKbits = part.MostKbits,
            Treatment = part.Treatment,
        };
        return Status.GetValueOrDefault(part.RoomId) is { } status ? With(tile, status) : tile;
    }

    private BoardParticipant Tile(ParticipantStatus guest) => With(
        new BoardParticipant
        {
            RoomId = guest.RoomId,
            Name = guest.Guest!.Name,
            ShortName = guest.Guest.Name,
            Role = ParticipantRole.Member,
            MuteWanted = Plan.Guests.FirstOrDefault(one => one.GuestId == guest.RoomId)?.Muted ?? Plan.GuestsMuted,
            Muted = guest.Muted,
            Treatment = PlanActs.TreatmentOf(Plan, guest.RoomId),
            State = guest.State,
            Reason = guest.Reason,
            Since = guest.Since,
            Attempts = 0,
        },
        guest);

    private BoardParticipant With(BoardParticipant tile, ParticipantStatus status)
    {
        var level = Levels.GetValueOrDefault(tile.RoomId);
        return tile with
        {
            Muted = status.Muted,
            SelfMuted = status.SelfMuted,
            HandRaisedAt = status.HandRaisedAt,
            HelpWantedAt = status.HelpWantedAt,
            CalledIn = status.CalledIn,
            AwaitsChair = status.AwaitsChair,
            Guest = status.Guest,
            Arrival = status.Arrival,
            Recorded = IsRecorded(status),
            Aside = Asides.GetValueOrDefault(tile.RoomId),
            State = status.State,
            Reason = status.Reason,
            Detail = status.Detail,
            Since = status.Since,
            Attempts = status.Attempts,
            NextDialAt = status.NextDialAt,
            Address = status.Address ?? tile.Address,
            CallId = status.CallId,
            Digits = status.Digits,
            LevelDbov = level?.LevelDbov ?? -127,
            Speaking = level?.Speaking ?? false,
            Media = status.Media,
            Quality = status.Media is null ? null : Meters.GetValueOrDefault(tile.RoomId)?.Word,
        };
    }
}
