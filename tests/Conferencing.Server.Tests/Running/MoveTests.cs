using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Moving;
using Conferencing.Server.Settings;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Conferencing.Server.Tests.Running;

/// <summary>An installation goes from SQLite to PostgreSQL whole or not at all.</summary>
[Trait(TestDatabases.Trait, TestDatabases.Once)]
public sealed class MoveTests : IDisposable
{
    private static readonly string[] OnSqlite = ["--Data:Connection", ""];

    private readonly string _folder = Directory.CreateTempSubdirectory("conferencing-move-").FullName;
    private readonly string _database = $"move_{Guid.NewGuid():N}";

    private string File => Path.Combine(_folder, "conferencing.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_on_SQLite_is_on_PostgreSQL_and_the_server_answers_the_same()
    {
        FullInstallation.Known known;
        Dictionary<string, string> before;
        await using (var server = await RunningServer.Start(_folder, null, OnSqlite))
        {
            known = await FullInstallation.Fill(server);
            before = await Answers(server, known);
        }
        var kept = await Rows(new SqliteConnection($"Data Source={File}"), TablesOfSqlite);
        Assert.Empty(kept.Where(table => table.Value.Length == 0).Select(table => table.Key));
        var connection = await Empty();
        var output = await Moved(connection);
        Assert.All(kept, table => Assert.Matches($"(?i)  {table.Key}: {table.Value.Length:N0} rows?\n", output));
        Assert.Equal(kept, await Rows(new NpgsqlConnection(connection), TablesOfPostgres));
        Assert.False(Path.Exists(File));
        Assert.Equal(kept, await Rows(new SqliteConnection($"Data Source={Path.Combine(Assert.Single(Directory.GetDirectories(_folder, "moved-to-postgresql-*")), "conferencing.db")}"), TablesOfSqlite));

        await using var again = await RunningServer.Start(_folder, null, "--Data:Connection", connection);
        foreach (var (path, answer) in await Answers(again, known)) Assert.Equal((path, before[path]), (path, answer));
        await GoesOn(again, known);
    }

    /// <summary>The guards are there, and what is new comes after what was.</summary>
    private static async Task GoesOn(RunningServer server, FullInstallation.Known known)
    {
        using var admin = server.Client();
        (await admin.Post("/api/session", new { userName = "admin", password = RunningServer.Password })).Expect(200);
        (await admin.Post("/api/briefings", Bookings.Form(known.Start, known.Start.AddHours(1), known.Rooms))).Expect(409);
        const string Overlap = "UPDATE OccurrenceRooms SET Start = one.Start, \"end\" = one.\"end\" FROM OccurrenceRooms AS one WHERE one.RoomId = OccurrenceRooms.RoomId AND one.Start > OccurrenceRooms.Start";
        Assert.True(Dialect.IsOverlap(await Assert.ThrowsAsync<PostgresException>(() => Execute(server, Overlap))));
        Assert.Contains("audit trail", (await Assert.ThrowsAsync<PostgresException>(() => Execute(server, "UPDATE Audit SET At = 0"))).MessageText, StringComparison.Ordinal);
        (await admin.Post("/api/briefings", Bookings.Form(known.Start.AddHours(2), known.Start.AddHours(3), known.Rooms))).Expect(201);
        Assert.True((await admin.Post("/api/audit/verify")).Expect(200)["intact"].GetBoolean());
        var claim = await server.Read(async db =>
        {
            var added = db.Add(new IdentityUserClaim<Guid> { UserId = db.Users.First().Id, ClaimType = "mới" });
            await db.SaveChangesAsync();
            return added.Entity;
        });
        Assert.Equal(42, claim.Id);
    }

    [Fact]
    public async Task Every_table_and_column_of_both_databases_is_moved()
    {
        await Shape();
        var postgres = new NpgsqlConnection((await TestDatabases.Server()).Connection("shaped") + ";Pooling=false");
        var moved = Tables(postgres.ConnectionString).SelectMany(table => table.Columns.Select(column => (Sqlite: $"{table.Name}.{column.Name}", Postgres: $"{table.PostgresName}.{column.PostgresName}"))).ToList();
        await using var sqlite = new SqliteConnection($"Data Source={File};Pooling=false");
        Assert.Equal(await Names(sqlite, $"SELECT one.name || '.' || info.name FROM ({TablesOfSqlite}) AS one, pragma_table_info(one.name) AS info"), moved.Select(one => one.Sqlite).Order(StringComparer.Ordinal));
        Assert.Equal(
            await Names(postgres, $"SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN ({TablesOfPostgres})"),
            moved.Select(one => one.Postgres).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_connection_lost_in_the_last_table_leaves_PostgreSQL_empty_and_SQLite_as_it_was()
    {
        await using (var server = await RunningServer.Start(_folder, null, OnSqlite)) await FullInstallation.Fill(server);
        var (connection, hash) = (await Empty(), Hash());
        var last = Tables(connection)[^1].Name;
        using (var data = DataFolder.Open(_folder))
        {
            await using var output = new Lines(line => line.StartsWith($"  {last}:", StringComparison.Ordinal) ? CutOff() : Task.CompletedTask);
            var move = new MoveCommand(new SqliteStorage(data), new PostgresStorage(connection), data, TimeProvider.System, output);
            await Assert.ThrowsAnyAsync<DbException>(() => move.Move(CancellationToken.None));
        }
        Assert.Empty(await Names(new NpgsqlConnection(connection), TablesOfPostgres));
        Assert.Equal(hash, Hash());
        Assert.Contains("Moved.", await Moved(connection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_PostgreSQL_cannot_keep_is_named_and_nothing_is_moved()
    {
        await Shape();
        await Execute("INSERT INTO Facts (Name, Value) VALUES ('a', 'b' || char(0))");
        var connection = await Empty();
        var line = await Refused(connection, says: File);
        Assert.Contains("does not take the table Facts", line, StringComparison.Ordinal);
        Assert.Contains("column value", line, StringComparison.Ordinal);
        Assert.Empty(await Names(new NpgsqlConnection(connection), TablesOfPostgres));
    }

    [Theory]
    [InlineData("UPDATE Facts SET Value = 'c' WHERE Name = 'b'", "Value of a row (Name b)")]
    [InlineData("DELETE FROM Facts WHERE Name = 'b'", "without a row (Name b)")]
    [InlineData("INSERT INTO Facts (Name, Value) VALUES ('c', '')", "a row more (Name c)")]
    public async Task A_row_that_is_not_the_same_in_both_databases_is_found(string change, string told)
    {
        await Shape();
        await Execute("DELETE FROM Facts; INSERT INTO Facts (Name, Value) VALUES ('a', ''), ('b', '')");
        var connection = await Empty();
        await Moved(connection);
        await (await TestDatabases.Server()).Execute(_database, change);
        await using var old = new SqliteConnection($"Data Source={Directory.GetFiles(_folder, "conferencing.db", SearchOption.AllDirectories).Single()};Pooling=false");
        await using var fresh = new NpgsqlConnection(connection);
        await old.OpenAsync();
        await fresh.OpenAsync();
        var comparison = new TableComparison(old, fresh, new MoveProgress(TextWriter.Null, TimeProvider.System));
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => comparison.Compare(Tables(connection).Single(table => table.Name == "Facts"), CancellationToken.None));
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_server_and_a_place_without_a_database_are_refused()
    {
        var connection = await Empty();
        Assert.Contains("no database of SQLite", await Refused(connection), StringComparison.Ordinal);
        Assert.Contains("no data folder", await Refused(connection, folder: Path.Combine(_folder, "nowhere")), StringComparison.Ordinal);
        Assert.Contains("names no database", await Refused(""), StringComparison.Ordinal);
        await using var server = await RunningServer.Start(_folder, null, OnSqlite);
        Assert.Contains("in use", await Refused(connection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "cannot be used")]
    [InlineData("DROP TABLE __EFMigrationsHistory", "not this program's")]
    [InlineData("DELETE FROM __EFMigrationsHistory WHERE MigrationId LIKE '%SoundTreatment'", "earlier version")]
    [InlineData("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '10')", "newer version")]
    public async Task A_file_of_another_make_or_version_is_refused(string change, string told)
    {
        if (change.Length == 0) await System.IO.File.WriteAllTextAsync(File, new string('x', 5000));
        else
        {
            await Shape();
            await Execute(change);
        }
        var hash = Hash();
        Assert.Contains(told, await Refused(await Empty()), StringComparison.Ordinal);
        Assert.Equal(hash, Hash());
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_full_away_or_without_its_extension_is_refused()
    {
        await Shape();
        var (server, hash) = (await TestDatabases.Server(), Hash());
        Assert.Contains("not empty", await Refused(server.Connection("shaped")), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", await Refused(server.Connection("nowhere")), StringComparison.Ordinal);
        await Empty();
        await server.Execute("postgres", "CREATE ROLE mover LOGIN");
        Assert.Contains("CREATE EXTENSION btree_gist;", await Refused(server.Connection(_database, "mover")), StringComparison.Ordinal);
        Assert.Equal(hash, Hash());
    }

    private const string TablesOfSqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'";
    private const string TablesOfPostgres = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '__EFMigrationsHistory'";

    private static async Task<List<string>> Names(DbConnection connection, string sql)
    {
        if (connection.State == System.Data.ConnectionState.Closed) await connection.OpenAsync();
        return [.. (await PlainSql.Read(connection, sql, row => row.GetString(0), CancellationToken.None)).Order(StringComparer.Ordinal)];
    }

    /// <summary>All rows of all tables in words both databases would use, without the product's own reading.</summary>
    private static async Task<Dictionary<string, string[]>> Rows(DbConnection connection, string tables)
    {
        await using (connection)
        {
            var all = new Dictionary<string, string[]>();
            foreach (var table in await Names(connection, tables))
            {
                var rows = await PlainSql.Read(connection, $"SELECT * FROM \"{table}\"", Row, CancellationToken.None);
                all.Add(table.ToLowerInvariant(), [.. rows.Order(StringComparer.Ordinal)]);
            }
            return all;
        }
    }

    private static string Row(DbDataReader row) =>
        string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(column => $"{row.GetName(column).ToLowerInvariant()}: {Word(row.GetValue(column))}").Order(StringComparer.Ordinal));

    private static string Word(object value) => value switch
    {
        Guid id => PlainSql.Text(id),
        bool yes => yes ? "1" : "0",
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        string text when text.StartsWith("2026-01-02 03:04:05.1234567+07:00", StringComparison.Ordinal) => "2026-01-01 20:04:05.123456",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>What pages and calendars would show, to a person who signs in as before.</summary>
    private static async Task<Dictionary<string, string>> Answers(RunningServer server, FullInstallation.Known known)
    {
        using var admin = server.Client();
        (await admin.Post("/api/session", new { userName = "admin", password = RunningServer.Password })).Expect(200);
        var days = $"from={Uri.EscapeDataString(Bookings.Text(known.Start.AddDays(-1)))}&to={Uri.EscapeDataString(Bookings.Text(known.Start.AddDays(20)))}";
        var dates = $"from={known.Start:yyyy-MM-dd}&to={known.Start.AddDays(20):yyyy-MM-dd}";
        string[] paths =
        [
            $"/api/briefings?{days}", $"/api/briefings/{known.Briefing}", $"/api/briefings/{known.Briefing}/documents/{known.File}", $"/api/holidays?{dates}", $"/api/reports/use?{dates}",
            "/api/accounts", "/api/units", "/api/lines", "/api/sites", "/api/rooms", "/api/room-groups", "/api/reorganisations", "/api/delegations", "/api/sip/accounts", "/api/audit?kind=briefing", known.Feed,
        ];
        var answers = new Dictionary<string, string>();
        foreach (var path in paths)
        {
            using var answer = await admin.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            answers.Add(path, await answer.Content.ReadAsStringAsync());
        }
        Assert.Contains(FullInstallation.Document, answers.Values);
        return answers;
    }

    private List<MovedTable> Tables(string connection)
    {
        using var sqlite = new SqliteStorage(DataFolder.Beside(_folder)).ForMigrations();
        using var postgres = new PostgresStorage(connection).ForMigrations();
        return MovedTable.All(sqlite, postgres);
    }

    /// <summary>A database of SQLite in which nothing was kept yet.</summary>
    private async Task Shape()
    {
        using var data = DataFolder.Open(_folder);
        await Database.BringUpToDate(new SqliteStorage(data), CancellationToken.None);
        SqliteConnection.ClearAllPools();
    }

    private async Task<string> Empty()
    {
        var server = await TestDatabases.Server();
        await server.Create(_database);
        return server.Connection(_database) + ";Pooling=false";
    }

    private async Task CutOff() => await (await TestDatabases.Server()).Execute("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database}'");

    private string Hash() => Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(File)));

    private async Task Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync();
        await PlainSql.Execute(connection, sql, CancellationToken.None);
    }

    private static async Task<int> Execute(RunningServer server, string sql)
    {
        await using var connection = await server.Service<PlainSql>().Open(CancellationToken.None);
        return await PlainSql.Execute(connection, sql, CancellationToken.None);
    }

    private async Task<string> Moved(string connection)
    {
        using var program = ServerProgram.Command("move", "--Data:Folder", _folder, "--Data:Connection", connection);
        var (exitCode, output, errors) = await program.End();
        Assert.Equal((0, ""), (exitCode, errors));
        return output;
    }

    /// <param name="says">What its output is made of before the refusal.</param>
    private async Task<string> Refused(string connection, string? folder = null, string says = "")
    {
        using var program = ServerProgram.Command("move", "--Data:Folder", folder ?? _folder, "--Data:Connection", connection);
        var (exitCode, output, errors) = await program.End();
        Assert.Equal(1, exitCode);
        if (says.Length == 0) Assert.Empty(output);
        else Assert.StartsWith(says, output, StringComparison.Ordinal);
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Output of which every line is looked at when it is written.</summary>
    private sealed class Lines(Func<string, Task> look) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value) => look(value ?? "");
    }
}
