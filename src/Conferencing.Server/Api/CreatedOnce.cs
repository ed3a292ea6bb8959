using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Conferencing.Server.Api;

/// <summary>
/// Before a creation that its caller has named by an Idempotency-Key: asked for again within a day it is answered as it was the first time, and not done
/// again. The key is noted before the creation and its answer after it, so that after a crash or a fault in between the key answers 409 and nothing is there twice.
/// Not for what answers a secret: that is told once. A briefing notes its key in the transaction that books it (<see cref="BookingDesk"/>).
/// </summary>
internal static class CreatedOnce
{
    /// <typeparam name="TRequest">Says what is to be created; a handler that takes none refuses to be mapped.</typeparam>
    public static RouteHandlerBuilder Once<TRequest>(this RouteHandlerBuilder route)
        where TRequest : class => route.WithMetadata(OnceRoute.Instance).AddEndpointFilterFactory((handler, next) =>
        {
            var at = Array.FindIndex(handler.MethodInfo.GetParameters(), parameter => parameter.ParameterType == typeof(TRequest));
            if (at < 0) throw new InvalidOperationException($"{handler.MethodInfo} takes no {typeof(TRequest).Name} to tell one creation from another by.");
            return context => Check(context, context.GetArgument<TRequest>(at), next);
        });

    internal static async ValueTask<object?> Check(EndpointFilterInvocationContext context, object content, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (once, wrong) = OnceKey.Of(http.Request, content);
        if (wrong is not null) return Refusal.Invalid(wrong);
        if (once is null) return await next(context);
        var (caller, gate) = (Caller.Of(http), http.RequestServices.GetRequiredService<WriteGate>());
        if (await Note(once, caller, http, gate) is { } earlier) return Again(once, earlier, http);
        var result = await next(context);
        await Settle(once, caller, result, http, gate);
        return result;
    }

    /// <summary>The earlier creation by this key; without one the key is taken from now on.</summary>
    private static Task<OnceRow?> Note(OnceKey once, Caller caller, HttpContext http, WriteGate gate) => gate.Write(async db =>
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().Now();
        if (await once.Find(db, caller, now, http.RequestAborted) is { } earlier) return earlier;
        once.Keep(db, caller, null, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return null;
    }, http.RequestAborted);

    /// <summary>
    /// Only what was refused may be asked for again by the same key. A creation that broke off, as when its caller hung up, may have been stored before: its key
    /// stays without an answer.
    /// </summary>
    private static Task<int> Settle(OnceKey once, Caller caller, object? result, HttpContext http, WriteGate gate)
    {
        var told = result is INestedHttpResult nested ? nested.Result : result;
        var answer = told is Refusal ? null : AnswerOf(told, http);
        return gate.Write(db =>
        {
            var row = db.OnceKeys.Where(one => one.AccountId == caller.Id && one.Key == once.Key);
            return told is Refusal ? row.ExecuteDeleteAsync(CancellationToken.None) : row.ExecuteUpdateAsync(one => one.SetProperty(each => each.Answer, answer), CancellationToken.None);
        }, CancellationToken.None);
    }

    private static IResult Again(OnceKey once, OnceRow earlier, HttpContext http)
    {
        if (!once.IsSame(earlier)) return Refusal.Conflict("keyReused");
        if (earlier.Answer is not { } answer) return Refusal.Conflict("keyInUse");
        using var told = JsonDocument.Parse(answer);
        http.Response.Headers.Location = $"{http.Request.Path}/{told.RootElement.GetProperty("id").GetGuid()}";
        return TypedResults.Content(answer, "application/json; charset=utf-8", statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Null for what was not created.</summary>
    private static string? AnswerOf(object? result, HttpContext http)
    {
        if (result is not IStatusCodeHttpResult { StatusCode: StatusCodes.Status201Created } || result is not IValueHttpResult { Value: { } value }) return null;
        return JsonSerializer.Serialize(value, value.GetType(), http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
    }
}
