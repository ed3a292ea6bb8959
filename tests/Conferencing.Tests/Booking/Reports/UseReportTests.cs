using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Reports;
using NodaTime;

namespace Conferencing.Tests.Booking.Reports;

/// <summary>Sessions in short words: "08:00-09:00 ABc" needs rooms A and B and could do without C; "A 07:55-08:30x" was in until its line failed.</summary>
public sealed class UseReportTests
{
    private static readonly Instant Evening = At.Time("20:00");

    [Theory]
    // Session; calls; it is; what became of it, when it really was, rooms expected, present, on time, calls that failed
    [InlineData("08:00-09:00 AB", "A 07:55-09:00; B 07:58-08:40", "20:00", "Held 07:55-09:00 2/2/2 0")]
    [InlineData("08:00-09:00 AB", "A 07:55-09:00; B 08:05-08:40", "20:00", "Held 07:55-09:00 2/2/1 0")] // B came late
    [InlineData("08:00-09:00 AB", "A 07:55-09:00; B 07:50-07:59", "20:00", "Held 07:50-09:00 2/2/1 0")] // B left before it began
    [InlineData("08:00-09:00 ABc", "A 07:55-09:00", "20:00", "Held 07:55-09:00 2/1/1 0")] // who could be missing is not expected
    [InlineData("08:00-09:00 AB", "A 07:55-09:00; B 07:55-08:10x; B 08:12-09:00", "20:00", "Held 07:55-09:00 2/2/2 1")]
    [InlineData("08:00-09:00 AB", "", "20:00", "NobodyCame none 2/0/0 0")]
    [InlineData("08:00-09:00 AB", "", "07:00", "Coming none 2/0/0 0")]
    [InlineData("08:00-09:00 AB", "A 07:55-08:30", "08:30", "Running 07:55-08:30 2/1/1 0")]
    [InlineData("08:00-09:00 AB defective", "", "20:00", "Defective none 2/0/0 0")]
    [InlineData("08:00-09:00 AB pending", "", "07:00", "Coming none 2/0/0 0")]
    [InlineData("08:00-09:00 AB pending", "", "08:00", "NotApproved none 2/0/0 0")]
    [InlineData("08:00-09:00 AB returned", "", "07:00", "Returned none 2/0/0 0")]
    [InlineData("08:00-09:00 AB cancelled", "A 07:55-08:20", "20:00", "Cancelled 07:55-08:20 2/1/1 0")]
    public void Session_PlannedAgainstHeld(string session, string calls, string now, string became)
    {
        var use = Assert.Single(UseReport.Of([Record(session, calls)], At.Time(now)).Sessions);
        Assert.Equal(became, $"{use.Fate} {At.Text(use.Actual)} {use.Expected}/{use.Present}/{use.OnTime} {use.Lost}");
    }

    [Theory]
    [InlineData("A", "2 sessions, 3 h, came to 2 of 2, 2 on time, in 2:00, 0 failed")]
    [InlineData("B", "2 sessions, 3 h, came to 1 of 2, 0 on time, in 0:40, 1 failed")]
    [InlineData("C", "1 sessions, 1 h, came to 0 of 0, 0 on time, in 0:30, 0 failed")] // optional there, in a cancelled one beside
    [InlineData("D", "1 sessions, 1 h, came to 0 of 0, 0 on time, in 0:00, 0 failed")] // nobody came at all: not its fault
    public void Room_OverAllSessions(string room, string told)
    {
        var report = UseReport.Of(
            [
                Record("08:00-09:00 ABc", "A 07:55-09:00; B 08:10-08:20x; B 08:15-08:50; C 08:30-09:00"), Record("10:00-12:00 AB", "A 09:55-10:50"),
                Record("13:00-14:00 D", ""), Record("15:00-16:00 C cancelled", ""),
            ],
            Evening);
        var use = report.Rooms.Single(one => one.RoomId == Id(room[0]));
        Assert.Equal(told,
            $"{use.Sessions} sessions, {use.Booked.TotalHours} h, came to {use.Present} of {use.Expected}, {use.OnTime} on time, in {use.InTime:-H:mm}, {use.Lost} failed");
    }

    [Fact]
    public void Total_HasEveryFate_AndCountsOnlyWhatWasHeldForAttendance()
    {
        var total = UseReport.Of([Record("08:00-09:00 AB", "A 07:55-09:00"), Record("10:00-12:00 AB", ""), Record("13:00-14:00 AB cancelled", ""), Record("+1 08:00-+1 09:00 A", "")], Evening).Total;
        Assert.Equal("Coming 1, Running 0, Held 1, NobodyCame 1, NotApproved 0, Defective 0, Returned 0, Cancelled 1", string.Join(", ", total.Fates.Select(fate => $"{fate.Key} {fate.Value}")));
        Assert.Equal((4.0, 65.0, 2, 1, 1), (total.PlannedTime.TotalHours, total.HeldTime.TotalMinutes, total.Expected, total.Present, total.OnTime));
    }

    [Fact]
    public void Lead_IsOfTheBriefing_NotOfEachOfItsSessions()
    {
        var series = Guid.NewGuid();
        var report = UseReport.Of(
            [
                Record("08:00-09:00 A", "") with { BriefingId = series, BookedAt = At.Time("-2 08:00") },
                Record("+1 08:00-+1 09:00 A", "") with { BriefingId = series, BookedAt = At.Time("-2 08:00") },
                Record("12:00-13:00 A", "") with { BookedAt = At.Time("11:00") },
                Record("14:00-15:00 A", "") with { BookedAt = At.Time("-5 14:00") },
            ],
            Evening);
        Assert.Equal((3, Duration.FromDays(2), 1), (report.Total.Briefings, report.Total.Lead, report.Total.ShortNotice));
    }

