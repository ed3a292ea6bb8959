using System.Collections.Immutable;
using Conferencing.Booking.Capacities;
using Conferencing.Booking.People;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>A form as it was filled in: anything may be missing or wrong.</summary>
/// <param name="RoomIds">The chair's room may be in or out of the list.</param>
/// <param name="ConnectAt">When rooms are called; <see cref="CallPlan.DefaultLead"/> before the start if left out.</param>
public sealed record BookingRequest(
    string? Title, Guid? ChairRoomId, ImmutableArray<Guid> RoomIds, Instant? Start, Instant? End, Instant? ConnectAt, string? Note)
{
    /// <summary>Null for a briefing held once; else start and end are those of the first repetition.</summary>
    public Repeat? Repeat { get; init; }

    /// <summary>Set-up and test time before each start, in minutes; none if left out.</summary>
    public int? SetUpMinutes { get; init; }

    /// <summary>Of the rooms, those that may be missing.</summary>
    public ImmutableArray<Guid> OptionalRoomIds { get; init; } = [];

    /// <summary>Of the rooms, those to be called at a lower rate than their own: kbit/s of the line, each way.</summary>
    public ImmutableArray<RoomCall> Lowered { get; init; } = [];

    /// <summary>Left out: what is there already stays.</summary>
    public Dossier? Dossier { get; init; }
    public TermsWish Terms { get; init; } = new();

    /// <summary>Left out: what is there already stays.</summary>
    public Urgency? Urgency { get; init; }

    /// <summary>Rooms held by what only waits for approval are asked for all the same: it then holds nothing until it is preferred.</summary>
    public bool Competes { get; init; }
}

/// <summary>Whether a briefing cannot wait for the usual approval, and why.</summary>
public sealed record Urgency(bool IsUrgent, string? Reason)
{
    public const int MaxReasonLength = 500;

    /// <summary>As it is kept: the reason, or null for what is not urgent.</summary>
    public string? Kept => IsUrgent ? Reason?.Trim() : null;
}

/// <summary>What is known while a request is judged.</summary>
/// <param name="Rooms">At least the rooms asked for, as far as they exist.</param>
/// <param name="Holds">Everything that holds those rooms within the time asked for.</param>
/// <param name="Own">The briefing being edited.</param>
public sealed record BookingWorld(
    Instant Now, IReadOnlyDictionary<Guid, Room> Rooms, ImmutableArray<Hold> Holds, Guid? Own = null)
{
    /// <summary>The host unit asked for, if it exists.</summary>
    public Unit? HostUnit { get; init; }

    /// <summary>Whether the account asked for as secretary is one that may be named: it can sign in, or is the one named already.</summary>
    public bool SecretaryIsThere { get; init; }

    /// <summary>Where it is held.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    /// <summary>The day the request begins on, where it is held.</summary>
    public LocalDate? Day { get; init; }

    /// <summary>The terms of the briefing being edited.</summary>
    public Terms Terms { get; init; } = Terms.Plain;

    /// <summary>What the rooms that are to be lowered take by themselves, kbit/s.</summary>
    public IReadOnlyDictionary<Guid, int> OwnKbits { get; init; } = ImmutableDictionary<Guid, int>.Empty;

    /// <summary>Lower rates that what is being changed has already: they stay even where a device takes less by now.</summary>
    public ImmutableHashSet<RoomCall> KeptRates { get; init; } = [];

    /// <summary>Who has what of ports and lines within the time asked for.</summary>
    public Claims Claims { get; init; } = Claims.None;

    /// <summary>Needed once the request repeats.</summary>
    public SeriesWorld? Series { get; init; }
}

/// <summary>A request nothing is wrong with.</summary>
/// <param name="Rooms">The chair's first, each once.</param>
/// <param name="Slot">Of the first repetition if it repeats.</param>
public sealed record AcceptedBooking(string Title, Room Chair, ImmutableArray<Room> Rooms, Slot Slot, Instant ConnectAt, string? Note)
{
    /// <summary>Rooms are called this long before each start.</summary>
    public Duration Lead => Slot.Start - ConnectAt;

    /// <summary>Set-up and test time: the rooms are held from so long before each start.</summary>
    public Duration SetUp { get; init; } = Duration.Zero;

    /// <summary>Rooms that may be missing; never the chair's.</summary>
    public ImmutableHashSet<Guid> Optional { get; init; } = [];

    /// <summary>Rooms called at a lower rate than their own, with that rate.</summary>
    public ImmutableDictionary<Guid, int> Lowered { get; init; } = ImmutableDictionary<Guid, int>.Empty;

    /// <summary>Null: what is there already stays.</summary>
    public Dossier? Dossier { get; init; }
    public Terms Terms { get; init; } = Terms.Plain;

    /// <summary>Null: what is there already stays.</summary>
    public Urgency? Urgency { get; init; }
}

/// <summary>Accepted, or every reason why not.</summary>
public abstract record BookingVerdict
{
    private BookingVerdict()
    {
    }

    /// <summary>If it repeats: what becomes of every day of its rule.</summary>
    public ImmutableArray<PlannedDate> Dates { get; init; } = [];

    /// <summary>If it does not repeat: which optional rooms are taken, so that it is held without them.</summary>
    public ImmutableArray<Clash> Waived { get; init; } = [];

    /// <summary>If it competes: which of its rooms are held by what only waits for approval.</summary>
    public ImmutableArray<Clash> Rivals { get; init; } = [];

    /// <summary>Rooms that may not take part because the briefing is secret.</summary>
    public ImmutableArray<UnfitRoom> Unfit { get; init; } = [];

    /// <summary>People in charge who are wanted elsewhere at the time: a warning that refuses nothing.</summary>
    public ImmutableArray<PersonClash> People { get; init; } = [];

    public sealed record Accepted(AcceptedBooking Booking) : BookingVerdict;

    /// <param name="Errors">What is wrong with the form.</param>
    /// <param name="Clashes">Which rooms are taken; looked for as far as rooms and times make sense.</param>
    public sealed record Rejected(ImmutableArray<FieldError> Errors, ImmutableArray<Clash> Clashes) : BookingVerdict
    {
        /// <summary>Which lines, or the ports, cannot carry it; of a series what each lacks on its worst day.</summary>
        public ImmutableArray<Shortage> Shortages { get; init; } = [];

        /// <summary>What would help against <see cref="Shortages"/> without moving it.</summary>
        public Relief Relief { get; init; } = Relief.None;
    }
}
