using Conferencing.Contract;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>The newest plan of one conference. A revision, once committed, never changes its content.</summary>
internal sealed class PlanRow
{
    public Guid ConferenceId { get; set; }
    public Guid BriefingId { get; set; }
    public long Revision { get; set; }

    /// <summary>The <see cref="ConferencePlan"/> in the contract's JSON.</summary>
    public string Json { get; set; } = "";
    public Instant EndAt { get; set; }

    /// <summary>When the bridge reported this revision as ended; null while it has still to be told.</summary>
    public Instant? ReleasedAt { get; set; }
}

/// <summary>One call's presence, as the bridge reported it.</summary>
internal sealed class LegRow
{
    public Guid LegId { get; set; }
    public Guid ConferenceId { get; set; }
    public Guid RoomId { get; set; }
    public string CallId { get; set; } = "";
    public Instant JoinedAt { get; set; }
    public Instant? LeftAt { get; set; }
    public LegReason EndReason { get; set; }

    /// <summary>The node's process that held the call.</summary>
    public Guid InstanceId { get; set; }
}

/// <summary>When a node's process last reported: its calls are known to have lasted that long.</summary>
internal sealed class NodeInstanceRow
{
    public Guid InstanceId { get; set; }
    public string NodeName { get; set; } = "";
    public Instant SeenAt { get; set; }
}

/// <summary>A single fact about this installation, by name.</summary>
internal sealed class FactRow
{
    public string Name { get; set; } = "";
    public string Value { get; set; } = "";

    /// <summary>Revision and digest of the newest plan of the SIP port.</summary>
    public const string SignallingPlan = "signalling.plan";

    /// <summary>The registrations the bridge reported last, in the contract's JSON.</summary>
    public const string Registrations = "signalling.registrations";

    /// <summary>How far the mailbox of answers is read: its validity and its last identifier (RFC 3501 2.3.1.1).</summary>
    public const string RepliesRead = "mail.replies";

    /// <summary>When personal data was swept last, and what was removed.</summary>
    public const string Retention = "retention.last";

    public const string Organisation = "organisation";

    /// <summary><c>demo</c> or <c>real</c>: what this data folder holds.</summary>
    public const string Kind = "kind";
    public const string Demo = "demo";
    public const string Real = "real";
}
