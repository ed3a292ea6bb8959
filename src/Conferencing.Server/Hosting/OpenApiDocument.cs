using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using Conferencing.Contract;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Conferencing.Server.Hosting;

/// <summary>
/// The API's description, from which the pages' types are generated. An answer's members are always present (null where they
/// are nullable); contract values leave nulls out; a request's members are required where they carry <see cref="RequiredAttribute"/>.
/// </summary>
internal static class OpenApiDocument
{
    public const string Name = "v1";

    public static void Configure(OpenApiOptions options)
    {
        options.AddSchemaTransformer(MarkRequired);
        options.AddOperationTransformer(OpenApiOperations.Complete);
        options.AddDocumentTransformer(Describe);
    }

    /// <summary>Writes the document of a built, not started program.</summary>
    public static async Task Write(IServiceProvider services, TextWriter to)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name);
        var document = await provider.GetOpenApiDocumentAsync();
        document.SerializeAsV31(new OpenApiJsonWriter(to));
        await to.WriteLineAsync();
    }

    private static Task Describe(Microsoft.OpenApi.OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo { Title = "Conferencing", Version = Name };
        document.Servers?.Clear();
        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>()) KeepRequiredEnums(name, schema);
        return Task.CompletedTask;
    }

    private static Task MarkRequired(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        if (context.JsonPropertyInfo is not null || schema.Properties is null) return Task.CompletedTask;
        var required = context.JsonTypeInfo.Properties.Where(IsAlwaysThere).Select(property => property.Name);
        schema.Required = required.Where(schema.Properties.ContainsKey).ToHashSet();
        foreach (var name in schema.Required.Where(_ => IsRequest(context.JsonTypeInfo.Type))) RemoveNull(schema.Properties[name]);
        return Task.CompletedTask;
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property)
    {
        if (IsRequest(property.DeclaringType)) return Has<RequiredAttribute>(property);
        var leavesNullsOut = property.DeclaringType.Assembly == typeof(ConferencePlan).Assembly || property.DeclaringType == typeof(Api.ApiProblem);
        return !leavesNullsOut || !property.IsGetNullable;
    }

    private static bool IsRequest(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);

    private static bool Has<T>(JsonPropertyInfo property) where T : Attribute =>
        property.AttributeProvider?.IsDefined(typeof(T), inherit: true) == true;

    /// <summary>A nullable enum is described as one of null and the enum; where a request requires it, it is the enum.</summary>
    private static void KeepRequiredEnums(string name, IOpenApiSchema schema)
    {
        if (!name.EndsWith("Request", StringComparison.Ordinal) || schema.Properties is not { } properties) return;
        foreach (var member in schema.Required ?? new HashSet<string>())
        {
            if (properties[member] is { OneOf: { Count: 2 } choices }) properties[member] = choices[1];
        }
    }

    private static void RemoveNull(IOpenApiSchema schema)
    {
        if (schema is OpenApiSchema { Type: { } type } own) own.Type = type & ~JsonSchemaType.Null;
    }
}
