using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Tests.Live;

/// <summary>A live connection ends with what opened it.</summary>
public sealed class LiveConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.Open(1);

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task When_its_token_is_revoked()
    {
        var made = (await _desk.Clerk.Post("/api/tokens", new { name = "bảng điện tử" })).Expect(201);
        using var program = _desk.Server.Client(made["token"].GetString());
        await using var watched = await Page.Open(_desk.Server, program);
        await using var other = await Page.Open(_desk.Server, _desk.Clerk);
        (await _desk.Clerk.Delete($"/api/tokens/{made.Id}")).Expect(204);
        await watched.Closed.WaitAsync(Patience);
        Assert.Equal(HubConnectionState.Connected, other.Line.State);
    }

    [Fact]
    public async Task When_its_token_ends()
    {
        var made = (await _desk.Clerk.Post("/api/tokens", new { name = "bảng điện tử" })).Expect(201);
        using var program = _desk.Server.Client(made["token"].GetString());
        var end = _desk.Server.Clock.GetUtcNow().AddSeconds(3).ToInstant();
        await _desk.Server.Service<WriteGate>().Write(db => db.Tokens.Where(row => row.Id == made.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.ExpiresAt, end)), CancellationToken.None);
        await using var watched = await Page.Open(_desk.Server, program);
        await using var other = await Page.Open(_desk.Server, _desk.Clerk);
        await watched.Closed.WaitAsync(Patience);
        Assert.True(_desk.Server.Clock.GetUtcNow().ToInstant() >= end);
        Assert.Equal(HubConnectionState.Connected, other.Line.State);
    }

    [Fact]
    public async Task When_its_account_is_retired_and_when_it_is_no_longer_named_as_secretary()
    {
        using var secretary = await _desk.Server.SignedIn("lan");
        var account = (await secretary.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var form = Bookings.Form(Bookings.Day(5), Bookings.Day(5).AddHours(1), _desk.Rooms);
        var booked = (await _desk.Approver.Post("/api/briefings", form.With("dossier", new { secretaryId = account }))).Expect(201);
        await using (var watched = await Page.Open(_desk.Server, secretary))
        {
            (await _desk.Approver.Put($"/api/briefings/{booked.Id}", form.With("dossier", new { secretaryId = account, secretary = "Bà Lan" }).With("version", 1))).Expect(200);
            Assert.Equal(HubConnectionState.Connected, watched.Line.State);
            (await _desk.Approver.Put($"/api/briefings/{booked.Id}", form.With("dossier", new { }).With("version", 2))).Expect(200);
            await watched.Closed.WaitAsync(Patience);
        }
        await Assert.ThrowsAsync<HttpRequestException>(() => Page.Open(_desk.Server, secretary));

        await using var clerk = await Page.Open(_desk.Server, _desk.Clerk);
        var clerks = (await _desk.Clerk.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        (await _desk.Admin.Put($"/api/accounts/{clerks}", new { displayName = "Văn thư", roles = new[] { "clerk" }, disabled = true })).Expect(200);
        await clerk.Closed.WaitAsync(Patience);
    }

    [Fact]
    public async Task When_its_sign_in_ends()
    {
        using var person = _desk.Server.Client();
        (await person.Post("/api/session", new { userName = "clerk", password = RunningServer.Password })).Expect(200);
        await using (var watched = await Page.Open(_desk.Server, _desk.Clerk))
        {
            (await person.Put("/api/session/password", new { current = RunningServer.Password, @new = "một mật khẩu khác hẳn" })).Expect(204);
            await watched.Closed.WaitAsync(Patience);
        }
        await using (var watched = await Page.Open(_desk.Server, _desk.Clerk))
        {
            (await person.Delete("/api/session")).Expect(204);
            await watched.Closed.WaitAsync(Patience);
        }
        var account = (await _desk.Clerk.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        await using (var watched = await Page.Open(_desk.Server, _desk.Clerk))
        {
            (await _desk.Admin.Delete($"/api/accounts/{account}/second-factor")).Expect(204);
            await watched.Closed.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task When_what_it_was_opened_with_ended_while_it_was_opened()
    {
        var lookup = _desk.Server.Service<AccountLookup>();
        var made = (await _desk.Clerk.Post("/api/tokens", new { name = "bảng điện tử" })).Expect(201);
        var id = (await _desk.Clerk.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var account = (await lookup.ById(id, CancellationToken.None))!;
        var (asked, byToken) = (Caller.Principal(account, TokenAuthentication.Scheme), Caller.Principal(account, TokenAuthentication.Scheme));
        byToken.Identities.Single().AddClaim(new(Caller.TokenIdClaim, made.Id.ToString()));
        Assert.Equal((true, true), (await Stands(asked), await Stands(byToken)));
        (await _desk.Clerk.Delete($"/api/tokens/{made.Id}")).Expect(204);
        Assert.Equal((true, false), (await Stands(asked), await Stands(byToken)));
        await Change(row => row.Roles = [Role.Auditor]);
        Assert.False(await Stands(asked));
        await Change(row => row.Roles = [Role.Clerk]);
        Assert.True(await Stands(asked));
        await Change(row => row.SecurityStamp = "khác");
        Assert.False(await Stands(asked));

        Task<bool> Stands(System.Security.Claims.ClaimsPrincipal user) => lookup.Stands(user, CancellationToken.None);

        Task<int> Change(Action<Account> change) => _desk.Server.Service<WriteGate>().Write(async db =>
        {
            change(await db.Users.SingleAsync(one => one.Id == id));
            return await db.SaveChangesAsync();
        }, CancellationToken.None);
    }

    private sealed class Page(HubConnection line) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HubConnection Line => line;

        public Task Closed => _closed.Task;

        public static async Task<Page> Open(RunningServer server, ApiClient person)
        {
            var line = new HubConnectionBuilder().WithUrl(new Uri(server.Url, LiveHub.Path), options => options.Headers["Authorization"] = person.Http.DefaultRequestHeaders.Authorization!.ToString()).Build();
            var page = new Page(line);
            line.Closed += _ =>
            {
                page._closed.TrySetResult();
                return Task.CompletedTask;
            };
            await line.StartAsync();
            // Answered once the server has taken the connection up.
            await line.InvokeAsync(nameof(Contract.ILiveHub.Unwatch), Guid.NewGuid());
            return page;
        }

        public ValueTask DisposeAsync() => line.DisposeAsync();
    }
}
