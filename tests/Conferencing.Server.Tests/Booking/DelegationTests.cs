using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Booking;

public sealed class DelegationTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private ApiClient _standIn = null!;
    private Guid _standInId;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(4);
        _standIn = await _desk.Server.SignedIn("standin", Role.Clerk);
        _standInId = await IdOf("standin");
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private Task<Guid> IdOf(string userName) => _desk.Server.Read(db => db.Users.Where(one => one.UserName == userName).Select(one => one.Id).SingleAsync());

    private static string Day(int days) => Bookings.Day(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<ApiAnswer> Lend(ApiClient from, int first = 0, int last = 3, Guid? to = null) =>
        await from.Post("/api/delegations", new { toId = to ?? _standInId, fromDay = Day(first), toDay = Day(last) });

    private async Task<Guid> Booked(ApiClient by, int hour) =>
        (await by.Post("/api/briefings", Bookings.Form(Bookings.Day(5, hour), Bookings.Day(5, hour + 1), _desk.Rooms[..2]))).Expect(201).Id;

    private static async Task<(int, string?)> Approve(ApiClient who, Guid id)
    {
        var answer = await who.Post($"/api/briefings/{id}/approve");
        return (answer.Code, answer.Problem);
    }

    [Fact]
    public async Task What_is_lent_approves_in_the_lenders_name_and_is_no_more_than_that()
    {
        var id = await Booked(_desk.Clerk, 8);
        Assert.Equal((403, "notAllowed"), await Approve(_standIn, id));
        (await Lend(_desk.Approver)).Expect(201);
        Assert.Equal("Người approver", (await _standIn.Get("/api/approvals")).Expect(200)["actsFor"][0].GetString());
        var approved = (await _standIn.Post($"/api/briefings/{id}/approve")).Expect(200);
        var step = approved["approval"].GetProperty("steps")[0];
        Assert.Equal(("Người standin", "Người approver"), (step.GetProperty("by").GetString(), step.GetProperty("for").GetString()));
        var line = approved["history"].EnumerateArray().Last();
        Assert.Equal(("approvedFor", "Người approver"), (line.GetProperty("action").GetString(), line.GetProperty("detail").GetString()));
        // Others' bookings are not his to change, nor his own to approve, nor the right to lend on.
        Assert.Equal("notYours", (await _standIn.Post($"/api/briefings/{id}/cancel")).Expect(403).Problem);
        Assert.Equal((403, "lentForOthers"), await Approve(_standIn, await Booked(_standIn, 10)));
        Assert.Equal("notAllowed", (await Lend(_standIn, to: await IdOf("clerk"))).Expect(403).Problem);
    }

    [Fact]
    public async Task It_counts_on_its_days_until_it_is_ended_and_only_as_long_as_the_lender_has_it()
    {
        var lent = (await Lend(_desk.Approver, 1, 2)).Expect(201);
        Assert.Equal((403, "notAllowed"), await Approve(_standIn, await Booked(_desk.Clerk, 8)));
        _desk.Server.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal((200, null), await Approve(_standIn, await Booked(_desk.Clerk, 10)));
        (await _desk.Clerk.Delete($"/api/delegations/{lent.Id}")).Expect(404);
        (await _desk.Approver.Delete($"/api/delegations/{lent.Id}")).Expect(204);
        var third = await Booked(_desk.Clerk, 12);
        Assert.Equal((403, "notAllowed"), await Approve(_standIn, third));
        (await Lend(_desk.Approver, 1, 2)).Expect(201);
        await _desk.Server.Read(db => db.Users.Where(one => one.UserName == "approver").ExecuteUpdateAsync(set => set.SetProperty(one => one.Roles, new List<Role> { Role.Clerk })));
        Assert.Equal((403, "notAllowed"), await Approve(_standIn, third));
    }

    [Theory]
    [InlineData(2, 1, "lendBackwards")]
    [InlineData(-3, -2, "lendPast")]
    [InlineData(0, 92, "lendTooLong")]
    public async Task Days_that_make_no_sense_are_refused(int first, int last, string code) =>
        Assert.Equal(Conferencing.Server.Messages.MessageTable.Text(Language.Vi, code, 92), (await Lend(_desk.Approver, first, last)).Expect(400)["errors"].GetProperty("toDay")[0].GetString());

    [Fact]
    public async Task Nobody_lends_to_himself_or_to_nobody()
    {
        Assert.True((await Lend(_desk.Approver, to: await IdOf("approver"))).Expect(400)["errors"].TryGetProperty("toId", out _));
        Assert.True((await Lend(_desk.Approver, to: Guid.NewGuid())).Expect(400)["errors"].TryGetProperty("toId", out _));
    }
}
