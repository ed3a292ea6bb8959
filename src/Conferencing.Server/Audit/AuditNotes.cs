using System.Text.Json;
using System.Text.Json.Nodes;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;

namespace Conferencing.Server.Audit;

/// <summary>
/// What the transaction of one context has changed so far, thing by thing. Reads it from the change tracker just before it is saved; writes
/// nothing itself.
/// </summary>
internal sealed class AuditNotes
{
    private Dictionary<(string Kind, string Id), ThingChange> _things = [];

    /// <summary>A transaction begun for the sake of the trail: by code that saves outside the write gate.</summary>
    public IDbContextTransaction? Own { get; set; }

    public bool IsEmpty => _things.Count == 0;

    /// <summary>All that makes a line, and begins anew.</summary>
    public List<ThingChange> Take()
    {
        var taken = _things.Values.Where(thing => thing.Act == AuditAct.Done || thing.Was is not null || thing.Became is not null).ToList();
        _things = [];
        return taken;
    }

    /// <summary>Something that no row shows.</summary>
    public void Say(string kind, string id, string name, string act)
    {
        var thing = Thing(kind, id);
        (thing.Act, thing.Name) = (AuditAct.Done, name);
        thing.Fields.Note("act", null, JsonValue.Create(act));
    }

    /// <summary>Something that is gone, of which no row was read.</summary>
    public void SayRemoved(string kind, string id, JsonObject was)
    {
        var thing = Thing(kind, id);
        (thing.Act, thing.Name) = (AuditAct.Removed, id);
        foreach (var (name, value) in was) thing.Fields.Note(name, value?.DeepClone(), null);
    }

    public void Read(ChangeTracker tracker)
    {
        // Finds what changed; saving need not look for it once more.
        var entries = tracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        // A part that is replaced by one of the same key leaves first.
        foreach (var entry in entries.OrderBy(entry => entry.State != EntityState.Deleted))
        {
            if (AuditedThings.All.TryGetValue(entry.Metadata.ClrType, out var type) && IsPeoples(entry, type)) Read(entry, type);
        }
    }

    private static bool IsPeoples(EntityEntry entry, AuditedType type) =>
        !(type.OnlyChanges && entry.State != EntityState.Modified) && entry.Entity is not FactRow { Name: not FactRow.Organisation };

    private void Read(EntityEntry entry, AuditedType type)
    {
        if (type.PartOf is { } whole)
        {
            var part = Thing(type.Whole!, Text(entry.Property(whole).CurrentValue)).Part(type.Kind, Key(entry));
            if (type.Label is { } label) part.Label = (Camel(label), AuditJson.Of(entry.State == EntityState.Added ? entry.Property(label).CurrentValue : entry.Property(label).OriginalValue));
            Note(part, entry, type);
            return;
        }
        var thing = Thing(type.Kind, Key(entry));
        thing.Act = entry.State switch
        {
            EntityState.Added => AuditAct.Added,
            EntityState.Deleted => AuditAct.Removed,
            _ => thing.Act,
        };
        thing.Name = AuditedThings.NameOf(entry.Entity);
        if (type.Briefing is { } briefing) thing.BriefingId = (Guid)entry.Property(briefing).CurrentValue!;
        if (entry.Entity is BriefingRow row)
            thing.Secret = thing.Secret == true || row.Secrecy != Secrecy.Open || (entry.State == EntityState.Modified && entry.Property(nameof(BriefingRow.Secrecy)).OriginalValue is not Secrecy.Open);
        Note(thing.Fields, entry, type);
    }

    private static void Note(FieldChanges fields, EntityEntry entry, AuditedType type)
    {
        foreach (var name in type.Fields)
        {
            var property = entry.Property(name);
            if (!IsChanged(entry, property)) continue;
            var (was, became) = (entry.State == EntityState.Added ? null : AuditJson.Of(property.OriginalValue), entry.State == EntityState.Deleted ? null : AuditJson.Of(property.CurrentValue));
            if (property.Metadata.ClrType == typeof(Dossier)) Members(fields, was as JsonObject, became as JsonObject);
            else fields.Note(Camel(name), was, became);
        }
        foreach (var (column, name) in type.Marks)
        {
            var property = entry.Property(column);
            if (!IsChanged(entry, property)) continue;
            // What it was and became is a secret: two different signs say that it is another one now.
            fields.Note(name, entry.State == EntityState.Added || property.OriginalValue is null ? null : JsonValue.Create("•••"), entry.State == EntityState.Deleted || property.CurrentValue is null ? null : JsonValue.Create("••••••"));
        }
    }

    /// <summary>A dossier is told member by member.</summary>
    private static void Members(FieldChanges fields, JsonObject? was, JsonObject? became)
    {
        var names = (was ?? []).Concat(became ?? []).Select(member => member.Key).Distinct().ToList();
        foreach (var name in names) fields.Note(name, was?[name]?.DeepClone(), became?[name]?.DeepClone());
    }

    private static bool IsChanged(EntityEntry entry, PropertyEntry property) =>
        entry.State != EntityState.Modified || (property.IsModified && !property.Metadata.GetValueComparer().Equals(property.OriginalValue, property.CurrentValue));

    private ThingChange Thing(string kind, string id)
    {
        if (!_things.TryGetValue((kind, id), out var thing)) _things[(kind, id)] = thing = new ThingChange(kind, id) { BriefingId = kind == AuditedThings.Briefing ? Guid.Parse(id) : null };
        return thing;
    }

    /// <summary>Rows that the database numbers have no key yet; they are only ever added.</summary>
    private static string Key(EntityEntry entry) =>
        string.Join(' ', entry.Metadata.FindPrimaryKey()!.Properties.Select(key => Text(entry.Property(key.Name).CurrentValue)));

    private static string Text(object? value) => value is Guid id ? id.ToString() : AuditJson.Of(value)?.ToString() ?? "";

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
