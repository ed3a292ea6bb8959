using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Conferencing.Server.Tests.Rig;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Conferencing.Server.Tests.Booking;

/// <summary>A database of every earlier release, brought up to date with all that is in it.</summary>
[Trait(TestDatabases.Trait, TestDatabases.Once)]
public sealed class MigrationTests
{
    /// <summary>Every release but this one: each change of the schema since the first, on either database.</summary>
    public static TheoryData<string, string> Releases()
    {
        var releases = new TheoryData<string, string>();
        foreach (var release in OnSqlite.SkipLast(1)) releases.Add(TestDatabases.Sqlite, release);
        foreach (var release in Names(new PostgresStorage("Host=localhost").ForMigrations()).SkipLast(1)) releases.Add(TestDatabases.Postgres, release);
        return releases;
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task A_database_of_an_earlier_release_keeps_its_bookings_and_their_statuses(string database, string release)
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-migration-").FullName;
        var name = $"release_{release.ToLowerInvariant()}";
        try
        {
            var connection = database == TestDatabases.Postgres ? await Empty(name) : "";
            await MakeOld(folder, release, connection: connection);
            await using var server = await RunningServer.Start(folder, null, "--Data:Connection", connection);
            using var admin = await server.SignedIn("admin2", Role.Administrator);
            foreach (var (id, status) in new[] { (Briefing(1), "approved"), (Briefing(2), "cancelled") })
            {
                var read = (await admin.Get($"/api/briefings/{id}")).Expect(200);
                Assert.Equal((status, status), (read["status"].GetString(), read["occurrences"][0].GetProperty("status").GetString()));
                Assert.Equal(System.Text.Json.JsonValueKind.Null, read["series"].ValueKind);
                Assert.Equal((0, "discussion", 0), (read["setUpMinutes"].GetInt32(), read["dossier"].GetProperty("mode").GetString(), read["documents"].GetArrayLength()));
                Assert.Equal(("open", "default"), (read["secrecy"].GetString(), read["encryption"].GetString()));
                var isWished = HasWishes(release) && id == Briefing(1);
                Assert.Equal(isWished ? "tracks" : "none", read["recording"].GetString());
            }
            var start = DateTimeOffset.FromUnixTimeMilliseconds(Start);
            (await admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), [Room]))).Expect(409);
            var room = Assert.Single((await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray());
            Assert.True(room.GetProperty("automaticGain").GetBoolean() && room.GetProperty("noiseGate").GetBoolean(), "What was done to its sound is done still.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            if (database == TestDatabases.Postgres) await (await TestDatabases.Server()).Drop(name);
        }
    }

    [Fact]
    public async Task Who_is_in_charge_of_sessions_to_come_is_found_after_the_first_start_of_this_release()
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-migration-").FullName;
        try
        {
            await MakeOld(folder, "Replies", $"UPDATE Briefings SET Dossier = '{{\"chairPerson\":\"Ông Trần Văn Cũ\"}}' WHERE Id = '{Briefing(1)}';");
            await using var server = await RunningServer.Start(folder, null, "--Data:Connection", "");
            using var admin = await server.SignedIn("admin2", Role.Administrator);
            var rooms = await admin.AddRooms(1);
            var start = DateTimeOffset.FromUnixTimeMilliseconds(Start);
            var check = await admin.Post("/api/briefings/check", Bookings.Form(start, start.AddHours(1), rooms).With("dossier", new { secretary = "trần văn cũ" }));
            var told = Assert.Single(check.Expect(200)["people"].EnumerateArray());
            Assert.Equal((Briefing(1), "secretary", "chair"), (told.GetProperty("briefingId").GetGuid(), told.GetProperty("duty").GetString(), told.GetProperty("otherDuty").GetString()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_account_retired_before_anybody_noted_when_has_its_time_from_now_on()
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-migration-").FullName;
        try
        {
            await MakeOld(folder, "Replies", "UPDATE AspNetUsers SET Disabled = 1;");
            var before = DateTimeOffset.UtcNow.AddSeconds(-1).ToInstant();
            await using var server = await RunningServer.Start(folder, null, "--Data:Connection", "");
            using var admin = await server.SignedIn("admin2", Role.Administrator);
            var found = await server.Read(db => db.Users.Select(account => new { account.DisplayName, account.Disabled, account.RetiredAt }).ToListAsync());
            Assert.Equal("Người cũ", found.Single(account => account.Disabled).DisplayName);
            Assert.InRange(found.Single(account => account.Disabled).RetiredAt!.Value, before, DateTimeOffset.UtcNow.ToInstant());
            Assert.Null(found.Single(account => !account.Disabled).RetiredAt);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static readonly long Start = Bookings.Day(3).ToUnixTimeMilliseconds();
    private static readonly Guid Room = Guid.Parse("00000000-0000-0000-0000-0000000000AA");

    private static Guid Briefing(int number) => Guid.Parse($"00000000-0000-0000-0000-00000000000{number}");

    private static readonly string[] OnSqlite = Names(new Db(new DbContextOptionsBuilder<Db>().UseSqlite("Data Source=:memory:").Options));

    /// <summary>The releases of a database, the first one first.</summary>
    private static string[] Names(Db db)
    {
        using (db) return [.. db.Database.GetMigrations().Select(migration => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..])];
    }

    /// <summary>Before secrecy, that a briefing is to be recorded stood in a table of its own.</summary>
    private static bool HasWishes(string release) => release is "Recordings" or "Dossiers" or "HeldIndex";

    private static async Task<string> Empty(string database)
    {
        var server = await TestDatabases.Server();
        await server.Create(database);
        return server.Connection(database);
    }

    /// <param name="connection">Of a database of PostgreSQL; empty for SQLite.</param>
    private static async Task MakeOld(string folder, string release, string more = "", string connection = "")
    {
        using var data = DataFolder.Open(folder);
        var storage = Storage.Of(new DataOptions { Connection = connection }, data);
        await storage.Prepare(CancellationToken.None);
        await using (var db = storage.ForMigrations()) await db.GetService<IMigrator>().MigrateAsync(release);
        await using var open = storage.Connect();
        await open.OpenAsync();
        await using var fill = open.CreateCommand();
        fill.CommandText =
            $"""
            INSERT INTO AspNetUsers (Id, DisplayName, Roles, Disabled, CreatedAt, EmailConfirmed, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount)
              VALUES ('00000000-0000-0000-0000-0000000000FF', 'Người cũ', 'Clerk', '0', '0', '0', '0', '0', '0', '0');
            INSERT INTO Rooms (Id, Name, ShortName, Active) VALUES ('{Room.ToString().ToUpperInvariant()}', 'Phòng cũ', 'Cũ', '1');
            {Old(1, "Approved", 0, release, connection.Length > 0)}
            {Old(2, "Cancelled", 1, release, connection.Length > 0)}
            {(HasWishes(release) ? $"INSERT INTO RecordingWishes (BriefingId, Mode) VALUES ('{Briefing(1)}', 'Tracks');" : "")}
            {more}
            """;
        await fill.ExecuteNonQueryAsync();
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Values are written as text: either database takes them for what the column is of.</summary>
    /// <param name="onPostgres">Which came later, so that its first release has what SQLite's have added since.</param>
    private static string Old(int number, string status, int off, string release, bool onPostgres)
    {
        var (id, room) = (Briefing(number), Room.ToString().ToUpperInvariant());
        // Before series, a session had no status of its own.
        var hasStatus = onPostgres || Array.IndexOf(OnSqlite, release) >= Array.IndexOf(OnSqlite, "Series");
        return Insert("Briefings", onPostgres ? "SetUpMinutes=0" : "", $"Id={id} Title=Phiên_cũ Status={status} BookedById=00000000-0000-0000-0000-0000000000FF CreatedAt=0 Version=1 ChairRoomId={room}")
            + Insert("BriefingRooms", onPostgres ? "Optional=0" : "", $"BriefingId={id} RoomId={room} Position=0")
            + Insert("Occurrences", onPostgres ? "Edited=0 Defective=0 SetUpMinutes=0" : "", hasStatus ? $"Status={status}" : "",
                $"Id={id} BriefingId={id} Start={Start} End={Start + 3_600_000} ConnectAt={Start - 300_000} ExtendedSteps=0")
            + Insert("OccurrenceRooms", onPostgres ? "Optional=0" : "", $"OccurrenceId={id} RoomId={room} Start={Start} End={Start + 3_600_000} Off={off}");
    }

    /// <param name="values">Pairs of a column and its value, a space between.</param>
    private static string Insert(string table, params string[] values)
    {
        var pairs = string.Join(' ', values).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToList();
        return $"INSERT INTO {table} ({string.Join(", ", pairs.Select(pair => pair[0] == "End" ? "\"end\"" : pair[0]))}) VALUES ({string.Join(", ", pairs.Select(pair => $"'{pair[1]}'"))});\n";
    }
}
