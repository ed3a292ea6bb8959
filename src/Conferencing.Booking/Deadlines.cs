using NodaTime;

namespace Conferencing.Booking;

/// <summary>How a request stands with its deadline.</summary>
public enum Due
{
    Ahead,
    Soon,
    Overdue,

    /// <summary>The session's time is over: it was never decided and is not held.</summary>
    Missed,
}

/// <summary>Until when a request is to be decided. A deadline refuses nothing: late is better than never, as long as the session is not over.</summary>
/// <param name="Office">So long before the start.</param>
/// <param name="Technical">So long before the start.</param>
/// <param name="Urgent">So long before the start of an urgent one.</param>
/// <param name="Soon">So long before the deadline it is soon.</param>
public sealed record Deadlines(Duration Office, Duration Technical, Duration Urgent, Duration Soon)
{
    /// <summary>Who asks after the deadline cannot be answered before he asked: half of the time that is left is for the answer.</summary>
    public Instant At(ApprovalSteps step, Instant start, Instant askedAt, bool isUrgent)
    {
        var due = start - (isUrgent ? Urgent : step.HasFlag(ApprovalSteps.Office) ? Office : Technical);
        if (due > askedAt) return due;
        return start > askedAt ? askedAt + (start - askedAt) / 2 : askedAt;
    }

    /// <param name="end">Of the session.</param>
    public Due Of(Instant due, Instant end, Instant now) =>
        now >= end ? Due.Missed : now >= due ? Due.Overdue : now >= due - Soon ? Due.Soon : Due.Ahead;
}
