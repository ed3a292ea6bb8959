using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Booking;

public sealed class UrgentTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private ApiClient _technician = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(4, "--Approval:Technical", "true");
        _technician = await _desk.Server.SignedIn("technician", Role.Technician);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private Dictionary<string, object?> Form(DateTimeOffset start, string? reason = "Bão số 12 đổ bộ", string title = "Chống bão")
    {
        var form = Bookings.Form(start, start.AddHours(1), _desk.Rooms[..2], title, start.AddMinutes(-5));
        (form["urgent"], form["urgentReason"]) = (true, reason);
        return form;
    }

    [Fact]
    public async Task It_says_why_and_only_a_session_held_once_is_urgent()
    {
        Assert.Equal("Xin nêu lý do đột xuất.", (await _desk.Clerk.Post("/api/briefings", Form(Bookings.Day(3), " "))).Expect(400)["errors"].GetProperty("urgentReason")[0].GetString());
        var series = SeriesForms.Weekly(SeriesForms.Monday(), _desk.Rooms, 3).With("urgent", true).With("urgentReason", "Bão");
        Assert.True((await _desk.Clerk.Post("/api/briefings", series)).Expect(400)["errors"].TryGetProperty("urgent", out _));
    }

    [Fact]
    public async Task The_office_alone_approves_it_technicians_hear_of_it_and_the_history_says_who_and_why()
    {
        var usual = (await _desk.Clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(2), Bookings.Day(2, 9), _desk.Rooms[..2]))).Expect(201).Id;
        var id = (await _desk.Clerk.Post("/api/briefings", Form(Bookings.Day(2, 10)))).Expect(201).Id;
        Assert.Equal([id, usual], (await _desk.Approver.Get("/api/approvals")).Expect(200)["waiting"].EnumerateArray().Select(one => one.GetProperty("briefingId").GetGuid()));
        var approved = (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(200);
        Assert.Equal("approved", approved["status"].GetString());
        Assert.Equal("Bão số 12 đổ bộ", approved["approval"].GetProperty("urgentReason").GetString());
        Assert.Contains(approved["history"].EnumerateArray(), line => (line.GetProperty("action").GetString(), line.GetProperty("who").GetString(), line.GetProperty("detail").GetString()) == ("urgent", "Người clerk", "Bão số 12 đổ bộ"));
        var told = Assert.Single((await _technician.Get("/api/approvals")).Expect(200)["urgent"].EnumerateArray());
        Assert.Equal((id, "Bão số 12 đổ bộ"), (told.GetProperty("briefingId").GetGuid(), told.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Approved_after_the_connect_time_its_rooms_are_called_at_once()
    {
        var start = DateTimeOffset.UtcNow.AddMinutes(2);
        var booked = (await _desk.Clerk.Post("/api/briefings", Form(start))).Expect(201);
        _desk.Server.Clock.Move(TimeSpan.FromMinutes(20));
        var approved = (await _desk.Approver.Post($"/api/briefings/{booked.Id}/approve")).Expect(200);
        var session = approved["occurrences"][0];
        Assert.Equal(("approved", "running"), (approved["status"].GetString(), session.GetProperty("phase").GetString()));
        var plan = await _desk.Server.Read(db => db.Plans.AsNoTracking().SingleAsync(row => row.BriefingId == booked.Id));
        var made = Conferencing.Server.Plans.PlanMaker.Read(plan);
        Assert.True(made.ConnectAt <= _desk.Server.Clock.GetUtcNow() && made.EndAt > _desk.Server.Clock.GetUtcNow() && made.Participants.Length == 2, plan.Json);
    }

    [Fact]
    public async Task To_become_urgent_asks_the_office_anew_and_no_longer_technicians()
    {
        var form = Bookings.Form(Bookings.Day(4), Bookings.Day(4, 9), _desk.Rooms[..2]);
        var id = (await _desk.Clerk.Post("/api/briefings", form)).Expect(201).Id;
        (form["urgent"], form["urgentReason"], form["version"]) = (true, "Dời sớm", 1);
        var urgent = (await _desk.Clerk.Put($"/api/briefings/{id}", form)).Expect(200);
        Assert.Equal("office", Assert.Single(urgent["approval"].GetProperty("steps").EnumerateArray()).GetProperty("step").GetString());
        Assert.Equal("approved", (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(200)["status"].GetString());
    }
}
