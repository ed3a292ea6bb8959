using System.Text.Json;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>
/// Templates and groups of rooms: made, renamed, shared, changed and deleted, each act with a line in its history. One's own is seen and
/// changed by oneself; what is shared under a unit everybody uses, and who made it, approvers and administrators change.
/// </summary>
internal sealed partial class PresetDesk(WriteGate gate, TimeProvider clock, ILogger<PresetDesk> log)
{
    private const int MaxOwn = 100;
    private const int MaxShared = 500;

    /// <summary>What is asked for; the content only where it is new.</summary>
    internal sealed record Form(string? Name, Guid? UnitId, string? Content, string Action);

    public static bool MaySee(PresetRow row, Caller caller) => row.UnitId is not null || row.OwnerId == caller.Id;

    public static bool MayChange(PresetRow row, Caller caller) => row.OwnerId == caller.Id || (row.UnitId is not null && caller.Has(Role.Approver, row.UnitId));

    public Task<(PresetRow? Row, Refusal? Refused)> AddTemplate(NewTemplateRequest request, Caller caller, CancellationToken cancel) => gate.Write<(PresetRow?, Refusal?)>(async db =>
    {
        var briefing = await db.Briefings.AsNoTracking().AsSplitQuery().Include(one => one.Rooms).Include(one => one.Series).Include(one => one.Occurrences)
            .SingleOrDefaultAsync(one => one.Id == request.BriefingId, cancel);
        if (briefing is null) return (null, Refusal.Invalid(new FieldMessage("briefingId", "notFound")));
        if (!Discretion.MaySee(caller, briefing)) return (null, new Refusal(StatusCodes.Status403Forbidden, "secretHidden"));
        return await Add(db, PresetKind.Template, new Form(request.Name, request.UnitId, Sketch.Of(briefing, caller).Write(), "made"), caller, cancel);
    }, cancel);

    public Task<(PresetRow? Row, Refusal? Refused)> AddGroup(RoomGroupRequest request, Caller caller, CancellationToken cancel) => gate.Write<(PresetRow?, Refusal?)>(async db =>
        await CheckRooms(db, request.RoomIds, cancel) is { } wrong ? (null, Refusal.Invalid(wrong))
        : await Add(db, PresetKind.RoomGroup, new Form(request.Name, request.UnitId, JsonSerializer.Serialize(request.RoomIds), "made"), caller, cancel), cancel);

    public Task<(PresetRow? Row, Refusal? Refused)> ChangeTemplate(Guid id, TemplateRequest request, IfMatch match, Caller caller, CancellationToken cancel) =>
        Change(id, PresetKind.Template, request.Version, match, caller, (_, _) => Task.FromResult<(Form?, Refusal?)>((new Form(request.Name, request.UnitId, null, "renamed"), null)), cancel);

    public Task<(PresetRow? Row, Refusal? Refused)> ChangeGroup(Guid id, RoomGroupRequest request, IfMatch match, Caller caller, CancellationToken cancel) =>
        Change(id, PresetKind.RoomGroup, request.Version, match, caller, async (db, row) =>
        {
            if (await CheckRooms(db, request.RoomIds, cancel) is { } wrong) return (null, Refusal.Invalid(wrong));
            var content = JsonSerializer.Serialize(request.RoomIds);
            return (new Form(request.Name, request.UnitId, content, content == row.Content ? "renamed" : "roomsChanged"), null);
        }, cancel);

    public async Task<Refusal?> Remove(Guid id, PresetKind kind, IfMatch match, Caller caller, CancellationToken cancel)
    {
        var (row, refused) = await gate.Write<(PresetRow?, Refusal?)>(async db =>
        {
            var (found, why) = await Find(db, id, kind, caller, cancel);
            if ((found is null ? why : match.WhyNot(IfMatch.TagOf(found.Version))) is { } refusedFor) return (null, refusedFor);
            db.Presets.Remove(found!);
            await db.SaveChangesAsync(cancel);
            return (found, null);
        }, cancel);
        if (row is not null) LogRemoved(log, caller.UserName, row.Kind, row.Id, row.Name);
        return refused;
    }

    private async Task<(PresetRow?, Refusal?)> Add(Db db, PresetKind kind, Form form, Caller caller, CancellationToken cancel)
    {
        var row = new PresetRow { Id = Guid.CreateVersion7(), Kind = kind, OwnerId = caller.Id, Version = 0 };
        if (await Limit(db, row, form, cancel) is { } full) return (null, full);
        return await Save(db, row, form, caller, isNew: true, cancel);
    }

