using Conferencing.Booking;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>What is booked.</summary>
internal sealed class BriefingRow
{
    public Guid Id { get; set; }
    public string Title { get; set; } = "";

    /// <summary>What is said of all its sessions in one word; each has its own.</summary>
    public BookingStatus Status { get; set; }
    public string? Note { get; set; }
    public string? ReturnReason { get; set; }

    /// <summary>Why it could not wait for the usual approval; null if it is not urgent.</summary>
    public string? UrgentReason { get; set; }

    /// <summary>Since when it waits for approval, or waited last.</summary>
    public Instant? AskedAt { get; set; }

    /// <summary>Steps of which those who may give them were reminded since then.</summary>
    public ApprovalSteps Reminded { get; set; }
    public List<GivenStepRow> GivenSteps { get; set; } = [];
    public Guid BookedById { get; set; }
    public Account? BookedBy { get; set; }
    public Instant CreatedAt { get; set; }

    /// <summary>Rises with every change, so that a change based on an older reading is noticed.</summary>
    public int Version { get; set; }
    public Guid ChairRoomId { get; set; }

    /// <summary>Set-up and test time before each start, in minutes.</summary>
    public int SetUpMinutes { get; set; }

    /// <summary>Of all its sessions; a session has none of its own.</summary>
    public Secrecy Secrecy { get; set; }
    public Protection Protection { get; set; }

    /// <summary>From the start of each session on.</summary>
    public RecordingMode Recording { get; set; }

    public Terms Terms
    {
        get => new(Secrecy, Protection, Recording);
        set => (Secrecy, Protection, Recording) = (value.Secrecy, value.Protection, value.Recording);
    }

    /// <summary>Its papers and people.</summary>
    public Dossier Dossier
    {
        get;
        set => (field, SecretaryId) = (value, value.SecretaryId);
    } = Dossier.Empty;

    /// <summary>The account its dossier names as secretary, so that it is found; only the dossier says it.</summary>
    public Guid? SecretaryId { get; private set; }
    public List<DocumentRow> Documents { get; set; } = [];

    /// <summary>Null if it is held once.</summary>
    public SeriesRow? Series { get; set; }
    public List<BriefingRoomRow> Rooms { get; set; } = [];
    public List<OccurrenceRow> Occurrences { get; set; } = [];
    public List<HistoryRow> History { get; set; } = [];
}

/// <summary>A room as booked; what a running session really has is in <see cref="OccurrenceRoomRow"/>.</summary>
internal sealed class BriefingRoomRow
{
    public Guid BriefingId { get; set; }
    public Guid RoomId { get; set; }
    public RoomRow? Room { get; set; }
    public int Position { get; set; }

    /// <summary>It may be missing: when it is taken, the briefing is held without it.</summary>
    public bool Optional { get; set; }

    /// <summary>The lower rate it is called at, kbit/s of the line each way; null for its own.</summary>
    public int? Kbits { get; set; }
}

/// <summary>One dated session.</summary>
internal sealed class OccurrenceRow
{
    public Guid Id { get; set; }
    public Guid BriefingId { get; set; }
    public BriefingRow? Briefing { get; set; }
    public Instant Start { get; set; }
    public Instant End { get; set; }
    public Instant ConnectAt { get; set; }

    /// <summary>Quarters of an hour it was extended by while it ran.</summary>
    public int ExtendedSteps { get; set; }

    /// <summary>When a technician ended it before its time.</summary>
    public Instant? EndedAt { get; set; }

    /// <summary>The number to call; null until it is approved. Kept while the time allows it, so that what was told stays true.</summary>
    public int? DialInNumber { get; set; }

    /// <summary>Six digits, given with the number.</summary>
    public string? GuestPin { get; set; }
    public string? HostPin { get; set; }
    public List<OccurrenceRoomRow> Rooms { get; set; } = [];
    public BookingStatus Status { get; set; }

