using System.Text.Json;
using System.Text.Json.Serialization;
using Conferencing.Booking;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Conferencing.Server.Data;

/// <summary>A dossier as the database keeps it: one JSON value, in which a member that is not there is empty, so that old rows stay readable.</summary>
internal sealed class DossierJson() : ValueConverter<Dossier, string>(dossier => Write(dossier), stored => Read(stored))
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write(Dossier dossier) => JsonSerializer.Serialize(dossier, Options);

    /// <summary>Most say nothing, and a calendar reads thousands.</summary>
    public static Dossier Read(string stored) => stored == "{}" ? Dossier.Empty : JsonSerializer.Deserialize<Dossier>(stored, Options)!;
}

/// <summary>Two dossiers are equal when they say the same.</summary>
internal sealed class DossierComparer() : ValueComparer<Dossier>(
    (a, b) => a == null ? b == null : b != null && DossierJson.Write(a) == DossierJson.Write(b),
    dossier => DossierJson.Write(dossier).GetHashCode(StringComparison.Ordinal),
    dossier => dossier);
