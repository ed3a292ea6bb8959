using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Booking, approving, cancelling.</summary>
internal static class BriefingsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var briefings = routes.MapGroup("/api/briefings").WithTags("briefings");
        briefings.MapGet("", List);
        briefings.MapPost("", Book).RequireAuthorization(Policies.Book);
        briefings.MapPost("check", Check);
        briefings.MapGet("{id:guid}", Get);
        briefings.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Book);
        briefings.MapPost("{id:guid}/approve", Approve).RequireAuthorization(Policies.Approve);
        briefings.MapPost("{id:guid}/return", Return).RequireAuthorization(Policies.Approve);
        briefings.MapPost("{id:guid}/cancel", Cancel).RequireAuthorization(Policies.Book);
        briefings.MapGet("{id:guid}/attendance", Attendance);
    }

    private static async Task<Results<Ok<CalendarEntry[]>, Refusal>> List(DateTimeOffset? from, DateTimeOffset? to) => throw new NotImplementedException();
    private static async Task<Results<Created<BookedAnswer>, Refusal>> Book(BriefingRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<CheckAnswer>, Refusal>> Check(BriefingCheckRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Get(Guid id) => throw new NotImplementedException();
    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Change(Guid id, BriefingChangeRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Approve(Guid id) => throw new NotImplementedException();
    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Return(Guid id, ReturnRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<BriefingAnswer>, Refusal>> Cancel(Guid id, CancelRequest? request) => throw new NotImplementedException();
    private static async Task<Results<Ok<AttendanceAnswer[]>, FileContentHttpResult, Refusal>> Attendance(Guid id, string? format) => throw new NotImplementedException();
}
