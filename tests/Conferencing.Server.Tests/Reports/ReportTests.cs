using System.Text;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Tests.Rig;
using MiniExcelLibs;

namespace Conferencing.Server.Tests.Reports;

/// <summary>The report of use through the API, from sessions that were booked and calls that were recorded.</summary>
public sealed class ReportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = Bookings.Day(3);
    private static readonly string Days = $"from={Start:yyyy-MM-dd}&to={Start.AddDays(1):yyyy-MM-dd}";
    private Desk _desk = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(3);
        var held = (await _desk.Approver.Post("/api/briefings", Bookings.Form(Start, Start.AddHours(1), _desk.Rooms, "=Giao ban"))).Expect(201);
        (await _desk.Clerk.Post("/api/briefings", Bookings.Form(Start.AddHours(3), Start.AddHours(4), _desk.Rooms, "Không ai duyệt"))).Expect(201);
        var off = (await _desk.Clerk.Post("/api/briefings", Bookings.Form(Start.AddHours(5), Start.AddHours(6), _desk.Rooms[..1], "Bỏ"))).Expect(201).Id;
        (await _desk.Clerk.Post($"/api/briefings/{off}/cancel", new { })).Expect(200);
        await _desk.Admin.Certify(new DateOnly(2099, 12, 31), _desk.Rooms);
        (await _desk.Approver.Post("/api/briefings", SecretForms.Secret(Start.AddDays(1), _desk.Rooms[..2]))).Expect(201);
        var session = held["occurrences"][0].GetProperty("id").GetGuid();
        await _desk.Server.Service<WriteGate>().Write(db =>
        {
            db.Legs.AddRange(Leg(session, 0, -5, 60, LegReason.SessionEnded), Leg(session, 1, -4, 20, LegReason.MediaLost), Leg(session, 1, 22, 60, LegReason.SessionEnded));
            return db.SaveChangesAsync();
        }, CancellationToken.None);
        _desk.Server.Clock.Move(Start.AddHours(7) - DateTimeOffset.UtcNow);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private LegRow Leg(Guid session, int room, int fromMinute, int toMinute, LegReason reason) => new()
    {
        LegId = Guid.NewGuid(),
        ConferenceId = session,
        RoomId = _desk.Rooms[room],
        CallId = "c",
        JoinedAt = Start.AddMinutes(fromMinute).ToInstant(),
        LeftAt = Start.AddMinutes(toMinute).ToInstant(),
        EndReason = reason,
        InstanceId = Guid.NewGuid(),
    };

    [Fact]
    public async Task Planned_and_held_rooms_and_hosts_are_counted_from_the_evidence()
    {
        var report = (await _desk.Clerk.Get($"/api/reports/use?{Days}")).Expect(200);
        var total = report["total"];
        var fates = total.GetProperty("sessions").EnumerateArray().ToDictionary(one => one.GetProperty("fate").GetString()!, one => one.GetProperty("count").GetInt32());
        Assert.Equal((1, 1, 1, 1, 0), (fates["held"], fates["notApproved"], fates["cancelled"], fates["coming"], fates["nobodyCame"]));
        Assert.Equal((3, 2, 2, 1), (total.GetProperty("expected").GetInt32(), total.GetProperty("present").GetInt32(), total.GetProperty("onTime").GetInt32(), total.GetProperty("lost").GetInt32()));
        var second = report["rooms"].EnumerateArray().Single(room => room.GetProperty("roomId").GetGuid() == _desk.Rooms[1]);
        Assert.Equal((2, 1, 1, 0, 1), (second.GetProperty("sessions").GetInt32(), second.GetProperty("expected").GetInt32(), second.GetProperty("present").GetInt32(), second.GetProperty("missed").GetInt32(), second.GetProperty("lost").GetInt32()));
        Assert.Equal(Math.Round(62 / 60.0, 2), second.GetProperty("hoursPresent").GetDouble());
        var sites = report["sites"].EnumerateArray().Where(site => site.GetProperty("rooms").GetInt32() > 0).ToList();
        Assert.Equal((1, 1, 2), (sites.Sum(site => site.GetProperty("missed").GetInt32()), sites.Sum(site => site.GetProperty("lost").GetInt32()), sites.Sum(site => site.GetProperty("faults").GetInt32())));
        var third = report["rooms"].EnumerateArray().Single(room => room.GetProperty("roomId").GetGuid() == _desk.Rooms[2]);
        Assert.Equal(1, third.GetProperty("missed").GetInt32());
    }

    [Fact]
    public async Task A_secret_session_counts_but_is_named_only_to_those_who_may_know()
    {
        string[] clerk = Titles(await _desk.Clerk.Get($"/api/reports/use?{Days}")), approver = Titles(await _desk.Approver.Get($"/api/reports/use?{Days}"));
        Assert.Contains("Bận", clerk);
        Assert.DoesNotContain("Bận", approver);
        Assert.Equal(clerk.Length, approver.Length);
        var sheet = Encoding.UTF8.GetString(await _desk.Clerk.Http.GetByteArrayAsync(new Uri($"/api/reports/use/sheet?format=csv&table=sessions&{Days}", UriKind.Relative)));
        Assert.DoesNotContain(approver.Except(clerk).Single(), sheet, StringComparison.Ordinal);

        static string[] Titles(ApiAnswer answer) => [.. answer.Expect(200)["sessions"].EnumerateArray().Select(one => one.GetProperty("title").GetString()!)];
    }

    [Fact]
    public async Task As_a_workbook_it_has_a_sheet_for_each_table_and_numbers_are_numbers()
    {
        var file = await _desk.Clerk.Http.GetByteArrayAsync(new Uri($"/api/reports/use/sheet?{Days}", UriKind.Relative));
        using var stream = new MemoryStream(file);
        Assert.Equal(["Tổng hợp", "Buổi họp", "Phòng họp", "Điểm cầu", "Đơn vị chủ trì"], stream.GetSheetNames());
        var rows = stream.Query(useHeaderRow: true, sheetName: "Buổi họp").Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(4, rows.Count);
        var held = rows.Single(row => (string)row["Phiên"] == "=Giao ban");
        Assert.Equal(("Đã họp", 2.0), (held["Kết quả"], Assert.IsType<double>(held["Có mặt"])));
    }

    [Fact]
    public async Task As_text_no_cell_is_a_command_to_the_spreadsheet()
    {
        var file = await _desk.Clerk.Http.GetByteArrayAsync(new Uri($"/api/reports/use/sheet?format=csv&table=sessions&{Days}", UriKind.Relative));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), file[..3]);
        var text = Encoding.UTF8.GetString(file[3..]);
        Assert.Contains("'=Giao ban", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("use?from=2026-11-23&to=2026-11-22")]
    [InlineData("use?from=2026-01-01&to=2027-01-02")]
    [InlineData("use/sheet?format=pdf")]
    [InlineData("use/sheet?format=csv&table=secrets")]
    [InlineData("use/sheet?from=2026-01-01&to=2027-01-02")]
    public async Task What_makes_no_sense_is_refused_with_a_reason(string path) => (await _desk.Clerk.Get($"/api/reports/{path}")).Expect(400);
}
