using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>The office, then technicians: a server that asks both.</summary>
public sealed class TwoStepTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private ApiClient _technician = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(5, "--Approval:Technical", "true");
        _technician = await _desk.Server.SignedIn("technician", Role.Technician);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private Dictionary<string, object?> Form(int day, int hour = 8, string title = "Giao ban") => Bookings.Form(Bookings.Day(day, hour), Bookings.Day(day, hour + 1), _desk.Rooms[..2], title);

    private async Task<Guid> Booked(Dictionary<string, object?> form) => (await _desk.Clerk.Post("/api/briefings", form)).Expect(201).Id;

    private static string Steps(ApiAnswer briefing) => string.Join(' ', briefing["approval"].GetProperty("steps").EnumerateArray()
        .Select(step => $"{step.GetProperty("step").GetString()}:{step.GetProperty("state").GetString()}"));

    private static string History(ApiAnswer briefing) => string.Join(' ', briefing["history"].EnumerateArray().Select(line => line.GetProperty("action").GetString()));

    [Fact]
    public async Task The_office_then_technicians_and_the_dossier_names_both()
    {
        var id = await Booked(Form(3));
        Assert.Equal("officeFirst", (await _technician.Post($"/api/briefings/{id}/approve")).Expect(409).Problem);
        var once = (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(200);
        Assert.Equal(("pending", "office:given technical:waiting"), (once["status"].GetString(), Steps(once)));
        Assert.Equal("officeGave", (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(409).Problem);
        Assert.Equal("technical", (await _technician.Get($"/api/briefings/{id}")).Expect(200)["may"].GetProperty("gives")[0].GetString());
        var twice = (await _technician.Post($"/api/briefings/{id}/approve")).Expect(200);
        Assert.Equal(("approved", "office:given technical:given"), (twice["status"].GetString(), Steps(twice)));
        Assert.Equal(["Người approver", "Người technician"], twice["approval"].GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("by").GetString()));
        Assert.Equal("booked approvedOffice approvedTechnical", History(twice));
    }

    [Fact]
    public async Task Who_holds_both_rights_gives_both_at_once_and_who_holds_one_gives_that_by_booking()
    {
        Assert.Equal("approved", (await _desk.Admin.Post("/api/briefings", Form(4))).Expect(201)["status"].GetString());
        var half = (await _desk.Approver.Post("/api/briefings", Form(4, 10))).Expect(201);
        Assert.Equal("pending", half["status"].GetString());
        Assert.Equal("office:given technical:waiting", Steps((await _desk.Clerk.Get($"/api/briefings/{half.Id}")).Expect(200)));
        var whole = (await _desk.Admin.Post($"/api/briefings/{await Booked(Form(4, 13))}/approve")).Expect(200);
        Assert.Equal(("approved", "booked approved"), (whole["status"].GetString(), History(whole)));
    }

    [Theory]
    [InlineData("title", "approved", "office:given technical:given")]
    [InlineData("recording", "pending", "office:given technical:waiting")]
    [InlineData("setUpMinutes", "pending", "office:given technical:waiting")]
    [InlineData("help", "pending", "office:given technical:waiting")]
    [InlineData("time", "pending", "office:waiting technical:later")]
    [InlineData("rooms", "pending", "office:waiting technical:later")]
    public async Task What_a_change_touches_says_who_is_asked_again(string what, string status, string steps)
    {
        var form = Form(5);
        var id = await Booked(form);
        form["version"] = (await _desk.Admin.Post($"/api/briefings/{id}/approve")).Expect(200)["version"].GetInt32();
        if (what == "title") form["title"] = "Tên khác";
        if (what == "recording") form["recording"] = "mix";
        if (what == "setUpMinutes") form["setUpMinutes"] = 15;
        if (what == "help") form["dossier"] = new { helpWanted = true };
        if (what == "time") form["end"] = Bookings.Text(Bookings.Day(5, 9, 30));
        if (what == "rooms") form["roomIds"] = _desk.Rooms[..3];
        var changed = (await _desk.Clerk.Put($"/api/briefings/{id}", form)).Expect(200);
        Assert.Equal((status, steps), (changed["status"].GetString(), Steps(changed)));
    }

    [Fact]
    public async Task Technicians_send_back_in_their_turn_and_it_begins_anew()
    {
        var form = Form(6);
        var id = await Booked(form);
        Assert.Equal("officeFirst", (await _technician.Post($"/api/briefings/{id}/return", new { reason = "Đường truyền hỏng" })).Expect(409).Problem);
        (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(200);
        var returned = (await _technician.Post($"/api/briefings/{id}/return", new { reason = "Đường truyền hỏng" })).Expect(200);
        Assert.Equal(("returned", ""), (returned["status"].GetString(), Steps(returned)));
        form["version"] = returned["version"].GetInt32();
        Assert.Equal("office:waiting technical:later", Steps((await _desk.Clerk.Put($"/api/briefings/{id}", form)).Expect(200)));
    }

    [Fact]
    public async Task Of_two_approvers_who_race_one_gives_the_step_and_the_other_hears_of_it()
    {
        var second = await _desk.Server.SignedIn("approver2", Role.Approver);
        for (var round = 0; round < 10; round++)
        {
            var id = await Booked(Form(7, 7 + round));
            var answers = await Task.WhenAll(_desk.Approver.Post($"/api/briefings/{id}/approve"), second.Post($"/api/briefings/{id}/approve"));
            Assert.Equal([200, 409], answers.Select(answer => answer.Code).Order());
            Assert.Equal("officeGave", answers.Single(answer => answer.Code == 409).Problem);
            Assert.Equal("booked approvedOffice", History((await _desk.Clerk.Get($"/api/briefings/{id}")).Expect(200)));
        }
    }

    [Fact]
    public async Task The_page_of_approvals_says_whose_turn_it_is_and_until_when()
    {
        var id = await Booked(Form(9));
        var mine = await Waiting(_desk.Approver, id);
        Assert.Equal(("office", Bookings.Day(8), "ahead"), (
            mine.GetProperty("gives")[0].GetString(), mine.GetProperty("approval").GetProperty("steps")[0].GetProperty("dueAt").GetDateTimeOffset(),
            mine.GetProperty("approval").GetProperty("steps")[0].GetProperty("due").GetString()));
        Assert.Equal(0, (await Waiting(_technician, id)).GetProperty("gives").GetArrayLength());
        (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(200);
        var theirs = await Waiting(_technician, id);
        Assert.Equal(("technical", Bookings.Day(9, 4)), (
            theirs.GetProperty("gives")[0].GetString(), theirs.GetProperty("approval").GetProperty("steps")[1].GetProperty("dueAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task What_nobody_decided_is_shown_as_missed_and_nobody_is_called()
    {
        var soon = DateTimeOffset.UtcNow.AddMinutes(30);
        var id = await Booked(Bookings.Form(soon, soon.AddMinutes(30), _desk.Rooms[..2]));
        _desk.Server.Clock.Move(TimeSpan.FromMinutes(70));
        var missed = await Waiting(_desk.Approver, id);
        Assert.Equal("missed", missed.GetProperty("approval").GetProperty("steps")[0].GetProperty("due").GetString());
        Assert.Equal(0, missed.GetProperty("gives").GetArrayLength());
        Assert.Equal("isOver", (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(409).Problem);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await _desk.Clerk.Get($"/api/briefings/{id}")).Expect(200)["occurrences"][0].GetProperty("phase").ValueKind);
    }

    private static async Task<System.Text.Json.JsonElement> Waiting(ApiClient who, Guid id) =>
        (await who.Get("/api/approvals")).Expect(200)["waiting"].EnumerateArray().Single(one => one.GetProperty("briefingId").GetGuid() == id);
}
