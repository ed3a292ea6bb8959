using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>Where an approval stands, from rows to the shapes of the API.</summary>
internal static class ApprovalWords
{
    private static readonly (ApprovalSteps Step, ApprovalStep Word)[] Each = [(ApprovalSteps.Office, ApprovalStep.Office), (ApprovalSteps.Technical, ApprovalStep.Technical)];

    public static ApprovalStep[] Words(ApprovalSteps steps) => [.. Each.Where(one => steps.HasFlag(one.Step)).Select(one => one.Word)];

    /// <param name="row">With its sessions, at least those that wait, and the steps given.</param>
    public static ApprovalAnswer Answer(BriefingRow row, ApprovalOptions options, Instant now)
    {
        var waiting = row.Occurrences.Where(BookingRows.Waits).OrderBy(one => one.Start).ToList();
        var missing = row.Status == BookingStatus.Pending ? BookingRows.StandingOf(row).Missing : ApprovalSteps.None;
        var counts = row.Status is BookingStatus.Pending or BookingStatus.Approved;
        return new ApprovalAnswer(
            counts ? [.. Each.Select(one => Step(row, one.Step, one.Word, missing, waiting, options, now)).OfType<StepAnswer>()] : [],
            row.AskedAt.ToLocal(), row.UrgentReason, waiting.Exists(one => one.Competing));
    }

    /// <summary>The session by which the deadline is told: the first that is not over.</summary>
    public static OccurrenceRow? Next(IReadOnlyList<OccurrenceRow> waiting, Instant now) => waiting.FirstOrDefault(one => one.End > now) ?? (waiting.Count > 0 ? waiting[^1] : null);

    private static StepAnswer? Step(
        BriefingRow row, ApprovalSteps step, ApprovalStep word, ApprovalSteps missing, List<OccurrenceRow> waiting, ApprovalOptions options, Instant now)
    {
        if (missing.HasFlag(step) && Next(waiting, now) is { } next)
        {
            var due = options.Deadlines.At(step, next.Start, row.AskedAt ?? row.CreatedAt, row.UrgentReason is not null);
            var state = step == ApprovalSteps.Technical && missing.HasFlag(ApprovalSteps.Office) ? StepState.Later : StepState.Waiting;
            return new StepAnswer(word, state, null, null, null, due.ToLocal(), options.Deadlines.Of(due, next.End, now));
        }
        return row.GivenSteps.Where(one => one.Step == step).MaxBy(one => one.Id) is { } given
            ? new StepAnswer(word, StepState.Given, given.By, given.For, given.At.ToLocal(), null, null) : null;
    }
}
