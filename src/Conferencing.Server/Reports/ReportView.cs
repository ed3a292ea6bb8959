using Conferencing.Booking.Reports;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using NodaTime;

namespace Conferencing.Server.Reports;

/// <summary>A report as one reader may see it. Secret sessions count, without their names.</summary>
internal static class ReportView
{
    public static ReportAnswer Of(Report report, Caller caller) => new(
        report.First.ToDateOnly(), report.Last.ToDateOnly(), Total(report.Use.Total),
        [.. report.Use.Sessions.Select(one => Session(one, report, caller))],
        [.. report.Use.Rooms.Select(one => Room(one, report, caller)).OrderBy(room => room.Unit, StringComparer.Ordinal).ThenBy(room => room.Name, StringComparer.Ordinal)],
        Sites(report),
        [.. report.Use.Units.Select(one => Unit(one, report, caller)).OrderByDescending(unit => unit.Sessions).ThenBy(unit => unit.Name, StringComparer.Ordinal)]);

    private static ReportTotal Total(TotalUse total) => new(
        [.. total.Fates.Select(fate => new ReportOutcome(fate.Key, fate.Value))], Hours(total.PlannedTime), Hours(total.HeldTime), total.Expected, total.Present, total.OnTime, total.Lost,
        total.Briefings, Days(total.Lead), total.ShortNotice);

    private static ReportSession Session(SessionUse one, Report report, Caller caller)
    {
        var (session, title) = (one.Session, report.Titles[one.Session.Id]);
        var maySee = Discretion.MaySee(caller, title.Secrecy, title.BookedById);
        return new ReportSession(
            session.Id, maySee ? session.BriefingId : null, maySee ? title.Title : Discretion.Busy(caller), maySee ? Host(session.HostUnitId, report, caller) : null,
            session.Planned.Start.ToLocal(), session.Planned.End.ToLocal(), one.Fate, one.Actual?.Start.ToLocal(), one.Actual?.End.ToLocal(), one.Expected, one.Present, one.OnTime, one.Lost);
    }

    private static ReportRoom Room(RoomUse one, Report report, Caller caller)
    {
        var names = report.Names.Rooms.GetValueOrDefault(one.RoomId) ?? new RoomNames(one.RoomId, "", null, null, null);
        double? use = report.WorkingTime > Duration.Zero ? Math.Round(100 * (one.Booked / report.WorkingTime), 1) : null;
        return new ReportRoom(
            one.RoomId, names.Name, names.Site, Text(names.Unit, caller), one.Sessions, Hours(one.Booked), use, one.Expected, one.Present, one.OnTime, one.Missed, Hours(one.InTime), one.Lost);
    }

    private static ReportSite[] Sites(Report report)
    {
        var names = report.Names.Rooms.Values.ToLookup(room => room.SiteId, room => room.Site);
        return [.. SiteUse.Of(report.Use.Rooms, room => report.Names.Rooms.GetValueOrDefault(room)?.SiteId)
            .Select(one => new ReportSite(one.SiteId, names[one.SiteId].FirstOrDefault(), one.Rooms, one.Expected, one.Present, one.Missed, one.Lost, one.Faults))
            .OrderByDescending(site => site.Faults).ThenBy(site => site.Name, StringComparer.Ordinal)];
    }

    private static ReportUnit Unit(UnitUse one, Report report, Caller caller) => new(
        one.UnitId, Host(one.UnitId, report, caller), one.Sessions, one.Held, one.Cancelled, Hours(one.HeldTime), Days(one.Lead));

    private static string? Host(Guid? unit, Report report, Caller caller) => unit is { } id ? Text(report.Names.Units.GetValueOrDefault(id), caller) : null;

    /// <summary>As it was called then, and what has become of it since.</summary>
    private static string? Text(UnitName? unit, Caller caller) =>
        unit is not { Now.IsEmpty: false } ? unit?.Name : MessageTable.Text(caller.Language, "report.unitNow", unit.Name, string.Join(", ", unit.Now));

    private static double Hours(Duration time) => Math.Round(time.TotalHours, 2);

    private static double? Days(Duration? time) => time is { } known ? Math.Round(known.TotalDays, 1) : null;
}
