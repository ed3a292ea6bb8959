namespace Conferencing.Booking;

/// <summary>The steps an approval takes, as a set: the office says whether it is held, technicians whether it can be.</summary>
[Flags]
public enum ApprovalSteps
{
    None = 0,
    Office = 1,
    Technical = 2,
    Both = Office | Technical,
}

/// <summary>How deep a change of a booking goes: the deepest thing it touches.</summary>
public enum Touch
{
    /// <summary>Title, agenda, people, papers.</summary>
    Words,

    /// <summary>Recording, encryption, whether a technician comes.</summary>
    Devices,

    /// <summary>Set-up time: rooms are held longer or shorter for the same session.</summary>
    SetUp,

    /// <summary>When, in which rooms, how secret.</summary>
    Matter,
}

/// <summary>Who asks: may this person book, approve for the office, and did he book this briefing?</summary>
public sealed record Actor(bool MayBook, bool MayApprove, bool IsBooker)
{
    public bool MayApproveTechnically { get; init; }

    /// <summary>What others have lent him of their right to approve. It is for approving only, and never for what he booked himself.</summary>
    public ApprovalSteps Lent { get; init; }

    /// <summary>Steps that are his own to give: what he books or changes has them at once.</summary>
    public ApprovalSteps Own => (MayApprove ? ApprovalSteps.Office : ApprovalSteps.None) | (MayApproveTechnically ? ApprovalSteps.Technical : ApprovalSteps.None);

    public ApprovalSteps MayGive => Own | (IsBooker ? ApprovalSteps.None : Lent);
}

/// <summary>Where a session stands, and which steps its approval still lacks; some exactly while it is <see cref="BookingStatus.Pending"/>.</summary>
public sealed record Standing
{
    private Standing(BookingStatus status, ApprovalSteps missing) => (Status, Missing) = (status, missing);

    public BookingStatus Status { get; }
    public ApprovalSteps Missing { get; }

    /// <summary>Approved once no step is missing.</summary>
    public static Standing Asked(ApprovalSteps missing) => new(missing == ApprovalSteps.None ? BookingStatus.Approved : BookingStatus.Pending, missing);

    public static Standing Of(BookingStatus status, ApprovalSteps missing) => status == BookingStatus.Pending && missing != ApprovalSteps.None ? Asked(missing)
        : status == BookingStatus.Pending ? Asked(ApprovalSteps.Office) : new(status, ApprovalSteps.None);
}
