namespace Conferencing.Server.Identity;

/// <summary>What an account may do; it may have several.</summary>
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
}
