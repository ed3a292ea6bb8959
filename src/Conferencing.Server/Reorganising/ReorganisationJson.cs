using System.Text.Json;
using System.Text.Json.Serialization;
using Conferencing.Booking;
using Conferencing.Booking.Reorganising;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Messages;

namespace Conferencing.Server.Reorganising;

/// <summary>Something that hung on a unit and went to another.</summary>
/// <param name="Kind">Null of the unit itself: it ended, and the other went on with its work.</param>
internal sealed record MovedThing(HangingKind? Kind, Guid Id, Guid From, Guid To);

/// <summary>What the database keeps of an act as JSON.</summary>
internal static class ReorganisationJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static ReorganisationRequest Wish(ReorganisationRow row) => JsonSerializer.Deserialize<ReorganisationRequest>(row.Wish, Options)!;

    /// <param name="moved">Null of an act that was not carried out.</param>
    public static MovedThing[] Moved(string? moved) => moved is null ? [] : JsonSerializer.Deserialize<MovedThing[]>(moved, Options)!;

    /// <summary>Each fault with what its sentence names, as text.</summary>
    public static string Faults(IEnumerable<FieldError> errors) =>
        Write(errors.Select(error => new Fault(error.Code, [.. error.Args.Select(arg => Convert.ToString(arg, System.Globalization.CultureInfo.InvariantCulture)!)])));

    /// <param name="stored">Null where there is none.</param>
    public static string[] Faults(string? stored, Identity.Language language) => stored is null ? []
        : [.. JsonSerializer.Deserialize<Fault[]>(stored, Options)!.Select(fault => MessageTable.Text(language, fault.Code, [.. fault.Args])).Distinct()];

    private sealed record Fault(string Code, string[] Args);
}
