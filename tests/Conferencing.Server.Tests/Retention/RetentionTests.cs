using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Retention;
using Conferencing.Server.Settings;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Retention;

/// <summary>When personal data goes: to the day, never earlier, once, and never what somebody still needs.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const int Days = 10;
    private static readonly DateTimeOffset Start = Bookings.Day(3);
    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.Open(
        2, "--Retention:BriefingDays", "10", "--Retention:InvitationDays", "10", "--Retention:AccountDays", "10", "--Mail:KeepDays", "10");

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private void SetClock(DateTimeOffset at) => _desk.Server.Clock.Move(at - _desk.Server.Clock.GetUtcNow());

    private async Task<int> Due(string rule) => Rule((await _desk.Admin.Get("/api/retention")).Expect(200), rule).GetProperty("due").GetInt32();

    private static System.Text.Json.JsonElement Rule(ApiAnswer answer, string rule) => answer["rules"].EnumerateArray().Single(one => one.GetProperty("id").GetString() == rule);

    private async Task<int> Run(string rule) => Rule((await _desk.Admin.Post("/api/retention/run")).Expect(200), rule).GetProperty("removed").GetInt32();

    private async Task<Guid> Book(ApiClient who, DateTimeOffset start) =>
        (await who.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _desk.Rooms).With("note", "Gọi anh Nam"))).Expect(201).Id;

    private Task<string?> NoteOf(Guid id) => _desk.Server.Read(db => db.Briefings.Where(row => row.Id == id).Select(row => row.Note).SingleAsync());

    private Task<int> Lines() => _desk.Server.Read(db => db.AuditRows.CountAsync(row => row.Kind == RetentionSweep.Kind && row.Act == AuditAct.Removed));

    private async Task Retire(Guid account, bool disabled = true) =>
        (await _desk.Admin.Put($"/api/accounts/{account}", new { displayName = "Thu Hà", roles = new[] { "clerk" }, disabled })).Expect(200);

    private async Task<Guid> NewAccount(string userName, string displayName) =>
        (await _desk.Admin.Post("/api/accounts", new { userName, displayName, roles = new[] { "clerk" }, password = RunningServer.Password })).Expect(201).Id;

    [Fact]
    public async Task A_briefing_keeps_its_names_through_the_last_of_its_days_and_not_into_the_next()
    {
        var old = await Book(_desk.Clerk, Start);
        var younger = await Book(_desk.Clerk, Start.AddDays(1));
        var last = new DateTimeOffset(Start.Year, Start.Month, Start.Day, 23, 50, 0, Start.Offset).AddDays(Days);
        SetClock(last);
        Assert.Equal((0, 0), (await Due("briefings"), await Run("briefings")));
        Assert.Equal("Gọi anh Nam", await NoteOf(old));
        SetClock(last.AddMinutes(11));
        Assert.Equal((1, 1), (await Due("briefings"), await Run("briefings")));
        Assert.Equal((null, "Gọi anh Nam"), (await NoteOf(old), await NoteOf(younger)));
        // Once more there is nothing to do, and nothing to say.
        var lines = await Lines();
        Assert.Equal((0, 0), (await Due("briefings"), await Run("briefings")));
        Assert.Equal(lines, await Lines());
    }

    [Fact]
    public async Task A_series_is_past_when_its_last_session_is_and_a_form_left_open_brings_nothing_back()
    {
        var monday = SeriesForms.Monday();
        var series = (await _desk.Approver.Post("/api/briefings", SeriesForms.Weekly(monday, _desk.Rooms, 3).With("note", "Gọi anh Nam"))).Expect(201);
        SetClock(monday.AddDays(14 + Days));
        Assert.Equal(0, await Due("briefings"));
        SetClock(monday.AddDays(15 + Days));
        Assert.Equal(1, await Run("briefings"));
        Assert.Null(await NoteOf(series.Id));
        Assert.Equal(2, (await _desk.Admin.Get($"/api/briefings/{series.Id}")).Expect(200)["version"].GetInt32());
    }

    [Fact]
    public async Task What_somebody_did_to_an_old_briefing_yesterday_is_as_young_as_yesterday()
    {
        var id = await Book(_desk.Clerk, Start);
        SetClock(Start.AddDays(30));
        var at = _desk.Server.Clock.GetUtcNow().AddDays(-1).ToInstant();
        await _desk.Server.Service<WriteGate>().Write(db =>
        {
            db.History.Add(new HistoryRow { BriefingId = id, At = at, Who = "Người nghe", Action = "recordingPlayed", Detail = "Mix" });
            return db.SaveChangesAsync();
        }, CancellationToken.None);
        Assert.Equal(1, await Run("briefings"));
        var history = (await _desk.Admin.Get($"/api/briefings/{id}")).Expect(200)["history"].EnumerateArray().Select(line => line.GetProperty("who").GetString()).ToList();
        Assert.Equal([GoneWords.Text, "Người nghe"], history);
        Assert.Equal(0, await Due("briefings"));
    }

    [Fact]
    public async Task An_account_retired_long_ago_is_nobodys_and_its_user_name_is_free()
    {
        var id = await NewAccount("ha", "Thu Hà");
        using var ha = await _desk.Server.SignedIn("ha");
        var briefing = await Book(ha, Start);
        await Retire(id);
        SetClock(Bookings.Day(Days));
        Assert.Equal(0, await Due("accounts"));
        SetClock(Bookings.Day(Days + 1));
        Assert.Equal((1, 1), (await Due("accounts"), await Run("accounts")));
        Assert.DoesNotContain((await _desk.Admin.Get("/api/accounts")).Expect(200).Body.EnumerateArray(), one => one.GetProperty("id").GetGuid() == id);
        (await _desk.Admin.Put($"/api/accounts/{id}", new { displayName = "Thu Hà", roles = new[] { "clerk" } })).Expect(404);
        (await ha.Get("/api/briefings/latest?title=Giao")).Expect(401);
        using var stranger = _desk.Server.Client();
        (await stranger.Post("/api/session", new { userName = "ha", password = RunningServer.Password })).Expect(401);
        Assert.Equal(GoneWords.Account, (await _desk.Admin.Get($"/api/briefings/{briefing}")).Expect(200)["bookedBy"].GetString());
        await NewAccount("ha", "Hà khác");
        (await stranger.Post("/api/session", new { userName = "ha", password = RunningServer.Password })).Expect(200);
        Assert.Contains(await _desk.Server.Read(db => db.AuditRows.Where(row => row.ThingId == id.ToString()).Select(row => row.Became).ToListAsync()), told => told?.Contains("erased", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task An_account_whose_briefings_are_still_to_come_waits_for_them_and_is_named()
    {
        var id = await NewAccount("ha", "Thu Hà");
        using var ha = await _desk.Server.SignedIn("ha");
        var briefing = await Book(ha, Start.AddDays(60));
        await Retire(id);
        SetClock(Start.AddDays(40));
        var asked = (await _desk.Admin.Get("/api/retention")).Expect(200);
        Assert.Equal(0, Rule(asked, "accounts").GetProperty("due").GetInt32());
        Assert.Equal([("Thu Hà", 1)], asked["heldAccounts"].EnumerateArray().Select(one => (one.GetProperty("displayName").GetString(), one.GetProperty("briefings").GetInt32())));
        Assert.Equal(0, await Run("accounts"));
        (await _desk.Admin.Post($"/api/briefings/{briefing}/cancel", new { })).Expect(200);
        Assert.Equal((1, 1), (await Due("accounts"), await Run("accounts")));
        Assert.Equal(0, (await _desk.Admin.Get("/api/retention")).Expect(200)["heldAccounts"].GetArrayLength());
    }

    [Fact]
    public async Task An_account_taken_back_begins_anew_and_a_namesake_keeps_his_lines()
    {
        var (first, other) = (await NewAccount("ha", "Thu Hà"), await NewAccount("ha2", "Thu Hà"));
        using var namesake = await _desk.Server.SignedIn("ha2");
        var briefing = await Book(namesake, Start.AddDays(30));
        await Retire(first);
        SetClock(Start);
        await Retire(first, disabled: false);
        await Retire(first);
        SetClock(Start.AddDays(Days));
        Assert.Equal(0, await Due("accounts"));
        SetClock(Start.AddDays(Days + 1));
        Assert.Equal(1, await Run("accounts"));
        Assert.Equal("Thu Hà", (await _desk.Admin.Get($"/api/briefings/{briefing}")).Expect(200)["history"][0].GetProperty("who").GetString());
        Assert.Equal("Thu Hà", await _desk.Server.Read(db => db.Users.Where(row => row.Id == other).Select(row => row.DisplayName).SingleAsync()));
    }

    [Fact]
    public async Task Mail_goes_although_nobody_sends_mail_any_more()
    {
        var id = await Book(_desk.Clerk, Start);
        var at = _desk.Server.Clock.GetUtcNow().ToInstant();
        await _desk.Server.Service<WriteGate>().Write(db =>
        {
            db.Letters.AddRange(Letter(id, MailState.Sent), Letter(id, MailState.Waiting));
            return db.SaveChangesAsync();
        }, CancellationToken.None);
        SetClock(Start.AddDays(Days - 4));
        Assert.Equal(0, await Due("mail"));
        SetClock(Start.AddDays(Days));
        Assert.Equal(2, await Run("mail"));
        Assert.Equal(0, await _desk.Server.Read(db => db.Outbox.CountAsync()));

        LetterRow Letter(Guid briefing, MailState state) => new()
        {
            Id = Guid.NewGuid(),
            BriefingId = briefing,
            At = at,
            UsefulUntil = Start.ToInstant(),
            Content = "{}",
            Pieces = [new OutboxRow { Id = Guid.NewGuid(), Address = "nam@khanhhoa.gov.vn", Name = "Anh Nam", State = state, DueAt = at }],
        };
    }

    [Fact]
    public async Task A_sweep_that_a_stop_broke_off_is_finished_after_the_restart()
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-sweep-").FullName;
        var clock = new ShiftedClock();
        var first = await RunningServer.Start(folder, clock);
        using var admin = await first.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(1);
        for (var day = 3; day < 8; day++) (await admin.Post("/api/briefings", Bookings.Form(Bookings.Day(day), Bookings.Day(day, 9), rooms).With("note", "Gọi anh Nam"))).Expect(201);
        clock.Move(TimeSpan.FromDays(800));
        // What a process leaves that ends between two steps: one of them committed.
        var rule = first.Service<RetentionSweep>().Rules.OfType<PastBriefings>().Single();
        var time = rule.At(clock.GetUtcNow().ToInstant());
        await first.Service<WriteGate>().Write(async db =>
        {
            await rule.Remove(db, time, [.. (await rule.Due(db, time, null, CancellationToken.None)).Take(2)], CancellationToken.None);
            return 0;
        }, CancellationToken.None);
        await first.Stop();
        await using (var second = await RunningServer.Start(folder, clock))
        {
            Assert.Equal(3, (await second.Service<RetentionSweep>().Run(CancellationToken.None)).Removed["briefings"]);
            Assert.Equal(0, await second.Read(db => db.Briefings.CountAsync(row => row.Note != null)));
            Assert.Equal(5, await second.Read(db => db.Briefings.CountAsync(row => row.Version == 2)));
        }
        await TestDatabases.Forget(folder);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_is_set_to_nought_is_kept_for_good()
    {
        await using var desk = await Desk.Open(1, "--Retention:BriefingDays", "0", "--Retention:AccountDays", "0", "--Retention:InvitationDays", "0", "--Mail:KeepDays", "0");
        (await desk.Clerk.Post("/api/briefings", Bookings.Form(Start, Start.AddHours(1), desk.Rooms).With("note", "Gọi anh Nam"))).Expect(201);
        desk.Server.Clock.Move(TimeSpan.FromDays(9000));
        Assert.All((await desk.Server.Service<RetentionSweep>().Run(CancellationToken.None)).Removed.Values, count => Assert.Equal(0, count));
        Assert.Equal(1, await desk.Server.Read(db => db.Briefings.CountAsync(row => row.Note == "Gọi anh Nam")));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(36501)]
    public void A_number_of_days_that_is_none_is_refused_at_the_start(int days) =>
        Assert.Contains("Retention:AccountDays", Assert.Throws<StartRefusedException>(() => new RetentionOptions { AccountDays = days }.Check()).Message, StringComparison.Ordinal);
}
