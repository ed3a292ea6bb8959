using System.Reflection;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Microsoft.AspNetCore.Http.Metadata;

namespace Conferencing.Server.Api;

/// <summary>A request that is not granted: a stable code, its HTTP status, and what is wrong with which field.</summary>
/// <param name="Code">A key of <see cref="MessageTable"/>.</param>
/// <param name="Args">What the message's places {0}, {1} … are filled with.</param>
internal sealed record Refusal(int Status, string Code, params object[] Args) : IResult, IEndpointMetadataProvider
{
    public IReadOnlyList<FieldMessage> Fields { get; init; } = [];
    public ClashAnswer[]? Clashes { get; init; }
    public SlotAnswer? NextFree { get; init; }
    public SlotAnswer[] FreeTimes { get; init; } = [];
    public DateAnswer[]? Dates { get; init; }
    public ShortageAnswer[] Shortages { get; init; } = [];
    public ReliefAnswer? Relief { get; init; }
    public IReadOnlyList<Booking.UnfitRoom> Unfit { get; init; } = [];

    public static Refusal NotFound(string code = "notFound") => new(StatusCodes.Status404NotFound, code);

    public static Refusal Invalid(params FieldMessage[] fields) => new(StatusCodes.Status400BadRequest, "invalid") { Fields = fields };

    public static Refusal Conflict(string code, params object[] args) => new(StatusCodes.Status409Conflict, code, args);

    public ApiProblem ToProblem(Language language) => new()
    {
        Type = $"urn:conferencing:problem:{Code}",
        Title = MessageTable.Text(language, $"status.{Status}"),
        Status = Status,
        Detail = MessageTable.Text(language, Code, Args),
        Code = Code,
        Errors = Fields.Count == 0 ? null : FieldMessage.ByField(Fields, language),
        Clashes = Clashes,
        NextFree = NextFree,
        FreeTimes = FreeTimes.Length == 0 ? null : FreeTimes,
        Dates = Dates,
        Shortages = Shortages.Length == 0 ? null : Shortages,
        Relief = Relief,
        UnfitRooms = Unfit.Count == 0 ? null : BookingWords.Unfit(Unfit, language),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.Headers.CacheControl = "no-store";
        await httpContext.Response.WriteAsJsonAsync(
            ToProblem(RequestLanguage.Of(httpContext)), options: null, contentType: "application/problem+json", httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var status in new[] { 400, 404, 409 })
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), ["application/problem+json"]));
    }
}

/// <summary>One thing wrong with one field of a request.</summary>
internal sealed record FieldMessage(string Field, string Code, params object[] Args)
{
    public static Dictionary<string, string[]> ByField(IEnumerable<FieldMessage> fields, Language language) =>
        fields.GroupBy(field => field.Field)
            .ToDictionary(group => group.Key, group => group.Select(one => MessageTable.Text(language, one.Code, one.Args)).Distinct().ToArray());
}
