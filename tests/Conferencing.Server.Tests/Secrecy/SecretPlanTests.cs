using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Secrecy;

/// <summary>What the bridge is told of a secret session, whatever else is set, booked or clicked.</summary>
public sealed class SecretPlanTests : IAsyncLifetime
{
    private static readonly DateOnly Far = new(2099, 12, 31);
    private Desk _desk = null!;
    private ApiClient _technician = null!;
    private FakeNode _node = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(4, "--Conference:Encryption", "Off");
        await _desk.Admin.Certify(Far, _desk.Rooms[..3]);
        _technician = await _desk.Server.SignedIn("technician", Role.Technician);
        _node = await FakeNode.Connect(_desk.Server);
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _desk.DisposeAsync();
    }

    private async Task<(Guid Briefing, Guid Session)> Book(Dictionary<string, object?> form)
    {
        var booked = (await _desk.Admin.Post("/api/briefings", form)).Expect(201);
        return (booked.Id, booked["occurrences"][0].GetProperty("id").GetGuid());
    }

    private DateTimeOffset Soon => _desk.Server.Clock.GetUtcNow().AddSeconds(1);

    [Theory]
    [InlineData("open", "default", EncryptionPolicy.Off)]
    [InlineData("open", "off", EncryptionPolicy.Off)]
    [InlineData("open", "preferred", EncryptionPolicy.Preferred)]
    [InlineData("open", "required", EncryptionPolicy.Required)]
    [InlineData("confidential", "default", EncryptionPolicy.Required)]
    [InlineData("topSecret", "required", EncryptionPolicy.Required)]
    public async Task Encryption_is_as_booked_and_required_for_a_secret(string secrecy, string encryption, EncryptionPolicy policy)
    {
        await Book(SecretForms.Secret(Soon, _desk.Rooms[..2], secrecy).With("encryption", encryption));
        var plan = await _node.NextPlan();
        Assert.Equal((policy, secrecy == "open"), (plan.Encryption, plan.Secrecy == SecrecyLevel.Open));
        Assert.Equal(secrecy == "open", plan.DialIn is not null);
    }

    [Fact]
    public async Task Technicians_can_neither_record_it_nor_let_in_who_may_not_come()
    {
        var (briefing, session) = await Book(SecretForms.Secret(Soon, _desk.Rooms[..2]));
        var (_, other) = await Book(Bookings.Form(Soon, Soon.AddHours(1), _desk.Rooms[2..], "Giao ban"));
        Assert.Null((await _node.NextPlan()).Recording);
        await _node.NextPlan();
        Assert.Equal("secretRecording", (await _technician.Post($"/api/conferences/{session}/recording/start")).Expect(409).Problem);
        Assert.Equal("secretDialIn", (await _technician.Post($"/api/conferences/{session}/lock")).Expect(409).Problem);
        Assert.Equal("roomBarred", (await _technician.Post($"/api/conferences/{session}/participants", new { roomId = _desk.Rooms[3] })).Expect(409).Problem);
        Assert.Equal("asideSecret", (await _technician.Post($"/api/conferences/{session}/participants/{_desk.Rooms[1]}/aside", new { phone = "sip:kt@127.0.0.1:24800" })).Expect(409).Problem);
        Assert.Equal("secretMove", (await _technician.Post($"/api/conferences/{session}/participants/{_desk.Rooms[1]}/move", new { to = other })).Expect(409).Problem);
        Assert.Equal("secretMove", (await _technician.Post($"/api/conferences/{other}/participants/{_desk.Rooms[3]}/move", new { to = session })).Expect(409).Problem);
        (await _technician.Post($"/api/conferences/{other}/participants/{_desk.Rooms[2]}/mute")).Expect(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await _technician.Get($"/api/briefings/{briefing}"))["occurrences"][0].GetProperty("dialIn").ValueKind);
    }

    [Fact]
    public async Task A_room_whose_certificate_has_ended_since_is_barred_until_it_has_a_new_one()
    {
        var start = _desk.Server.Clock.GetUtcNow().AddHours(2);
        var (_, session) = await Book(SecretForms.Secret(start, _desk.Rooms[..2]));
        await _desk.Admin.Certify(new DateOnly(2020, 1, 1), _desk.Rooms[1]);
        _desk.Server.Clock.Move(TimeSpan.FromHours(2));
        await _desk.Server.Service<Jobs.ReconcileJob>().Run(CancellationToken.None);
        var plan = await _node.NextPlan();
        Assert.Equal((true, false), (plan.Participants[1].Barred, plan.Participants[1].Wanted));
        Assert.Equal((false, true), (plan.Participants[0].Barred, plan.Participants[0].Wanted));
        var tile = (await _technician.Board(session, _ => true))["participants"][1];
        Assert.Equal(("left", "notCertified"), (tile.GetProperty("state").GetString(), tile.GetProperty("reason").GetString()));
        Assert.Equal("roomBarred", (await _technician.Post($"/api/conferences/{session}/participants/{_desk.Rooms[1]}/call")).Expect(409).Problem);

        await _desk.Admin.Certify(Far, _desk.Rooms[1]);
        plan = await _node.NextPlan();
        Assert.Equal((false, true), (plan.Participants[1].Barred, plan.Participants[1].Wanted));
    }

    [Fact]
    public async Task Of_a_rooms_devices_only_the_certified_are_called()
    {
        var room = _desk.Rooms[0];
        (await _desk.Admin.Put($"/api/rooms/{room}", new
        {
            name = "Hai thiết bị",
            endpoints = new object[] { new { address = "sip:cu@127.0.0.1" }, new { address = "sip:moi@127.0.0.1", certificate = "CY-2", certifiedUntil = "2099-01-01" } },
        })).Expect(200);
        await Book(SecretForms.Secret(Soon, _desk.Rooms[..2]));
        Assert.Equal("sip:moi@127.0.0.1", Assert.Single((await _node.NextPlan()).Participants[0].Addresses));
    }

    [Fact]
    public async Task What_becomes_secret_loses_its_number_and_its_recording()
    {
        var start = _desk.Server.Clock.GetUtcNow().AddMinutes(1.5);
        var form = SecretForms.Secret(start, _desk.Rooms[..2], "open").With("connectAt", Bookings.Text(start.AddSeconds(-5)));
        var (briefing, _) = await Book(form.With("recording", "mix"));
        var plan = await _node.NextPlan();
        Assert.True(plan is { DialIn: not null, Recording.Wanted: true });
        (await _desk.Admin.Put($"/api/briefings/{briefing}", form.With("version", 1).With("secrecy", "confidential").With("recording", "none"))).Expect(200);
        plan = await _node.NextPlan();
        Assert.Equal((SecrecyLevel.Confidential, null, null), (plan.Secrecy, plan.DialIn, plan.Recording));
    }
}
