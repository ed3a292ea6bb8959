using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conferencing.Server.Api;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Audit;

/// <summary>A line's JSON in the words of people: fields beside each other as they were and became, names instead of identifiers, days as they are written here.</summary>
internal sealed partial class AuditText(IReadOnlyDictionary<Guid, string> names, Language language)
{
    /// <summary>The identifiers in a line's JSON, whatever they are of.</summary>
    public static IEnumerable<Guid> Ids(string? json) => json is null ? [] : Identifier().Matches(json).Select(match => Guid.Parse(match.Value));

    public AuditFieldAnswer[] Fields(string? was, string? became)
    {
        var (before, after) = (Read(was), Read(became));
        return [.. before.Concat(after).Select(field => field.Key).Distinct()
            .Select(name => new AuditFieldAnswer(AuditWords.Field(name, language), Text(name, before[name]), Text(name, after[name])))];
    }

    private static JsonObject Read(string? json) => json is null ? [] : (JsonObject)JsonNode.Parse(json)!;

    /// <param name="field">What it is the value of.</param>
    private string? Text(string field, JsonNode? node) => node switch
    {
        null => null,
        JsonArray list => string.Join('\n', list.Select(one => Text(field, one))),
        JsonObject parts => string.Join("; ", parts.Select(part => part.Value is JsonValue flag && flag.TryGetValue<bool>(out _) ? AuditWords.Field(part.Key, language) : $"{AuditWords.Field(part.Key, language)}: {Text(part.Key, part.Value)}")),
        JsonValue value when value.TryGetValue<string>(out var text) => Word(field, text),
        JsonValue value when value.TryGetValue<bool>(out _) => language == Language.En ? "yes" : "có",
        _ => node.ToString(),
    };

    private string Word(string field, string text)
    {
        if (Guid.TryParse(text, out var id)) return names.GetValueOrDefault(id, text);
        if (Moment().IsMatch(text)) return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);
        if (Day().IsMatch(text)) return DateOnly.Parse(text, CultureInfo.InvariantCulture).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        return AuditWords.IsChoice(field) ? AuditWords.Value(text, language) : text;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$")]
    private static partial Regex Moment();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$")]
    private static partial Regex Day();
}
