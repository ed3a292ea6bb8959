using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Jobs;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Somebody who is in charge of two sessions at a time, as the form, the booking and those who approve are told; it refuses nothing.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SeriesForms.Monday();

    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.Open(6);

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private static object People(string? chair, string? secretary = null) => new { chairPerson = chair, secretary };

    private static Dictionary<string, object?> Form(DateTimeOffset start, Guid[] rooms, string title, string? chair, string? secretary = null) =>
        Bookings.Form(start, start.AddHours(1), rooms, title).With("dossier", People(chair, secretary));

    private Guid[] Rooms(params int[] numbers) => [.. numbers.Select(number => _desk.Rooms[number - 1])];

    /// <summary>"Ông A chair 09:00 / Phiên một secretary 09:30".</summary>
    private static string[] Told(JsonElement people) =>
    [
        .. people.EnumerateArray().Select(one => string.Join(' ',
            one.GetProperty("person").GetString(), one.GetProperty("duty").GetString(), Day(one, "sessionStart"), "/",
            one.GetProperty("title").GetString(), one.GetProperty("otherDuty").GetString() ?? "?", Day(one, "start"))),
    ];

    private static string Day(JsonElement one, string name) => one.GetProperty(name).GetDateTimeOffset().ToString("dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.ToString("dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string[]> Checked(Dictionary<string, object?> form, ApiClient? by = null) => Told((await (by ?? _desk.Clerk).Post("/api/briefings/check", form)).Expect(200)["people"]);

    [Fact]
    public async Task The_check_the_booking_and_the_page_tell_of_it_and_nothing_is_refused()
    {
        var first = (await _desk.Clerk.Post("/api/briefings", Form(Start.AddMinutes(30), Rooms(1, 2), "Phiên một", "Nguyễn Văn Hoà", "Đ/c Lê Thị B, Chánh Văn phòng"))).Expect(201);
        Assert.Equal(0, first["people"].GetArrayLength());
        var wish = Form(Start, Rooms(3, 4), "Phiên hai", "Ông NGUYỄN VĂN HÒA", "Lê Thị Bé").With("setUpMinutes", 60);
        string[] told = [$"Ông NGUYỄN VĂN HÒA chair {Day(Start)} / Phiên một chair {Day(Start.AddMinutes(30))}"];
        Assert.Equal(told, await Checked(wish));
        var second = (await _desk.Clerk.Post("/api/briefings", wish)).Expect(201);
        Assert.Equal(told, Told(second["people"]));
        Assert.Equal(first.Id, second["people"][0].GetProperty("briefingId").GetGuid());
        Assert.Equal(first.Session(0), second["people"][0].GetProperty("occurrenceId").GetGuid());
        Assert.Equal(told, Told((await _desk.Clerk.Get($"/api/briefings/{second.Id}")).Expect(200)["people"]));
        Assert.Equal([$"Nguyễn Văn Hoà chair {Day(Start.AddMinutes(30))} / Phiên hai chair {Day(Start)}"], Told((await _desk.Clerk.Get($"/api/briefings/{first.Id}")).Expect(200)["people"]));
        // Set-up time needs rooms, not people: who is wanted until the session begins is free.
        Assert.Empty(await Checked(Form(Start.AddHours(-1), Rooms(5), "Trước đó", "Nguyễn Văn Hòa")));
        Assert.Empty(await Checked(Form(Start, Rooms(5), "Người khác", "Nguyễn Văn Hóa")));
    }

    [Fact]
    public async Task It_follows_every_change_of_the_people_the_time_and_the_status()
    {
        var id = (await _desk.Approver.Post("/api/briefings", Form(Start, Rooms(1), "Phiên một", "Ông A", "Bà B"))).Expect(201).Id;
        var wish = Form(Start, Rooms(2), "Phiên hai", "b");
        Assert.Single(await Checked(wish));
        (await _desk.Approver.Put($"/api/briefings/{id}", Form(Start, Rooms(1), "Phiên một", "Ông A", "Bà C").With("version", 1))).Expect(200);
        Assert.Empty(await Checked(wish));
        // Without a word of its people they stay, at the new time.
        var moved = Bookings.Form(Start.AddHours(3), Start.AddHours(4), Rooms(1), "Phiên một").With("version", 2);
        (await _desk.Approver.Put($"/api/briefings/{id}", moved)).Expect(200);
        Assert.Single(await Checked(Form(Start.AddHours(3), Rooms(2), "Phiên hai", "c")));
        Assert.Empty(await Checked(Form(Start, Rooms(2), "Phiên hai", "c")));
        // It does not meet itself while it is edited.
        Assert.Empty(await Checked(Form(Start.AddHours(3), Rooms(1), "Phiên một", "Ông A").With("briefingId", id)));
        (await _desk.Approver.Post($"/api/briefings/{id}/cancel", new { })).Expect(200);
        Assert.Empty(await Checked(Form(Start.AddHours(3), Rooms(2), "Phiên hai", "c")));
    }

    [Fact]
    public async Task Every_day_of_a_series_has_its_own_and_a_session_may_have_people_of_its_own()
    {
        var series = (await _desk.Approver.Post("/api/briefings", SeriesForms.Weekly(Start, Rooms(1), 4).With("dossier", People("Ông A")))).Expect(201);
        var wish = SeriesForms.Weekly(Start, Rooms(2), 4, "Chuỗi hai").With("dossier", People("C", "a"));
        Assert.Equal("1 1 1 1", await Days(wish));
        Assert.Equal(4, (await Checked(wish)).Length);
        var own = Bookings.Form(Start.AddDays(7), Start.AddDays(7).AddHours(1), Rooms(1), "Giao ban tuần").With("dossier", People("Ông D")).With("version", 1).With("scope", "this").With("occurrenceId", series.Session(1));
        (await _desk.Approver.Put($"/api/briefings/{series.Id}", own)).Expect(200);
        Assert.Equal("1 0 1 1", await Days(wish));
        Assert.Single(await Checked(Form(Start.AddDays(7), Rooms(3), "Phiên ba", "d")));
        // From the third session on another chair: the series becomes two, each found by its own.
        var following = SeriesForms.Weekly(Start.AddDays(14), Rooms(1), 2).With("dossier", People("Bà E")).With("version", 2).With("scope", "following").With("occurrenceId", series.Session(2));
        (await _desk.Approver.Put($"/api/briefings/{series.Id}", following)).Expect(200);
        Assert.Equal("1 0 0 0", await Days(wish));
        Assert.Equal("0 0 1 1", await Days(SeriesForms.Weekly(Start, Rooms(2), 4, "Chuỗi ba").With("dossier", People("e"))));
        // Another chair for all of what is left; the session with people of its own keeps them.
        var all = SeriesForms.Weekly(Start, Rooms(1), 2).With("dossier", People("Ông F")).With("version", 3);
        (await _desk.Approver.Put($"/api/briefings/{series.Id}", all)).Expect(200);
        Assert.Equal("1 1 0 0", await Days(SeriesForms.Weekly(Start, Rooms(2), 4, "Chuỗi bốn").With("dossier", People("f", "d"))));
    }

    private async Task<string> Days(Dictionary<string, object?> form) =>
        string.Join(' ', (await _desk.Clerk.Post("/api/briefings/check", form)).Expect(200)["dates"].EnumerateArray().Select(date => date.GetProperty("people").GetArrayLength()));

    [Fact]
    public async Task Who_approves_reads_it_beside_the_request()
    {
        var one = (await _desk.Clerk.Post("/api/briefings", Form(Start, Rooms(1, 2), "Đề nghị một", "Ông A"))).Expect(201).Id;
        var two = (await _desk.Clerk.Post("/api/briefings", Form(Start, Rooms(2, 3), "Đề nghị hai", "a").With("competes", true))).Expect(201).Id;
        var waiting = (await _desk.Approver.Get("/api/approvals")).Expect(200)["waiting"].EnumerateArray().ToDictionary(request => request.GetProperty("briefingId").GetGuid(), request => Told(request.GetProperty("people")));
        Assert.Equal([$"Ông A chair {Day(Start)} / Đề nghị hai chair {Day(Start)}"], waiting[one]);
        Assert.Equal([$"a chair {Day(Start)} / Đề nghị một chair {Day(Start)}"], waiting[two]);
        (await _desk.Approver.Post($"/api/briefings/{one}/return", new { reason = "Đổi chủ trì" })).Expect(200);
        Assert.Empty(await Checked(Form(Start, Rooms(4), "Phiên ba", "A").With("briefingId", two)));
    }

    [Fact]
    public async Task Of_a_secret_session_only_that_he_is_busy_is_told()
    {
        await _desk.Admin.Certify(DateOnly.FromDateTime(DateTime.UtcNow.AddYears(1)), Rooms(1));
        var secret = SecretForms.Secret(Start, Rooms(1)).With("dossier", People("Nguyễn Văn A"));
        (await _desk.Approver.Post("/api/briefings", secret)).Expect(201);
        var wish = Form(Start, Rooms(2), "Phiên hai", "nguyễn văn a");
        var check = (await _desk.Clerk.Post("/api/briefings/check", wish)).Expect(200);
        Assert.Equal([$"nguyễn văn a chair {Day(Start)} / Bận ? {Day(Start)}"], Told(check["people"]));
        Assert.DoesNotContain(SecretForms.Word, check.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(SecretForms.Word, (await Checked(wish, _desk.Approver))[0], StringComparison.Ordinal);
        var booked = (await _desk.Clerk.Post("/api/briefings", wish)).Expect(201);
        foreach (var answer in new[] { booked, (await _desk.Clerk.Get($"/api/briefings/{booked.Id}")).Expect(200) })
            Assert.DoesNotContain(SecretForms.Word, answer.Body.GetRawText(), StringComparison.Ordinal);
        var other = SeriesForms.Weekly(Start, Rooms(3), 2).With("dossier", People("Nguyễn Văn A"));
        Assert.DoesNotContain(SecretForms.Word, (await _desk.Clerk.Post("/api/briefings/check", other)).Expect(200).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_index_is_filled_from_the_dossiers_where_it_is_new_and_forgets_what_is_past()
    {
        var series = (await _desk.Approver.Post("/api/briefings", SeriesForms.Weekly(Start, Rooms(1), 3).With("dossier", People("Ông A", "Bà B")))).Expect(201);
        (await _desk.Approver.Post("/api/briefings", Form(Start, Rooms(2), "Không ai", null))).Expect(201);
        var (before, gate, sql) = (await Rows(), _desk.Server.Service<WriteGate>(), _desk.Server.Service<PlainSql>());
        Assert.Equal(6, before.Length);
        await PeopleInCharge.BringUpToDate(sql, gate, _desk.Server.Clock.Now(), CancellationToken.None);
        Assert.Equal(before, await Rows());
        await gate.WritePlain(connection => PlainSql.Execute(connection, "UPDATE Facts SET Value = '0' WHERE Name = 'peopleInCharge.filled'", CancellationToken.None), CancellationToken.None);
        await gate.WritePlain(connection => PlainSql.Execute(connection, "DELETE FROM PeopleInCharge", CancellationToken.None), CancellationToken.None);
        await PeopleInCharge.BringUpToDate(sql, gate, _desk.Server.Clock.Now(), CancellationToken.None);
        Assert.Equal(before, await Rows());
        await _desk.Server.Service<ForgetPeopleJob>().Run(CancellationToken.None);
        Assert.Equal(before, await Rows());
        _desk.Server.Clock.Move(Start.AddDays(10) - _desk.Server.Clock.GetUtcNow());
        await _desk.Server.Service<ForgetPeopleJob>().Run(CancellationToken.None);
        Assert.Equal(before.Where(row => row.StartsWith(Day(Start.AddDays(14)), StringComparison.Ordinal)), await Rows());
        Assert.NotEqual(Guid.Empty, series.Id);
    }

    private async Task<string[]> Rows()
    {
        await using var db = await _desk.Server.Service<IDbContextFactory<Db>>().CreateDbContextAsync();
        var rows = await db.PeopleInCharge.AsNoTracking().ToListAsync();
        return [.. rows.Select(row => $"{Day(row.Start.ToLocal())} {row.Person} {row.Duty} {row.OccurrenceId}").Order(StringComparer.Ordinal)];
    }
}