    /// <summary>Steps its approval lacks; means something only while it is pending.</summary>
    public ApprovalSteps Missing { get; set; }

    /// <summary>Its rooms were held by what waits for approval: it waits beside it and holds nothing.</summary>
    public bool Competing { get; set; }

    public Standing Standing
    {
        get => Standing.Of(Status, Missing);
        set => (Status, Missing) = (value.Status, value.Missing);
    }

    /// <summary>Its day by the rule of its series, its name for life (RECURRENCE-ID); null if it is held once.</summary>
    public LocalDate? RuleDay { get; set; }

    /// <summary>Changed or cancelled by itself: a change of the series leaves it, unless told otherwise. Agenda and links of its own alone do not make it so.</summary>
    public bool Edited { get; set; }

    /// <summary>Its rooms were taken when it was booked: it is kept and shown, holds nothing and is not started.</summary>
    public bool Defective { get; set; }

    /// <summary>What it has of its own where it differs from the briefing; an empty note is none.</summary>
    public string? Title { get; set; }
    public string? Note { get; set; }
    public Guid? ChairRoomId { get; set; }
    public Dossier? Dossier
    {
        get;
        set => (field, SecretaryId) = (value, value?.SecretaryId);
    }

    /// <summary>The account its own dossier names as secretary; without one of its own that of its briefing counts.</summary>
    public Guid? SecretaryId { get; private set; }

    /// <summary>Set-up and test time before the start, in minutes: its rooms are held from then on.</summary>
    public int SetUpMinutes { get; set; }

    /// <summary>The point of the agenda that has been called, from 0, and when.</summary>
    public int? AgendaPoint { get; set; }
    public Instant? AgendaSince { get; set; }

    public Slot Slot => new(Start, End);

    /// <summary>The time its rooms are held.</summary>
    public Slot Held => new(Start - Duration.FromMinutes(SetUpMinutes), End);

    public bool HoldsRooms => Approval.HoldsRooms(Status) && !Defective && !Competing;
}

/// <summary>One room held by one occurrence; the overlap triggers guard this table.</summary>
internal sealed class OccurrenceRoomRow
{
    public Guid OccurrenceId { get; set; }
    public OccurrenceRow? Occurrence { get; set; }
    public Guid RoomId { get; set; }
    public RoomRow? Room { get; set; }
    public Instant Start { get; set; }
    public Instant End { get; set; }

    /// <summary>True when it holds nothing: cancelled, returned, removed, or optional and taken when it was booked.</summary>
    public bool Off { get; set; }

    /// <summary>The session can do without it.</summary>
    public bool Optional { get; set; }

    /// <summary>See <see cref="BriefingRoomRow.Kbits"/>.</summary>
    public int? Kbits { get; set; }
}

/// <summary>A file that belongs to a briefing. Its content lies in the data folder under <see cref="FileId"/>, never under a name of somebody's choosing.</summary>
internal sealed class DocumentRow
{
    public Guid Id { get; set; }
    public Guid BriefingId { get; set; }

    /// <summary>Of the content; a series that was split shares it.</summary>
    public Guid FileId { get; set; }

    /// <summary>As people see it, with its ending.</summary>
    public string Name { get; set; } = "";
    public long Bytes { get; set; }

    /// <summary>SHA-256 of the content, in hexadecimal.</summary>
    public string Hash { get; set; } = "";
    public string AddedBy { get; set; } = "";
    public Instant AddedAt { get; set; }
}

/// <summary>Who did what to a briefing or its session.</summary>
internal sealed class HistoryRow
{
    public long Id { get; set; }
    public Guid BriefingId { get; set; }
    public Instant At { get; set; }
    public string Who { get; set; } = "";

    /// <summary>A stable word, for example <c>booked</c>, <c>approved</c>, <c>muted</c>.</summary>
    public string Action { get; set; } = "";
    public string? Detail { get; set; }
}
