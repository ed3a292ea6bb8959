using System.Text.Json;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Hosting;

/// <summary>What cannot be read or done, as a problem with a name and a counter. Faults of our own are logged, and tell nothing.</summary>
internal sealed class ApiErrors(RequestDelegate next, Counters counters, ILogger<ApiErrors> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && TurnedAway(context) is { } refusal) await Answer(context, refusal);
        }
        catch (BadHttpRequestException fault)
        {
            await Answer(context, Explain(fault));
        }
        catch (Exception fault) when (Dialect.IsOverlap(OfDatabase(fault)))
        {
            await Answer(context, Refusal.Conflict("clash"));
        }
        catch (Exception fault) when (Dialect.IsUnstorable(OfDatabase(fault)))
        {
            await Answer(context, new Refusal(StatusCodes.Status400BadRequest, "malformedJson"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            counters.Count("callerHungUp");
        }
        catch (Exception fault) when (Dialect.IsAway(fault))
        {
            log.LogWarning("{Method} {Path} met no database: {Reason}", context.Request.Method, context.Request.Path, fault.GetBaseException().Message);
            await Answer(context, new Refusal(StatusCodes.Status503ServiceUnavailable, "databaseAway"));
        }
        catch (Exception fault)
        {
            log.LogError(fault, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await Answer(context, new Refusal(StatusCodes.Status500InternalServerError, "ownFault"));
        }
    }

    /// <summary>What the database said, without what Entity Framework put around it.</summary>
    private static Exception? OfDatabase(Exception fault) => fault is DbUpdateException ? fault.InnerException : fault;

    /// <summary>What the framework turned away by a bare status.</summary>
    private static Refusal? TurnedAway(HttpContext context) => !context.Request.Path.StartsWithSegments("/api") ? null : context.Response.StatusCode switch
    {
        // A parameter that may be left out and makes no sense; all else that cannot be bound is thrown.
        StatusCodes.Status400BadRequest => new Refusal(StatusCodes.Status400BadRequest, "badParameter"),
        StatusCodes.Status404NotFound => Refusal.NotFound("noSuchRoute"),
        StatusCodes.Status405MethodNotAllowed => new Refusal(StatusCodes.Status405MethodNotAllowed, "wrongMethod"),
        StatusCodes.Status413PayloadTooLarge => new Refusal(StatusCodes.Status413PayloadTooLarge, "bodyTooLarge"),
        StatusCodes.Status415UnsupportedMediaType => new Refusal(StatusCodes.Status415UnsupportedMediaType, "notJson"),
        _ => null,
    };

    /// <summary>The reason for a request that could not be bound, with the field it is about.</summary>
    public static Refusal Explain(BadHttpRequestException fault)
    {
        if (fault.StatusCode == StatusCodes.Status413PayloadTooLarge) return new Refusal(fault.StatusCode, "bodyTooLarge");
        if (fault.StatusCode == StatusCodes.Status415UnsupportedMediaType) return new Refusal(fault.StatusCode, "notJson");
        if (fault.InnerException is not JsonException json)
            return new Refusal(StatusCodes.Status400BadRequest, fault.Message.Contains("body", StringComparison.OrdinalIgnoreCase) ? "malformedJson" : "badParameter");
        var field = Field(json.Path);
        if (json.InnerException is JsonException || field is null) return new Refusal(StatusCodes.Status400BadRequest, "malformedJson");
        var code = json.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) ? "unknownMember" : "wrongType";
        return new Refusal(StatusCodes.Status400BadRequest, code, field) { Fields = [new FieldMessage(field, $"{code}.field")] };
    }

    /// <summary><c>$.roomIds[3]</c> is about <c>roomIds</c>; null if the whole body is meant.</summary>
    private static string? Field(string? path)
    {
        if (path is null || !path.StartsWith("$.", StringComparison.Ordinal)) return null;
        var field = path[2..].Split('.', '[')[0];
        return field.Length == 0 ? null : field;
    }

    private async Task Answer(HttpContext context, Refusal refusal)
    {
        counters.Count($"http.{refusal.Code}");
        if (context.Response.HasStarted) return;
        context.Response.Clear();
        SecurityHeaders.Set(context.Response);
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "5";
        await refusal.ExecuteAsync(context);
    }
}
