using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Server.Settings;

/// <summary>How many steps an approval takes, and until when each is to be given.</summary>
internal sealed class ApprovalOptions
{
    public const string Section = "Approval";

    /// <summary>Whether technicians approve after the office. Holds for what is asked for from then on.</summary>
    public bool Technical { get; set; }

    /// <summary>Hours before the start until which the office, and technicians, decide.</summary>
    public int OfficeHours { get; set; } = 24;
    public int TechnicalHours { get; set; } = 4;

    /// <summary>Minutes before the start until which an urgent one is decided.</summary>
    public int UrgentMinutes { get; set; } = 15;

    /// <summary>Hours before a deadline from which it is shown as near, and those who decide are reminded by mail.</summary>
    public int SoonHours { get; set; } = 4;

    internal Deadlines Deadlines => new(
        Duration.FromHours(OfficeHours), Duration.FromHours(TechnicalHours), Duration.FromMinutes(UrgentMinutes), Duration.FromHours(SoonHours));
}
