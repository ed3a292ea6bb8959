using System.Threading.RateLimiting;
using Conferencing.Server.Api;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.RateLimiting;

namespace Conferencing.Server.Hosting;

/// <summary>How often one address may try to sign in: guessing passwords is slow, a whole office behind one address still gets in.</summary>
internal static class RateLimits
{
    public const string SignIn = nameof(SignIn);

    public static void Configure(RateLimiterOptions options, WebOptions web)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (context, _) =>
        {
            context.HttpContext.RequestServices.GetRequiredService<Counters>().Count("signIn.tooMany");
            context.HttpContext.Response.Headers.RetryAfter = "60";
            await new Refusal(StatusCodes.Status429TooManyRequests, "tooManyAttempts").ExecuteAsync(context.HttpContext);
        };
        options.AddPolicy(SignIn, context => RateLimitPartition.GetSlidingWindowLimiter(
            context.Connection.RemoteIpAddress,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = web.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
    }
}
