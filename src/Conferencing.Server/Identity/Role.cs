namespace Conferencing.Server.Identity;

/// <summary>What an account may do; it may have several, each for the whole province or for a unit and what is below it.</summary>
public enum Role
{
    /// <summary>Books.</summary>
    Clerk,
    /// <summary>Books, approves, returns.</summary>
    Approver,
    /// <summary>Acts on running conferences and reads.</summary>
    Technician,
    /// <summary>Everything.</summary>
    Administrator,
    /// <summary>Reads the audit trail, and nothing else.</summary>
    Auditor,
    /// <summary>IT officer of a unit: keeps sites, rooms, devices and contacts.</summary>
    ItOfficer,
    /// <summary>Runs the agenda, the hands and the floor of sessions. For one briefing an account is named instead, <see cref="Data.NamedSecretary"/>.</summary>
    Secretary,
}
