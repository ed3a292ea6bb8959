using System.Threading.RateLimiting;
using Conferencing.Server.Api;
using Conferencing.Server.OpenId;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.RateLimiting;

namespace Conferencing.Server.Hosting;

/// <summary>How often one address may try to sign in, and read calendars: guessing is slow, a whole office behind one address still gets in.</summary>
internal static class RateLimits
{
    public const string SignIn = nameof(SignIn);

    /// <summary>Calendars are asked without sign-in: an office of two hundred programs behind one address still reads them, guessing does not pay.</summary>
    public const string Feeds = nameof(Feeds);

    public static void Configure(RateLimiterOptions options, WebOptions web)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (context, _) =>
        {
            var isFeed = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == Feeds;
            context.HttpContext.RequestServices.GetRequiredService<Counters>().Count(isFeed ? "feeds.tooMany" : "signIn.tooMany");
            context.HttpContext.Response.Headers.RetryAfter = "60";
            if (context.HttpContext.Request.Path.StartsWithSegments(OpenIdPages.Root))
            {
                OpenIdPages.Refuse(context.HttpContext, OpenIdRefusal.TooMany);
                return;
            }
            await new Refusal(StatusCodes.Status429TooManyRequests, "tooManyAttempts").ExecuteAsync(context.HttpContext);
        };
        options.AddPolicy(SignIn, context => RateLimitPartition.GetSlidingWindowLimiter(
            context.Connection.RemoteIpAddress,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = web.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
        options.AddPolicy(Feeds, context => RateLimitPartition.GetSlidingWindowLimiter(
            context.Connection.RemoteIpAddress,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = web.FeedReadsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
    }
}
