using Conferencing.Server.Data;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Settings;

/// <summary>The audit trail.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Days after which lines are removed, whole days at a time; 0 keeps them for good.</summary>
    public int KeepDays { get; set; } = 1825;

    /// <exception cref="StartRefusedException">The database would refuse it.</exception>
    public void Check()
    {
        if (KeepDays is not 0 and <= AuditGuard.MinKeepDays)
            throw new StartRefusedException($"Audit:KeepDays is {KeepDays}; it must be 0 (for good) or more than {AuditGuard.MinKeepDays}.");
    }
}
