using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Extensions;

namespace Conferencing.Server.Api;

/// <summary>Public holidays and swapped working days: everyone reads them, administrators correct them. Booked sessions are not moved by it.</summary>
internal static class HolidaysApi
{
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var holidays = routes.MapGroup("/api/holidays").WithTags("holidays");
        holidays.MapGet("", List);
        holidays.MapPut("{date}", Enter).RequireAuthorization(Policies.Administer);
        holidays.MapDelete("{date}", Forget).RequireAuthorization(Policies.Administer);
    }

    private static async Task<Results<Ok<HolidayAnswer[]>, Refusal>> List(
        DateOnly? from, DateOnly? to, Db db, Holidays holidays, TimeProvider clock, CancellationToken cancel)
    {
        var first = from?.ToLocalDate() ?? clock.Now().InZone(Times.Zone).Date;
        var last = to?.ToLocalDate() ?? first.PlusYears(1);
        if (last < first) return Refusal.Invalid(new FieldMessage("to", "endBeforeStart"));
        var entered = await db.OfficialDays.AsNoTracking().Where(row => row.Date >= first && row.Date <= last).ToDictionaryAsync(row => row.Date, cancel);
        var days = (await holidays.Calendar(db, cancel)).Between(first, last)
            .Select(day => new HolidayAnswer(day.Date.ToDateOnly(), day.Kind, day.Name, day.Provisional, entered.ContainsKey(day.Date)));
        var plain = entered.Values.Where(row => row.Kind is null).Select(row => new HolidayAnswer(row.Date.ToDateOnly(), null, row.Name, false, true));
        return TypedResults.Ok<HolidayAnswer[]>([.. days.Concat(plain).OrderBy(day => day.Date)]);
    }

    private static async Task<Results<NoContent, Refusal>> Enter(
        DateOnly date, HolidayRequest request, Caller caller, WriteGate gate, TimeProvider clock, CancellationToken cancel)
    {
        var name = request.Name?.Trim();
        if (string.IsNullOrEmpty(name)) return Refusal.Invalid(new FieldMessage("name", "nameMissing"));
        if (name.Length > LongestName) return Refusal.Invalid(new FieldMessage("name", "tooLongText", LongestName));
        var day = date.ToLocalDate();
        await gate.Write(async db =>
        {
            var row = await db.OfficialDays.SingleOrDefaultAsync(one => one.Date == day, cancel);
            if (row is null) db.OfficialDays.Add(row = new OfficialDayRow { Date = day });
            (row.Kind, row.Name, row.ChangedBy, row.ChangedAt) = (request.Kind, name, caller.DisplayName, clock.Now());
            return await db.SaveChangesAsync(cancel);
        }, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Forget(DateOnly date, WriteGate gate, CancellationToken cancel)
    {
        var day = date.ToLocalDate();
        await gate.Write(async db =>
        {
            db.OfficialDays.RemoveRange(await db.OfficialDays.Where(one => one.Date == day).ToListAsync(cancel));
            return await db.SaveChangesAsync(cancel);
        }, cancel);
        return TypedResults.NoContent();
    }
}
