using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>How a briefing repeats, as it was asked for; its sessions are rows of their own.</summary>
internal sealed class SeriesRow
{
    public Guid BriefingId { get; set; }

    /// <summary>An RRULE (RFC 5545 3.3.10); its UNTIL is a day in <see cref="Zone"/>.</summary>
    public string Rule { get; set; } = "";

    /// <summary>The zone its times are kept in, so that they stay the same on the wall whatever becomes of the zone.</summary>
    public string Zone { get; set; } = "";
    public LocalDate FirstDay { get; set; }
    public LocalTime StartTime { get; set; }
    public int LengthSeconds { get; set; }

    /// <summary>Days of the rule that are left out (EXDATE).</summary>
    public List<LocalDate> Except { get; set; } = [];
    public HolidayPolicy OnHoliday { get; set; }
    public ClashPolicy OnClash { get; set; }

    public void Become(SeriesRow other)
    {
        (Rule, Zone, FirstDay, StartTime, LengthSeconds) = (other.Rule, other.Zone, other.FirstDay, other.StartTime, other.LengthSeconds);
        (Except, OnHoliday, OnClash) = (other.Except, other.OnHoliday, other.OnClash);
    }
}

/// <summary>A creation that a caller has named, so that it is not done twice.</summary>
internal sealed class OnceRow
{
    public Guid AccountId { get; set; }
    public string Key { get; set; } = "";

    /// <summary>Of what was sent, sealed with this installation's keys.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The briefing that was booked; null for what else was created.</summary>
    public Guid? BriefingId { get; set; }

    /// <summary>What was answered, as JSON; null of a briefing, and until the creation is done.</summary>
    public string? Answer { get; set; }
    public Instant At { get; set; }
}

/// <summary>What an administrator says of a day, above the table that comes with the program.</summary>
internal sealed class OfficialDayRow
{
    public LocalDate Date { get; set; }

    /// <summary>Null for a day like any other.</summary>
    public DayKind? Kind { get; set; }
    public string Name { get; set; } = "";
    public string ChangedBy { get; set; } = "";
    public Instant ChangedAt { get; set; }
}
