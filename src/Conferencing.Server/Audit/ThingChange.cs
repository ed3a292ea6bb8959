using System.Text.Json.Nodes;
using Conferencing.Server.Data;

namespace Conferencing.Server.Audit;

/// <summary>What one transaction did to the fields of one thing or part of a thing: as they were first, and as they became last.</summary>
internal sealed class FieldChanges
{
    private readonly Dictionary<string, (JsonNode? Was, JsonNode? Became)> _fields = [];

    /// <summary>Which one it is, of a part.</summary>
    public (string Name, JsonNode? Value)? Label { get; set; }

    public void Note(string field, JsonNode? was, JsonNode? became) =>
        _fields[field] = (_fields.TryGetValue(field, out var before) ? before.Was : was, became);

    public IEnumerable<string> Names => _fields.Where(one => !JsonNode.DeepEquals(one.Value.Was, one.Value.Became)).Select(one => one.Key);

    public JsonObject? Was => Object(one => one.Was);

    public JsonObject? Became => Object(one => one.Became);

    private JsonObject? Object(Func<(JsonNode? Was, JsonNode? Became), JsonNode?> side)
    {
        var values = Names.Where(name => side(_fields[name]) is not null).ToList();
        if (values.Count == 0) return null;
        var told = new JsonObject();
        if (Label is { Value: { } value } label) told[label.Name] = value.DeepClone();
        foreach (var name in values) told[name] = side(_fields[name])!.DeepClone();
        return told;
    }
}

/// <summary>What one transaction did to one thing and its parts: one line of the audit trail.</summary>
internal sealed class ThingChange(string kind, string id)
{
    /// <summary>More parts of one kind are only counted: a series has more than a thousand sessions.</summary>
    private const int MostParts = 8;

    private readonly Dictionary<string, Dictionary<string, FieldChanges>> _parts = [];

    public string Kind => kind;
    public string Id => id;
    public AuditAct Act { get; set; } = AuditAct.Changed;

    /// <summary>Null while only parts of it were seen.</summary>
    public string? Name { get; set; }
    public Guid? BriefingId { get; set; }

    /// <summary>It was secret before or is now; null where that was not seen.</summary>
    public bool? Secret { get; set; }
    public FieldChanges Fields { get; } = new();

    public FieldChanges Part(string list, string key)
    {
        if (!_parts.TryGetValue(list, out var parts)) _parts[list] = parts = [];
        if (!parts.TryGetValue(key, out var part)) parts[key] = part = new FieldChanges();
        return part;
    }

    public JsonObject? Was => Whole(Fields.Was, part => part.Was);

    public JsonObject? Became => Whole(Fields.Became, part => part.Became);

    private JsonObject? Whole(JsonObject? told, Func<FieldChanges, JsonObject?> side)
    {
        foreach (var (list, parts) in _parts)
        {
            // Parts that were replaced by such as say the same are no change.
            if (parts.Count <= MostParts && JsonNode.DeepEquals(List(parts, part => part.Was), List(parts, part => part.Became))) continue;
            if (List(parts, side) is { } values) (told ??= [])[list] = values;
        }
        return told;
    }

    private static JsonNode? List(Dictionary<string, FieldChanges> parts, Func<FieldChanges, JsonObject?> side)
    {
        var values = parts.Values.Select(side).OfType<JsonObject>().ToList();
        return values.Count == 0 ? null : values.Count <= MostParts ? new JsonArray([.. values]) : Summary(values);
    }

    private static JsonObject Summary(List<JsonObject> parts)
    {
        var told = new JsonObject { ["count"] = parts.Count, ["fields"] = new JsonArray([.. parts.SelectMany(part => part.Select(field => field.Key)).Distinct().Select(name => JsonValue.Create(name))]) };
        // The labels sort as text, where they are moments.
        var labels = parts.Select(part => part.First().Value?.ToString()).OfType<string>().Order(StringComparer.Ordinal).ToList();
        if (labels.Count > 0 && parts[0].First().Key == "start") (told["from"], told["to"]) = (labels[0], labels[^1]);
        return told;
    }
}
