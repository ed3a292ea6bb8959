using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Jobs;
using Conferencing.Server.Live;
using Conferencing.Server.Plans;
using Microsoft.AspNetCore.SignalR;

namespace Conferencing.Server.Api;

/// <summary>What follows a committed change of a booking. A caller that hangs up meanwhile changes nothing about it.</summary>
internal sealed class BookingNews(PlanCourier courier, PrepareSchedule schedule, IHubContext<LiveHub, ILiveClient> watchers)
{
    public async Task Tell(BriefingRow briefing, ImmutableArray<ConferencePlan> plans)
    {
        foreach (var plan in plans) await courier.Deliver(plan, CancellationToken.None);
        if (briefing.Status == BookingStatus.Approved)
        {
            foreach (var occurrence in briefing.Occurrences) schedule.Plan(occurrence);
        }
        await watchers.Clients.All.BriefingsChanged();
    }
}
