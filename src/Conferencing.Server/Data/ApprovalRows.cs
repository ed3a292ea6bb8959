using Conferencing.Booking;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>A step of an approval that was given, by whom and for whom. A later one of the same step replaces it; none is ever changed.</summary>
internal sealed class GivenStepRow
{
    public long Id { get; set; }
    public Guid BriefingId { get; set; }
    public ApprovalSteps Step { get; set; }
    public Instant At { get; set; }
    public Guid ById { get; set; }

    /// <summary>His name then.</summary>
    public string By { get; set; } = "";

    /// <summary>Whose right it was, if it was lent; his name then.</summary>
    public Guid? ForId { get; set; }
    public string? For { get; set; }
}

/// <summary>
/// An approver lends his right to another account for some days. Only what he has himself while it is used, so that who loses a role has lent
/// nothing; what is lent cannot be lent on.
/// </summary>
internal sealed class DelegationRow
{
    public Guid Id { get; set; }
    public Guid FromId { get; set; }
    public Account? From { get; set; }
    public Guid ToId { get; set; }
    public Account? To { get; set; }

    /// <summary>The first and the last day.</summary>
    public LocalDate FromDay { get; set; }
    public LocalDate ToDay { get; set; }
    public Instant CreatedAt { get; set; }

    /// <summary>When it was ended before its time.</summary>
    public Instant? EndedAt { get; set; }
}
