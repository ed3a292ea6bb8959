using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Live;

/// <summary>The second value between server and node: what must be true of the SIP port, and what is.</summary>
public sealed class SipPortTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"conferencing-{Guid.NewGuid():N}");
    private RunningServer _server = null!;
    private ApiClient _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(_folder);
        _admin = await _server.SignedIn("admin", Role.Administrator);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_account_goes_down_as_hashes_and_its_password_is_told_once()
    {
        await using var node = await FakeNode.Connect(_server);
        var first = await node.NextSignalling();
        var made = (await _admin.Post("/api/sip/accounts", new { userName = "phong1" })).Expect(201);
        var password = made["password"].GetString()!;
        var plan = await node.NextSignalling();
        var account = Assert.Single(plan.Accounts);
        Assert.True(plan.Revision > first.Revision);
        Assert.Equal(32, account.Md5.Length);
        Assert.Equal(64, account.Sha256.Length);
        Assert.DoesNotContain(password, (await _admin.Get("/api/sip/accounts")).Body.GetRawText(), StringComparison.Ordinal);
        (await _admin.Post($"/api/sip/accounts/{made.Id}/password")).Expect(200);
        Assert.NotEqual(account.Md5, Assert.Single((await node.NextSignalling()).Accounts).Md5);
    }

    [Theory]
    [InlineData("có dấu")]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("quá-dài-quá-dài-quá-dài-quá-dài-quá-dài-quá-dài")]
    public async Task A_name_no_device_can_use_is_refused(string name) =>
        (await _admin.Post("/api/sip/accounts", new { userName = name })).Expect(400);

    [Fact]
    public async Task A_room_is_called_by_its_account_which_then_cannot_be_removed()
    {
        (await _admin.Post("/api/rooms", Room("registered:phong1"))).Expect(400);
        var account = (await _admin.Post("/api/sip/accounts", new { userName = "phong1" })).Expect(201);
        (await _admin.Post("/api/rooms", Room("registered:phong1"))).Expect(201);
        (await _admin.Delete($"/api/sip/accounts/{account.Id}")).Expect(409);
        await using var node = await FakeNode.Connect(_server);
        Assert.Contains("registered:phong1", (await node.NextSignalling()).Watched);
    }

    [Fact]
    public async Task Registrations_are_kept_for_a_node_that_begins_anew()
    {
        await using (var node = await FakeNode.Connect(_server))
            await node.Signalling(Registration("phong1"));
        await using var next = await FakeNode.Connect(_server);
        Assert.Equal("phong1", Assert.Single((await next.NextSignalling()).Registrations).UserName);
    }

    [Fact]
    public async Task The_same_is_sent_to_every_node_with_the_same_revision()
    {
        await _admin.AddRooms(2);
        await using var one = await FakeNode.Connect(_server);
        var first = await one.NextSignalling();
        await using var other = await FakeNode.Connect(_server);
        Assert.Equal(first.Revision, (await other.NextSignalling()).Revision);
    }

    [Fact]
    public async Task A_ban_is_shown_and_lifted()
    {
        await using var node = await FakeNode.Connect(_server);
        var before = await node.NextSignalling();
        var now = _server.Clock.GetUtcNow();
        await node.Signalling([], new SipBan("192.0.2.7", SipBanReason.FailedAuthentications, now, now.AddMinutes(1), 1));
        var technician = await _server.SignedIn("technician", Role.Technician);
        Assert.Equal("192.0.2.7", (await technician.Get("/api/sip")).Expect(200)["bans"][0].GetProperty("source").GetString());
        (await technician.Post("/api/sip/bans/lift", new { source = "192.0.2.7" })).Expect(204);
        (await technician.Post("/api/sip/bans/lift", new { source = "192.0.2.7" })).Expect(404);
        var plan = await node.NextSignalling();
        Assert.Equal("192.0.2.7", Assert.Single(plan.Lifted).Source);
        Assert.True(plan.Revision > before.Revision);
    }

    [Fact]
    public async Task A_devices_password_is_sealed_in_the_database_and_never_told()
    {
        var room = (await _admin.Post("/api/rooms", Room("sip:a@192.0.2.8", "bridge", "mat-khau-that"))).Expect(201);
        Assert.DoesNotContain("mat-khau-that", (await _admin.Get("/api/rooms")).Body.GetRawText(), StringComparison.Ordinal);
        await using (var db = await _server.Service<IDbContextFactory<Db>>().CreateDbContextAsync())
            Assert.DoesNotContain("mat-khau-that", (await db.Endpoints.SingleAsync()).OutgoingSecret, StringComparison.Ordinal);

        (await _admin.Put($"/api/rooms/{room.Id}", Room("sip:a@192.0.2.8", "bridge"))).Expect(200);
        await using var node = await FakeNode.Connect(_server);
        Assert.Equal(new SipCredentialPlan("192.0.2.8", "bridge", "mat-khau-that"), Assert.Single((await node.NextSignalling()).Credentials));
    }

    private static object Room(string address, string? outgoingUser = null, string? outgoingPassword = null) =>
        new { name = "Phòng", endpoints = new[] { new { address, outgoingUser, outgoingPassword } } };

    private SipRegistration[] Registration(string user) =>
    [
        new SipRegistration
        {
            UserName = user,
            Contact = $"sip:{user}@192.0.2.50",
            Source = "UDP 192.0.2.50:5060",
            CallId = "a",
            Sequence = 1,
            RefreshedAt = _server.Clock.GetUtcNow(),
            ExpiresAt = _server.Clock.GetUtcNow().AddMinutes(5),
        },
    ];
}
