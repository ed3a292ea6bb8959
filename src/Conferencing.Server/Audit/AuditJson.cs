using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Audit;

/// <summary>Values of columns as the audit trail writes them: compact JSON that people can read. Null and nothing are the same.</summary>
internal static class AuditJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode node) => node.ToJsonString(Options);

    public static JsonNode? Of(object? value) => value switch
    {
        null or false => null,
        string { Length: 0 } => null,
        string text => JsonValue.Create(text),
        bool => JsonValue.Create(true),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        Guid id => JsonValue.Create(id.ToString()),
        Enum word => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(word.ToString())),
        Instant at => JsonValue.Create(Moment(at.ToLocal())),
        DateTimeOffset at => JsonValue.Create(Moment(at.ToOffset(TimeSpan.FromHours(7)))),
        UnitRole one => new JsonObject { ["role"] = Of(one.Role), ["unitId"] = Of(one.UnitId) },
        Dossier dossier => JsonNode.Parse(DossierJson.Write(dossier)),
        LocalDate day => JsonValue.Create(NodaTime.Text.LocalDatePattern.Iso.Format(day)),
        LocalTime time => JsonValue.Create(NodaTime.Text.LocalTimePattern.ExtendedIso.Format(time)),
        IEnumerable list => List(list),
        _ => throw new System.Diagnostics.UnreachableException($"The audit trail has no words for a {value.GetType().Name}."),
    };

    private static JsonArray? List(IEnumerable list)
    {
        JsonNode?[] items = [.. list.Cast<object>().Select(Of)];
        return items.Length == 0 ? null : new JsonArray(items);
    }

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
