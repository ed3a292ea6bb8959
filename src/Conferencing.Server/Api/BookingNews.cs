using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Invitations;
using Conferencing.Server.Jobs;
using Conferencing.Server.Live;
using Conferencing.Server.Plans;
using Microsoft.AspNetCore.SignalR;

namespace Conferencing.Server.Api;

/// <summary>What follows a committed change of a booking. A caller that hangs up meanwhile changes nothing about it.</summary>
internal sealed class BookingNews(PlanCourier courier, PrepareSchedule schedule, OutboxCourier outbox, IHubContext<LiveHub, ILiveClient> watchers)
{
    public async Task Tell(IEnumerable<OccurrenceRow> occurrences, ImmutableArray<ConferencePlan> plans)
    {
        foreach (var plan in plans) await courier.Deliver(plan, CancellationToken.None);
        foreach (var occurrence in occurrences.Where(one => one is { Status: BookingStatus.Approved, Defective: false })) schedule.Plan(occurrence);
        outbox.Wake();
        await watchers.Clients.All.BriefingsChanged();
    }
}
