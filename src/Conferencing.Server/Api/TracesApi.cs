using System.Globalization;
using System.Text;
using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Traces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>SIP traces: a technician switches one on for a room, reads it while it runs, and takes it away as text.</summary>
internal static partial class TracesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var rooms = routes.MapGroup("/api/conferences/{id:guid}/participants/{roomId:guid}/trace").WithTags("traces").RequireAuthorization(Policies.Operate).Scoped();
        rooms.MapGet("", Latest);
        rooms.MapPost("", Start);
        var traces = routes.MapGroup("/api/traces/{traceId:guid}").WithTags("traces").RequireAuthorization(Policies.Operate);
        traces.MapGet("", Get);
        traces.MapPost("stop", Stop);
        traces.MapGet("text", Text);
    }

    private static Results<Ok<TraceAnswer>, Refusal> Latest(Guid id, Guid roomId, TraceBook traces) =>
        traces.Latest(id, roomId) is { } trace ? TypedResults.Ok(Answer(trace)) : Refusal.NotFound("noTrace");

    private static async Task<Results<Ok<TraceAnswer>, Refusal>> Start(
        Guid id, Guid roomId, TraceRequest? request, Caller caller, StatusBoard boards, TraceBook traces, NodeLine line, ILogger<TraceBook> log)
    {
        var minutes = (request ?? new TraceRequest()).Minutes;
        if (minutes is < 1 or > 60) return Refusal.Invalid(new FieldMessage("minutes", "traceMinutes"));
        if (boards.Find(id) is not { } board) return Refusal.NotFound();
        var room = board.Participants.FirstOrDefault(tile => tile.RoomId == roomId);
        var planned = board.Plan.Participants.FirstOrDefault(part => part.RoomId == roomId);
        if (room is null || planned is null) return Refusal.NotFound("roomNotIn");
        if (line.Node is null) return Refusal.Conflict("bridgeAway");
        var (trace, isNew) = traces.Start(id, room, planned.Addresses, TimeSpan.FromMinutes(minutes), caller.DisplayName);
        if (isNew) LogStarted(log, caller.UserName, room.Name, id, minutes, trace.Order.TraceId);
        await line.Send(node => node.StartTrace(trace.Order));
        return TypedResults.Ok(Answer(trace));
    }

    /// <param name="after">How many messages the caller has already; 0 for all.</param>
    private static Results<Ok<TraceAnswer>, Refusal> Get(Guid traceId, TraceBook traces, long after = 0) =>
        traces.Find(traceId) is { } trace ? TypedResults.Ok(Answer(trace, after)) : Refusal.NotFound("noTrace");

    private static async Task<Results<Ok<TraceAnswer>, Refusal>> Stop(Guid traceId, Caller caller, TraceBook traces, NodeLine line, ILogger<TraceBook> log)
    {
        if (traces.Find(traceId) is null) return Refusal.NotFound("noTrace");
        await line.Send(node => node.StopTrace(traceId));
        traces.End(traceId, TraceEnd.Stopped);
        LogStopped(log, caller.UserName, traceId);
        return TypedResults.Ok(Answer(traces.Find(traceId)!));
    }

    private static Results<FileContentHttpResult, Refusal> Text(Guid traceId, Caller caller, TraceBook traces, ILogger<TraceBook> log)
    {
        if (traces.Find(traceId) is not { } trace) return Refusal.NotFound("noTrace");
        LogTaken(log, caller.UserName, traceId);
        return TypedResults.File(Encoding.UTF8.GetBytes(TraceText.Write(trace)), "text/plain; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"sip-{trace.StartedAt:yyyyMMdd-HHmmss}.txt"));
    }

    private static TraceAnswer Answer(Trace trace, long after = 0) => new(
        trace.Order.TraceId, trace.ConferenceId, trace.RoomId, trace.RoomName, trace.StartedBy, trace.StartedAt, trace.EndsAt, trace.End,
        Math.Max(0, trace.Seen - trace.Messages.Count), [.. trace.Messages.Skip((int)Math.Clamp(after, 0, int.MaxValue))]);

    [LoggerMessage(LogLevel.Information, "Audit: {User} switched the SIP trace of room {Room} in conference {Conference} on for {Minutes} min: {Trace}")]
    private static partial void LogStarted(ILogger log, string user, string room, Guid conference, int minutes, Guid trace);

    [LoggerMessage(LogLevel.Information, "Audit: {User} switched the SIP trace {Trace} off")]
    private static partial void LogStopped(ILogger log, string user, Guid trace);

    [LoggerMessage(LogLevel.Information, "Audit: {User} took the SIP trace {Trace} away as text")]
    private static partial void LogTaken(ILogger log, string user, Guid trace);
}