    private Task<(PresetRow? Row, Refusal? Refused)> Change(
        Guid id, PresetKind kind, int? version, IfMatch match, Caller caller, Func<Db, PresetRow, Task<(Form?, Refusal?)>> read, CancellationToken cancel) => gate.Write<(PresetRow?, Refusal?)>(async db =>
    {
        var (row, refused) = await Find(db, id, kind, caller, cancel);
        if (row is null) return (null, refused);
        if (match.WhyNot(IfMatch.TagOf(row.Version)) is { } stale) return (null, stale);
        if ((version ?? match.Version) is not { } known) return (null, Refusal.Invalid(new FieldMessage("version", "versionMissing")));
        if (known != row.Version) return (null, Refusal.Conflict("presetStale"));
        var (form, wrong) = await read(db, row);
        return form is null ? (null, wrong) : await Save(db, row, form, caller, isNew: false, cancel);
    }, cancel);

    private async Task<(PresetRow?, Refusal?)> Save(Db db, PresetRow row, Form form, Caller caller, bool isNew, CancellationToken cancel)
    {
        FieldMessage[] wrong = [.. await Check(db, row, form, cancel)];
        if (wrong.Length > 0) return (null, Refusal.Invalid(wrong));
        var (before, name) = (row.Name, form.Name!.Trim());
        (row.Name, row.UnitId, row.Content, row.Version) = (name, form.UnitId, form.Content ?? row.Content, row.Version + 1);
        row.History.Add(new PresetHistoryRow { PresetId = row.Id, At = clock.Now(), Who = caller.DisplayName, Action = form.Action, Detail = isNew || before == name ? null : $"{before} → {name}" });
        if (isNew) db.Presets.Add(row);
        await db.SaveChangesAsync(cancel);
        return (row, null);
    }

    private static async Task<(PresetRow?, Refusal?)> Find(Db db, Guid id, PresetKind kind, Caller caller, CancellationToken cancel)
    {
        var row = await db.Presets.Include(one => one.History).SingleOrDefaultAsync(one => one.Id == id && one.Kind == kind, cancel);
        if (row is null || !MaySee(row, caller)) return (null, Refusal.NotFound());
        return MayChange(row, caller) ? (row, null) : (null, new Refusal(StatusCodes.Status403Forbidden, "presetNotYours"));
    }

    private static async Task<Refusal?> Limit(Db db, PresetRow row, Form form, CancellationToken cancel)
    {
        var most = form.UnitId is null ? MaxOwn : MaxShared;
        var count = form.UnitId is null
            ? await db.Presets.CountAsync(one => one.Kind == row.Kind && one.UnitId == null && one.OwnerId == row.OwnerId, cancel)
            : await db.Presets.CountAsync(one => one.Kind == row.Kind && one.UnitId == form.UnitId, cancel);
        return count < most ? null : Refusal.Conflict("presetsTooMany", most);
    }

    private static async Task<IEnumerable<FieldMessage>> Check(Db db, PresetRow row, Form form, CancellationToken cancel)
    {
        var wrong = PlaceForm.CheckNames(form.Name, null).ToList();
        if (form.UnitId is { } unit && !await db.Units.AnyAsync(one => one.Id == unit, cancel)) wrong.Add(new("unitId", "unitUnknown"));
        if (form.UnitId is not null && row.Kind == PresetKind.Template && Sketch.Read(form.Content ?? row.Content).Terms.IsSecret) wrong.Add(new("unitId", "secretTemplate"));
        var name = form.Name?.Trim() ?? "";
        var others = db.Presets.Where(one => one.Id != row.Id && one.Kind == row.Kind && one.Name == name);
        var isTaken = form.UnitId is null ? others.Where(one => one.UnitId == null && one.OwnerId == row.OwnerId) : others.Where(one => one.UnitId == form.UnitId);
        if (await isTaken.AnyAsync(cancel)) wrong.Add(new("name", "presetTaken"));
        return wrong;
    }

    private static async Task<FieldMessage?> CheckRooms(Db db, Guid[]? rooms, CancellationToken cancel)
    {
        if (rooms is not { Length: > 0 }) return new("roomIds", "roomsMissing");
        if (rooms.Length > BookingRules.MaxRooms) return new("roomIds", "roomsTooMany", BookingRules.MaxRooms);
        if (rooms.Distinct().Count() != rooms.Length) return new("roomIds", "roomsTwice");
        return await db.Rooms.CountAsync(room => rooms.Contains(room.Id), cancel) == rooms.Length ? null : new("roomIds", "roomUnknown");
    }

    [LoggerMessage(LogLevel.Information, "Audit: {User} deleted the {Kind} {Preset}, {Name}")]
    private static partial void LogRemoved(ILogger log, string user, PresetKind kind, Guid preset, string name);
}
