using System.Globalization;
using System.Net;
using System.Text;
using Conferencing.Contract;
using Conferencing.Server.Bridge;
using Conferencing.Server.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Hosting;

/// <summary>For supervisors and monitoring: alive, ready, and figures in the Prometheus text format.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/readyz", Ready).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/metrics", Metrics).AllowAnonymous().ExcludeFromDescription();
    }

    /// <param name="Bridge">What the supervisor says of the node beside the server.</param>
    internal sealed record Readiness(bool Ready, BridgeState Bridge);

    /// <summary>Ready means that sessions can be held: the server answers and a bridge is there.</summary>
    private static JsonHttpResult<Readiness> Ready(BridgeSupervisor supervisor, NodeLine line) => TypedResults.Json(
        new Readiness(line.Node is not null, supervisor.State),
        statusCode: line.Node is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);

    /// <summary>For who is signed in, and for programs on this machine.</summary>
    private static IResult Metrics(HttpContext context, Counters counters, StatusBoard boards, NodeLine line)
    {
        var isLocal = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        if (!isLocal && context.User.Identity?.IsAuthenticated != true) return new Api.Refusal(StatusCodes.Status401Unauthorized, "signInNeeded");
        var text = new StringBuilder();
        Write(text, "conferencing_bridge_online", line.Node is null ? 0 : 1);
        foreach (var state in Enum.GetValues<LegState>())
            Write(text, $"conferencing_rooms{{state=\"{state}\"}}", boards.All().SelectMany(board => board.Participants).Count(tile => tile.State == state));
        foreach (var (name, count) in counters.Read()) Write(text, $"conferencing_refusals_total{{name=\"{name}\"}}", count);
        if (line.Health is { } health) Write(text, health);
        return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4");
    }

    private static void Write(StringBuilder text, NodeHealth health)
    {
        Write(text, "conferencing_bridge_collections_total", health.Collections);
        Write(text, "conferencing_bridge_collection_pause_ms_total", health.CollectionPauseMs);
        Write(text, "conferencing_bridge_worst_tick_late_ms", health.WorstTickLateMs);
        Write(text, "conferencing_bridge_working_set_bytes", health.WorkingSetBytes);
        if (health.Registration is { } registration)
        {
            Write(text, $"conferencing_bridge_registered{{registrar=\"{Plain(registration.Registrar)}\"}}", registration.Registered ? 1 : 0);
            Write(text, "conferencing_bridge_registrar_status", registration.Status);
        }
        foreach (var (name, count) in health.Refusals.OrderBy(one => one.Key, StringComparer.Ordinal))
            Write(text, $"conferencing_bridge_refusals_total{{name=\"{name}\"}}", count);
    }

    private static string Plain(string value) => value.Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);

    private static void Write(StringBuilder text, string name, double value) =>
        text.Append(name).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
