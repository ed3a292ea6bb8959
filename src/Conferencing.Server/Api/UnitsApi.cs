using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>The organisation as a tree with dates.</summary>
internal static class UnitsApi
{
    private const int MaxKindLength = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var units = routes.MapGroup("/api/units").WithTags("units");
        units.MapGet("", List);
        units.MapPost("", Add).RequireAuthorization(Policies.Administer).Once<UnitRequest>();
        units.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Equip);
    }

    private static async Task<Ok<UnitAnswer[]>> List(Db db, CancellationToken cancel) =>
        TypedResults.Ok((await db.Units.AsNoTracking().OrderBy(unit => unit.Name).ToListAsync(cancel)).Select(Describe).ToArray());

    private static async Task<Results<Created<UnitAnswer>, Refusal>> Add(UnitRequest request, Caller caller, WriteGate gate, TimeProvider clock, CancellationToken cancel) =>
        await Save(new UnitRow { Id = Guid.CreateVersion7() }, isNew: true, request, IfMatch.None, caller, gate, clock, cancel) switch
        {
            (_, { } refused) => refused,
            (var unit, _) => TypedResults.Created($"/api/units/{unit!.Id}", unit),
        };

    private static async Task<Results<Ok<UnitAnswer>, Refusal>> Change(Guid id, UnitRequest request, IfMatch match, Caller caller, WriteGate gate, TimeProvider clock, CancellationToken cancel) =>
        await Save(new UnitRow { Id = id }, isNew: false, request, match, caller, gate, clock, cancel) switch
        {
            (_, { } refused) => refused,
            (var unit, _) => TypedResults.Ok(unit),
        };

    private static Task<(UnitAnswer? Unit, Refusal? Refused)> Save(
        UnitRow row, bool isNew, UnitRequest request, IfMatch match, Caller caller, WriteGate gate, TimeProvider clock, CancellationToken cancel) => gate.Write<(UnitAnswer?, Refusal?)>(async db =>
        {
            var others = await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Id, Value, cancel);
            if (!isNew && !others.ContainsKey(row.Id)) return (null, Refusal.NotFound());
            FieldMessage[] wrong = [.. Check(row.Id, request, others, clock.Now().InZone(Times.Zone).Date)];
            if (wrong.Length > 0) return (null, Refusal.Invalid(wrong));
            if (!isNew) row = await db.Units.SingleAsync(unit => unit.Id == row.Id, cancel);
            else db.Units.Add(row);
            if (match.WhyNot(Describe(row).Tag) is { } stale) return (null, stale);
            Fill(row, request);
            if (!caller.Has(Role.Administrator) && !(caller.Has(Role.ItOfficer, row.Id) && IsOnlyContact(db.Entry(row)))) return (null, ScopeGuard.NotHis());
            await db.SaveChangesAsync(cancel);
            return (Describe(row), null);
        }, cancel);

    public static IEnumerable<FieldMessage> Check(Guid id, UnitRequest request, Dictionary<Guid, Unit> others, LocalDate today)
    {
        var wrong = PlaceForm.CheckNames(request.Name, request.ShortName).Concat(ContactForm.Check(request)).ToList();
        wrong.AddRange(CheckKind(request.Kind));
        if (request.ValidFrom is not { } from) return wrong.Append(new("validFrom", "validFromMissing"));
        var unit = new Unit(id, "", "", "", request.ParentId, Day(from), request.ValidTo is { } to ? Day(to) : null);
        return wrong.Concat(UnitTree.Check(unit, others, today).Select(error => new FieldMessage(error.Field, error.Code, [.. error.Args])));
    }

    public static IEnumerable<FieldMessage> CheckKind(string? kind)
    {
        if (string.IsNullOrWhiteSpace(kind)) yield return new("kind", "kindMissing");
        else if (kind.Length > MaxKindLength) yield return new("kind", "tooLongText", MaxKindLength);
    }

    public static void Fill(UnitRow row, UnitRequest request)
    {
        row.Name = request.Name!.Trim();
        row.ShortName = PlaceForm.ShortName(request.Name, request.ShortName);
        row.Kind = request.Kind!.Trim();
        row.ParentId = request.ParentId;
        row.ValidFrom = Day(request.ValidFrom!.Value);
        row.ValidTo = request.ValidTo is { } to ? Day(to) : null;
        ContactForm.Fill(row, request);
    }

    /// <summary>The tree is the administrator's; whom to write to, a unit's own IT officer knows.</summary>
    private static bool IsOnlyContact(EntityEntry<UnitRow> unit)
    {
        unit.DetectChanges();
        return unit.Properties.Where(property => property.IsModified).All(property => property.Metadata.Name is nameof(UnitRow.ContactName) or nameof(UnitRow.Mail) or nameof(UnitRow.Phone));
    }

    public static Unit Value(UnitRow row) => new(row.Id, row.Name, row.ShortName, row.Kind, row.ParentId, row.ValidFrom, row.ValidTo);

    private static LocalDate Day(DateOnly day) => LocalDate.FromDateOnly(day);

    private static UnitAnswer Describe(UnitRow row)
    {
        var unit = new UnitAnswer(row.Id, row.Name, row.ShortName, row.Kind, row.ParentId, row.ValidFrom.ToDateOnly(), row.ValidTo?.ToDateOnly(), row.ContactName, row.Mail, row.Phone);
        return unit with { Tag = IfMatch.TagOf(unit) };
    }
}