    [Fact]
    public void Units_AsHosts_ThoseWithoutOneTogether()
    {
        var unit = Guid.NewGuid();
        var report = UseReport.Of(
            [
                Record("08:00-09:00 AB", "A 08:00-09:00") with { HostUnitId = unit }, Record("10:00-12:00 AB cancelled", "") with { HostUnitId = unit }, Record("13:00-14:00 AB", ""),
            ],
            Evening);
        Assert.Equal([(null, 1, 0, 0, 0.0), (unit, 2, 1, 1, 1.0)], report.Units.Select(one => (one.UnitId, one.Sessions, one.Held, one.Cancelled, one.HeldTime.TotalHours)));
    }

    [Fact]
    public void Sites_HaveTheFaultsOfTheirRooms()
    {
        var (first, second) = (Id('X'), Id('Y'));
        var report = UseReport.Of(
            [Record("08:00-09:00 ABCd", "A 07:55-09:00; B 08:10-08:20x; B 08:15-08:50; D 08:00-08:30x"), Record("10:00-12:00 AC", "A 09:55-10:50x")], Evening);
        var sites = SiteUse.Of(report.Rooms, room => room == Id('A') || room == Id('B') ? first : room == Id('C') ? second : null);
        Assert.Equal(
            [(null, 1, 0, 0, 0, 1, 1), (first, 2, 3, 3, 0, 2, 2), (second, 1, 2, 0, 2, 0, 2)],
            sites.OrderBy(site => site.SiteId == null ? 0 : site.SiteId == first ? 1 : 2)
                .Select(site => (site.SiteId, site.Rooms, site.Expected, site.Present, site.Missed, site.Lost, site.Faults)));
    }

    [Fact]
    public void WorkingTime_LeavesOutWeekendsAndHolidays()
    {
        var holidays = new HolidayCalendar([new OfficialDay(new(2026, 11, 25), DayKind.Holiday, "Nghỉ", false), new OfficialDay(new(2026, 11, 28), DayKind.SwappedWork, "Làm bù", false)]);
        Assert.Equal(40, UseReport.WorkingTime(new(2026, 11, 23), new(2026, 11, 29), holidays).TotalHours);
        Assert.Equal(0, UseReport.WorkingTime(new(2026, 11, 29), new(2026, 11, 29), holidays).TotalHours);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_fed_the_parts_agree_with_the_whole(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            var records = Enumerable.Range(0, random.Next(1, 20)).Select(_ => RandomRecord(random)).ToList();
            var report = UseReport.Of(records, At.Time("12:00"));
            Assert.Equal(records.Count, report.Total.Fates.Values.Sum());
            Assert.Equal(report.Total.Expected, report.Rooms.Sum(room => room.Expected));
            Assert.Equal(report.Total.Present, report.Rooms.Sum(room => room.Present));
            Assert.Equal(report.Total.OnTime, report.Rooms.Sum(room => room.OnTime));
            Assert.Equal(records.Count, report.Units.Sum(unit => unit.Sessions));
            Assert.All(report.Rooms, room => Assert.True(0 <= room.OnTime && room.OnTime <= room.Present && room.Present <= room.Expected && room.Expected <= room.Sessions));
            Assert.All(report.Sessions.Where(one => one.Actual is not null), one =>
                Assert.All(one.Session.Presences, call => Assert.True(PresentTime.Of(one.Session.Presences.Select(other => other.Time)) <= one.Actual!.Value.Length)));
        }
    }

    private static SessionRecord RandomRecord(Random random)
    {
        int hour = random.Next(6, 16);
        string rooms = string.Concat("ABC".Where(_ => random.Next(2) == 0)) + (random.Next(2) == 0 ? "d" : "");
        string status = random.Next(6) switch { 0 => " cancelled", 1 => " pending", 2 => " defective", _ => "" };
        var calls = Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(-10, 50)).Select(from =>
            $"{"ABCD"[random.Next(4)]} {Clock(hour, from)}-{Clock(hour, from + random.Next(1, 40))}{(random.Next(4) == 0 ? "x" : "")}");
        return Record($"{hour:00}:00-{hour + 1:00}:00 {(rooms.Length == 0 ? "A" : rooms)}{status}", string.Join("; ", calls));

        static string Clock(int hour, int minutes) => $"{hour + Math.DivRem(minutes + 60, 60, out int rest) - 1:00}:{rest:00}";
    }

    private static SessionRecord Record(string session, string calls)
    {
        var (words, status) = (session.Split(' '), BookingStatus.Approved);
        var last = words[^1];
        if (Enum.TryParse<BookingStatus>(last, ignoreCase: true, out var said) && !char.IsUpper(last[0])) status = said;
        bool plain = status == BookingStatus.Approved && last != "defective";
        string rooms = plain ? last : words[^2];
        var slot = At.Slot(string.Join(' ', plain ? words[..^1] : words[..^2]));
        return new SessionRecord(Guid.NewGuid(), Guid.NewGuid(), slot, slot, At.Time("-7 08:00"), status, last == "defective", null)
        {
            Required = [.. rooms.Where(char.IsUpper).Select(Id)],
            Optional = [.. rooms.Where(char.IsLower).Select(letter => Id(char.ToUpperInvariant(letter)))],
            Presences = [.. calls.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(Call)],
        };
    }

    private static Presence Call(string text) => new(Id(text[0]), At.Slot(text[2..].TrimEnd('x')), text.EndsWith('x'));

    private static Guid Id(char letter) => new(letter, 0, 0, new byte[8]);
}
