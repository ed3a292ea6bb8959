using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Npgsql;

namespace Conferencing.Server.Tests.Running;

/// <summary>A PostgreSQL database that cannot be used is told in one line that says what is missing.</summary>
[Trait(TestDatabases.Trait, TestDatabases.Once)]
public sealed class PostgresStartTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"conferencing-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Without_the_extension_and_the_right_to_create_it_the_server_says_what_to_do()
    {
        var server = await TestDatabases.Server();
        await server.Execute("postgres", "CREATE ROLE plain LOGIN");
        await server.Create("bare");
        var line = await Refused(server.Connection("bare", "plain"));
        Assert.Contains("CREATE EXTENSION btree_gist;", line, StringComparison.Ordinal);
        Assert.Contains("'bare'", line, StringComparison.Ordinal);

        // With it, what is missing next.
        await server.Execute("bare", "CREATE EXTENSION btree_gist");
        Assert.Contains("ALTER DATABASE bare OWNER TO plain;", await Refused(server.Connection("bare", "plain")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_and_a_setting_that_is_no_connection_are_one_line()
    {
        var server = await TestDatabases.Server();
        Assert.Contains("'nowhere' at", await Refused(server.Connection("nowhere")), StringComparison.Ordinal);
        var nobody = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = ServerProgram.FreePort(), Database = "a", Username = "b", Timeout = 5 };
        Assert.Contains("cannot be reached", await Refused(nobody.ToString()), StringComparison.Ordinal);
        Assert.Contains("Data:Connection", await Refused("Sever=db"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_goes_away_is_503_with_a_reason_and_no_fault_of_ours()
    {
        using var database = await PostgresServer.Start();
        await database.Create("away");
        await using var server = await RunningServer.Start(null, null, "--Data:Connection", database.Connection("away"));
        using var clerk = await server.SignedIn("clerk", Role.Clerk);
        (await clerk.Get("/api/rooms")).Expect(200);
        database.Dispose();
        foreach (var answer in new[] { await clerk.Get("/api/rooms"), await clerk.Post("/api/briefings", new { title = "Giao ban" }), await server.Client().Post("/api/session", new { userName = "clerk", password = RunningServer.Password }) })
        {
            Assert.Equal("databaseAway", answer.Expect(503).Problem);
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Message.Headers.RetryAfter?.Delta);
        }
    }

    private async Task<string> Refused(string connection)
    {
        using var program = ServerProgram.Start(_folder, 0, "--Data:Connection", connection);
        var (exitCode, output, errors) = await program.End();
        Assert.Equal((1, ""), (exitCode, output));
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
