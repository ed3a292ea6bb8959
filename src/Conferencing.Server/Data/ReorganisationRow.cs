using Conferencing.Booking.Reorganising;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Data;

public enum ReorganisationState
{
    /// <summary>Its day is to come, or it could not be carried out on it.</summary>
    Planned,
    Done,
    TakenBack,
}

/// <summary>A renaming, merger, division or end of units: wanted by somebody, carried out on its day.</summary>
internal sealed class ReorganisationRow
{
    public Guid Id { get; set; }
    public ReorganisingAct Act { get; set; }

    /// <summary>The first day on which it holds.</summary>
    public LocalDate FromDay { get; set; }

    /// <summary>The names of the units that end and of those that come of them.</summary>
    public string Title { get; set; } = "";

    /// <summary>What is wanted, as JSON.</summary>
    public string Wish { get; set; } = "";
    public ReorganisationState State { get; set; }
    public Guid AskedById { get; set; }
    public Account? AskedBy { get; set; }
    public Instant AskedAt { get; set; }
    public Instant? DoneAt { get; set; }

    /// <summary>Why it could not be carried out when it was tried last, as JSON; null where it was not tried or succeeded.</summary>
    public string? Fault { get; set; }

    /// <summary>What went where, and which unit went on as which, as JSON without names; null until it is carried out.</summary>
    public string? Moved { get; set; }
}
