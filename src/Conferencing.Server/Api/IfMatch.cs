using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace Conferencing.Server.Api;

/// <summary>
/// Which state of a thing a change is based on (RFC 9110 13.1.1). A thing without a number for its versions is told by a tag over all that is
/// its own of its answer; lists give it with each. Without the header, or with <c>*</c>, the last change wins.
/// </summary>
internal sealed record IfMatch(string? Tag) : IEndpointParameterMetadataProvider
{
    public static IfMatch None { get; } = new((string?)null);

    /// <summary>For minimal API parameters. More than one tag is as good as one that never was.</summary>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context) => ValueTask.FromResult<IfMatch?>(new IfMatch(context.Request.Headers.IfMatch switch
    {
        [] or ["*"] => null,
        [{ } tag] => tag,
        _ => "",
    }));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(ConditionalRoute.Instance);

    /// <summary>As the version of what counts its own; null without one, and one that never was if it cannot be read.</summary>
    public int? Version => Tag is null ? null : int.TryParse(Tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    /// <summary>Null if the thing is still as it was read.</summary>
    public Refusal? WhyNot(string present) =>
        Tag is null || Tag == present ? null : new Refusal(StatusCodes.Status412PreconditionFailed, "changedMeanwhile");

    /// <summary>A strong entity tag over what an answer says (RFC 9110 8.8.3).</summary>
    public static string TagOf<T>(T answer) => $"\"{Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(answer)))[..32]}\"";

    public static string TagOf(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
