using Conferencing.Server.Invitations;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Invitations;

/// <summary>Those who decide are reminded when a deadline is near, through a real mail server.</summary>
public sealed class DecisionMailTests : IAsyncLifetime
{
    private MailServer _mail = null!;
    private Desk _desk = null!;

    public async Task InitializeAsync()
    {
        _mail = await MailServer.Start();
        _desk = await Desk.Open(3, _mail.Settings);
    }

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _mail.DisposeAsync();
    }

    [Fact]
    public async Task Who_approves_is_reminded_once_when_it_becomes_due_and_nobody_else()
    {
        (await _desk.Approver.Put("/api/session/mail", new { mail = "bao@khanhhoa.gov.vn" })).Expect(204);
        (await _desk.Clerk.Put("/api/session/mail", new { mail = "ha@khanhhoa.gov.vn" })).Expect(204);
        Assert.Equal("bao@khanhhoa.gov.vn", (await _desk.Approver.Get("/api/session")).Expect(200)["user"].GetProperty("mail").GetString());
        var start = DateTimeOffset.UtcNow.AddHours(29);
        (await _desk.Clerk.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _desk.Rooms, "Giao ban"))).Expect(201);
        var desk = _desk.Server.Service<DecisionDesk>();
        Assert.Equal(0, await desk.Write(CancellationToken.None));
        // Two hours before the deadline, which is a day before the start.
        _desk.Server.Clock.Move(TimeSpan.FromHours(3));
        // The courier looks every ten seconds too: whoever comes first writes it, the other nothing.
        await desk.Write(CancellationToken.None);
        var asked = Assert.Single(await _mail.Received(1));
        Assert.Equal(("bao@khanhhoa.gov.vn", "Người approver"), (asked.To, asked.ToName));
        Assert.StartsWith("Cần duyệt: Giao ban", asked.Subject, StringComparison.Ordinal);
        Assert.Contains("chờ văn phòng duyệt", asked.Plain, StringComparison.Ordinal);
        Assert.Equal(0, await desk.Write(CancellationToken.None));
        Assert.Single(_mail.Files);
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused() =>
        Assert.True((await _desk.Approver.Put("/api/session/mail", new { mail = "không phải thư" })).Expect(400)["errors"].TryGetProperty("mail", out _));
}
