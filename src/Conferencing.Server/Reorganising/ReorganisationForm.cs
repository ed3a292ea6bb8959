using System.Collections.Immutable;
using Conferencing.Booking.Reorganising;
using Conferencing.Server.Api;
using NodaTime;

namespace Conferencing.Server.Reorganising;

/// <summary>What may be entered for an act, and from there to the value that is judged.</summary>
internal static class ReorganisationForm
{
    /// <summary>What is wrong with the form alone.</summary>
    public static IEnumerable<FieldMessage> Check(ReorganisationRequest request)
    {
        if (request.Act is null) yield return new("act", "reorganisingActMissing");
        if (request.From is null) yield return new("from", "validFromMissing");
        if (request.SourceIds is null) yield return new("sourceIds", "reorganisedMissing");
        else if (request.SourceIds.Length > ReorganisingRules.MaxUnits) yield return new("sourceIds", "reorganisedTooMany", ReorganisingRules.MaxUnits);
        if (request.Successors?.Length > ReorganisingRules.MaxUnits) yield return new("successors", "successorsTooMany", ReorganisingRules.MaxUnits);
        if (request.Successors is not { Length: > 0 } || request.Successors.Any(one => one is null)) yield return new("successors", "successorMissing");
        if (request.Placements?.Any(one => one is not { Id: not null, Successor: not null }) == true) yield return new("placements", "placedNowhere");
        if (request.Placements?.GroupBy(one => one?.Id).Any(same => same.Count() > 1) == true) yield return new("placements", "placedTwice");
        foreach (var (one, place) in (request.Successors ?? []).Select((one, place) => (one, place)).Where(named => named.one is { UnitId: null }))
            foreach (var wrong in PlaceForm.CheckNames(one.Name, one.ShortName).Concat(UnitsApi.CheckKind(one.Kind))) yield return wrong with { Field = $"successors[{place}].{wrong.Field}" };
    }

    /// <param name="request">One whose form is right.</param>
    public static Reorganisation Value(ReorganisationRequest request) =>
        new(request.Act!.Value, LocalDate.FromDateOnly(request.From!.Value), [.. request.SourceIds!], [.. request.Successors!.Select(Value)])
        {
            Placed = (request.Placements ?? []).ToImmutableDictionary(one => one.Id!.Value, one => one.Successor!.Value),
        };

    private static Successor Value(SuccessorRequest request) => new(
        request.UnitId, request is { UnitId: not null, Name: null } ? null
            : new NewUnit(request.Name?.Trim() ?? "", PlaceForm.ShortName(request.Name ?? "", request.ShortName), request.Kind?.Trim() ?? "", request.ParentId));
}
