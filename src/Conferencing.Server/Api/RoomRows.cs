using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Plans;
using Conferencing.Server.Sip;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>From what is asked of a room to its row, the same for a form and for a line of a spreadsheet.</summary>
internal static class RoomRows
{
    /// <param name="sipAccounts">Names of devices that register.</param>
    public static IEnumerable<FieldMessage> Check(RoomRequest request, IReadOnlySet<string> sipAccounts) =>
        PlaceForm.CheckNames(request.Name, request.ShortName).Concat(ContactForm.Check(request)).Concat(PlaceForm.CheckEndpoints(request.Endpoints)).Concat(
            (request.Endpoints ?? []).Select(endpoint => RegisteredAddress.UserOf(endpoint?.Address)).OfType<string>()
                .Where(user => !sipAccounts.Contains(user)).Select(user => new FieldMessage("endpoints", "sipAccountUnknown", user)));

    /// <summary>Everything but its devices.</summary>
    public static void FillPlace(RoomRow row, RoomRequest request)
    {
        row.Name = request.Name!.Trim();
        row.ShortName = PlaceForm.ShortName(request.Name, request.ShortName);
        (row.SiteId, row.UnitId, row.Active) = (request.SiteId, request.UnitId, request.Active ?? row.Active);
        (row.AutomaticGain, row.NoiseGate) = (request.AutomaticGain ?? row.AutomaticGain, request.NoiseGate ?? row.NoiseGate);
        ContactForm.Fill(row, request);
    }

    /// <summary>Its devices anew; the caller removes the rows that were there.</summary>
    public static void FillEndpoints(RoomRow row, RoomRequest request, SipSecrets secrets)
    {
        var before = row.Endpoints;
        row.Endpoints = [.. request.Endpoints!.Select((endpoint, position) => Endpoint(row.Id, endpoint, position, before, secrets))];
    }

    /// <summary>The devices it has, as a request would ask for them.</summary>
    public static EndpointRequest[] EndpointsOf(RoomRow row) =>
    [
        .. row.Endpoints.OrderBy(endpoint => endpoint.Position).Select(endpoint => new EndpointRequest
        {
            Address = endpoint.Address,
            OutgoingUser = endpoint.OutgoingUser,
            Certificate = endpoint.Certificate,
            CertifiedUntil = endpoint.CertifiedUntil?.ToDateOnly(),
            Kbits = endpoint.Kbits,
        }),
    ];

    /// <summary>Sessions that have this room learn its new name and addresses, also while they run.</summary>
    public static async Task<List<ConferencePlan>> Replan(Db db, PlanStore plans, Guid roomId, Instant now, CancellationToken cancel)
    {
        var holding = await db.OccurrenceRooms.Where(held => held.RoomId == roomId && !held.Off && held.End > now)
            .Where(held => db.Plans.Any(plan => plan.ConferenceId == held.OccurrenceId)).Select(held => held.OccurrenceId).ToListAsync(cancel);
        var made = new List<ConferencePlan>();
        foreach (var occurrence in holding)
        {
            if (await plans.Refresh(db, occurrence, now, cancel) is { } plan) made.Add(plan);
        }
        return made;
    }

    /// <summary>A password that is not given anew stays with its address.</summary>
    private static EndpointRow Endpoint(Guid roomId, EndpointRequest request, int position, List<EndpointRow> before, SipSecrets secrets)
    {
        var address = request.Address!.Trim();
        var user = string.IsNullOrWhiteSpace(request.OutgoingUser) ? null : request.OutgoingUser.Trim();
        var kept = before.Find(one => one.Address == address && one.OutgoingUser == user)?.OutgoingSecret;
        return new EndpointRow
        {
            Id = Guid.CreateVersion7(),
            RoomId = roomId,
            Address = address,
            Position = position,
            OutgoingUser = user,
            OutgoingSecret = user is null ? null : string.IsNullOrEmpty(request.OutgoingPassword) ? kept : secrets.Seal(request.OutgoingPassword),
            Certificate = string.IsNullOrWhiteSpace(request.Certificate) ? null : request.Certificate.Trim(),
            CertifiedUntil = request.CertifiedUntil is { } until ? LocalDate.FromDateOnly(until) : null,
            Kbits = request.Kbits,
        };
    }
}
