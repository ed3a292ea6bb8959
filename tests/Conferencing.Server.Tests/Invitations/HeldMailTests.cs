using Conferencing.Server.Invitations;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Invitations;

/// <summary>Mail about a change waits: taken back meanwhile it is never sent, later it is corrected.</summary>
public sealed class HeldMailTests : IAsyncLifetime
{
    private MailServer _mail = null!;
    private Desk _desk = null!;
    private Guid _briefing;
    private readonly DateTimeOffset _start = Bookings.Day(5);

    public async Task InitializeAsync()
    {
        _mail = await MailServer.Start();
        _desk = await Desk.Open(2, [.. _mail.Settings, "--Mail:HoldSeconds", "600"]);
        var room = (await _desk.Admin.Post("/api/rooms", new { name = "Phòng A", mail = "a@khanhhoa.gov.vn", endpoints = new[] { new { address = "sip:a@127.0.0.1:24998" } } })).Expect(201).Id;
        _desk = _desk with { Rooms = [room] };
        _briefing = (await _desk.Approver.Post("/api/briefings", Form(_start))).Expect(201).Id;
        await _mail.Received(1);
    }

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _mail.DisposeAsync();
    }

    private Dictionary<string, object?> Form(DateTimeOffset start) => Bookings.Form(start, start.AddHours(1), _desk.Rooms, "Giao ban");

    private async Task Move(DateTimeOffset start)
    {
        var version = (await _desk.Approver.Get($"/api/briefings/{_briefing}")).Expect(200)["version"].GetInt32();
        (await _desk.Approver.Put($"/api/briefings/{_briefing}", Form(start).With("version", version))).Expect(200);
    }

    /// <summary>Of the outbox and of the briefing, which say the same.</summary>
    private async Task<int> Held()
    {
        var held = (await _desk.Clerk.Get("/api/outbox")).Expect(200)["held"];
        var until = (await _desk.Clerk.Get($"/api/briefings/{_briefing}/invitations")).Expect(200)["heldUntil"];
        Assert.Equal(held.GetArrayLength() == 1, until.ValueKind == System.Text.Json.JsonValueKind.String);
        return held.GetArrayLength();
    }

    private Task<int> LetGo() => _desk.Server.Service<HeldDesk>().Write(CancellationToken.None);

    [Fact]
    public async Task Moved_and_moved_back_nobody_is_told()
    {
        await Move(_start.AddHours(3));
        Assert.Equal((1, 0), (await Held(), await LetGo()));
        await Move(_start);
        Assert.Equal(0, await Held());
        _desk.Server.Clock.Move(TimeSpan.FromHours(1));
        Assert.Equal(0, await LetGo());
        Assert.Single(await _mail.Received(1));
        Assert.Equal(0, (await _desk.Clerk.Get($"/api/briefings/{_briefing}/invitations")).Expect(200)["sequence"].GetInt32());
    }

    [Fact]
    public async Task Two_moves_are_one_change_and_after_it_a_move_back_is_a_correction()
    {
        await Move(_start.AddHours(3));
        await Move(_start.AddHours(5));
        Assert.Equal(1, await Held());
        _desk.Server.Clock.Move(TimeSpan.FromMinutes(11));
        await LetGo();
        _desk.Server.Service<OutboxCourier>().Wake();
        var changed = (await _mail.Received(2))[1];
        Assert.Equal((1, $"{_start.AddHours(5):yyyy-MM-dd HH:mm}", 0), (changed.Sequence, Assert.Single(changed.Starts), await Held()));
        await Move(_start);
        Assert.Equal(1, (await _desk.Approver.Post($"/api/briefings/{_briefing}/invitations/now?correction=true")).Expect(200)["count"].GetInt32());
        var corrected = (await _mail.Received(3))[2];
        Assert.Equal((2, $"{_start:yyyy-MM-dd HH:mm}", 0), (corrected.Sequence, Assert.Single(corrected.Starts), await Held()));
        Assert.StartsWith("Đính chính giấy mời: Giao ban", corrected.Subject, StringComparison.Ordinal);
        Assert.Equal(0, (await _desk.Approver.Post($"/api/briefings/{_briefing}/invitations/now")).Expect(200)["count"].GetInt32());
    }

    [Fact]
    public async Task Who_does_not_want_to_wait_sends_it_and_only_who_may_change_it()
    {
        await Move(_start.AddHours(3));
        using var guest = await _desk.Server.SignedIn("guest");
        (await guest.Post($"/api/briefings/{_briefing}/invitations/now")).Expect(403);
        Assert.Equal(1, (await _desk.Approver.Post($"/api/briefings/{_briefing}/invitations/now")).Expect(200)["count"].GetInt32());
        Assert.Equal("Thay đổi giấy mời", (await _mail.Received(2))[1].Subject.Split(':')[0]);
    }
}
