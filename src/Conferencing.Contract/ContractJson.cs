using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conferencing.Contract;

/// <summary>
/// How contract values are written as JSON, on both hubs and in stored plans: camelCase members, enums as camelCase
/// strings (numbers are refused), nulls left out. Both ends call <see cref="Configure"/>, so they cannot disagree.
/// </summary>
public static class ContractJson
{
    /// <summary>For use outside a hub, for example a plan kept in a database.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Sets <paramref name="options"/> up; meant for <c>JsonHubProtocolOptions.PayloadSerializerOptions</c>.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
