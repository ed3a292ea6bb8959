using System.Net.Http.Headers;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace Conferencing.Server.Tests.Rig;

/// <summary>A whole server in this process: real Kestrel, a real database file, no bridge beside it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const string Password = "mat-khau-thu-nghiem";

    /// <summary>Hangfire keeps the log of the server started last in a static field: this one outlives every server of the process.</summary>
    private static readonly ILoggerFactory Log = LoggerFactory.Create(log => log.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());

    private readonly DataFolder _data;
    private readonly bool _keepsFolder;
    private readonly WebApplication _app;
    private readonly Storage _storage;

    private RunningServer(WebApplication app, DataFolder data, ShiftedClock clock, bool keepsFolder) =>
        (_app, _data, Clock, _keepsFolder, _storage) = (app, data, clock, keepsFolder, app.Services.GetRequiredService<Storage>());

    public ShiftedClock Clock { get; }
    public string Folder => _data.Path;
    public Uri Url => Service<ListenAddress>().ForThisMachine;

    /// <param name="folder">A folder an earlier server used; null for a new one that goes away with the server.</param>
    public static async Task<RunningServer> Start(string? folder = null, ShiftedClock? clock = null, params string[] settings)
    {
        var data = DataFolder.Open(folder ?? Path.Combine(Path.GetTempPath(), $"conferencing-{Guid.NewGuid():N}"));
        await TestDatabases.Shape(data, settings);
        var time = clock ?? new ShiftedClock();
        string[] args = ["--Data:Folder", data.Path, "--Data:Connection", await TestDatabases.For(data.Path), "--Web:Port", "0", "--Web:Bind", "127.0.0.1", "--Bridge:Supervise", "false", "--Web:SignInsPerMinute", "1000", .. settings];
        var app = ServerHost.Build(args, data, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
            services.Replace(ServiceDescriptor.Singleton(Log));
            // Slow hashes protect passwords; these protect nothing.
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
        });
        await app.StartAsync();
        return new RunningServer(app, data, time, folder is not null);
    }

    public T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<T> Read<T>(Func<Db, Task<T>> work)
    {
        await using var db = await Service<IDbContextFactory<Db>>().CreateDbContextAsync();
        return await work(db);
    }

    /// <summary>An account with these roles, and a client signed in as it by a token.</summary>
    public async Task<ApiClient> SignedIn(string userName, params Role[] roles)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await accounts.FindByNameAsync(userName);
        if (account is null)
        {
            account = new Account { Id = Guid.CreateVersion7(), UserName = userName, DisplayName = $"Người {userName}", Roles = [.. roles], LockoutEnabled = true };
            var made = await accounts.CreateAsync(account, Password);
            Assert.True(made.Succeeded, made.ToString());
        }
        var token = TokenAuthentication.Generate();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Tokens.Add(new TokenRow { Id = Guid.CreateVersion7(), AccountId = account.Id, Name = "thử", Hash = TokenAuthentication.Hash(token), CreatedAt = Instant.FromUnixTimeSeconds(0) });
        await db.SaveChangesAsync();
        return Client(token);
    }

    public ApiClient Client(string? token = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = Url };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    /// <summary>The folder stays for the next server.</summary>
    public async Task Stop()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        ClearPool();
        _data.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (_keepsFolder) return;
        Directory.Delete(Folder, recursive: true);
        await TestDatabases.Forget(Folder);
    }

    private void ClearPool()
    {
        using var connection = _storage.Connect();
        if (connection is NpgsqlConnection postgres) NpgsqlConnection.ClearPool(postgres);
        else SqliteConnection.ClearAllPools();
    }
}
