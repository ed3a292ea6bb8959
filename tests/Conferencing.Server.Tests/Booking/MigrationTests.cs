using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
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
    [Theory]
    [InlineData("Initial")]
    [InlineData("DialIn")]
    [InlineData("SipAccounts")]
    [InlineData("Series")]
    [InlineData("Recordings")]
    [InlineData("Dossiers")]
    [InlineData("HeldIndex")]
    [InlineData("Secrecy")]
    [InlineData("Presets")]
    [InlineData("Invitations")]
    public async Task A_database_of_an_earlier_release_keeps_its_bookings_and_their_statuses(string release)
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-migration-").FullName;
        try
        {
            await MakeOld(folder, release);
            await using var server = await RunningServer.Start(folder, null, "--Data:Connection", "");
            using var admin = await server.SignedIn("admin2", Role.Administrator);
            foreach (var (id, status) in new[] { (Briefing(1), "approved"), (Briefing(2), "cancelled") })
            {
                var read = (await admin.Get($"/api/briefings/{id}")).Expect(200);
                Assert.Equal((status, status), (read["status"].GetString(), read["occurrences"][0].GetProperty("status").GetString()));
                Assert.Equal(System.Text.Json.JsonValueKind.Null, read["series"].ValueKind);
                Assert.Equal((0, "discussion", 0), (read["setUpMinutes"].GetInt32(), read["dossier"].GetProperty("mode").GetString(), read["documents"].GetArrayLength()));
                Assert.Equal(("open", "default"), (read["secrecy"].GetString(), read["encryption"].GetString()));
                var isWished = release is "Recordings" or "Dossiers" or "HeldIndex" && id == Briefing(1);
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

    private static async Task MakeOld(string folder, string release, string more = "")
    {
        using var data = DataFolder.Open(folder);
        await using var db = new Db(new DbContextOptionsBuilder<Db>().UseSqlite(SqliteStorage.ConnectionString(data)).Options);
        await db.GetService<IMigrator>().MigrateAsync(release);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var fill = connection.CreateCommand();
        fill.CommandText =
            $"""
            INSERT INTO AspNetUsers (Id, DisplayName, Roles, Disabled, CreatedAt, EmailConfirmed, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount)
              VALUES ('00000000-0000-0000-0000-0000000000FF', 'Người cũ', 'Clerk', 0, 0, 0, 0, 0, 0, 0);
            INSERT INTO Rooms (Id, Name, ShortName, Active) VALUES ('{Room.ToString().ToUpperInvariant()}', 'Phòng cũ', 'Cũ', 1);
            {Old(1, "Approved", 0, release)}
            {Old(2, "Cancelled", 1, release)}
            {(release is "Recordings" or "Dossiers" or "HeldIndex" ? $"INSERT INTO RecordingWishes (BriefingId, Mode) VALUES ('{Briefing(1)}', 'Tracks');" : "")}
            {more}
            """;
        await fill.ExecuteNonQueryAsync();
        SqliteConnection.ClearAllPools();
    }

    private static string Old(int number, string status, int off, string release)
    {
        var (id, room) = (Briefing(number), Room.ToString().ToUpperInvariant());
        // Before series, a session had no status of its own.
        var (column, value) = release is "Series" or "Recordings" or "Dossiers" or "HeldIndex" or "Secrecy" or "Presets" or "Invitations" or "Replies" ? (", Status", $", '{status}'") : ("", "");
        return $"""
            INSERT INTO Briefings (Id, Title, Status, BookedById, CreatedAt, Version, ChairRoomId) VALUES ('{id}', 'Phiên cũ', '{status}', '00000000-0000-0000-0000-0000000000FF', 0, 1, '{room}');
            INSERT INTO BriefingRooms (BriefingId, RoomId, Position) VALUES ('{id}', '{room}', 0);
            INSERT INTO Occurrences (Id, BriefingId, Start, End, ConnectAt, ExtendedSteps{column}) VALUES ('{id}', '{id}', {Start}, {Start + 3_600_000}, {Start - 300_000}, 0{value});
            INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, End, Off) VALUES ('{id}', '{room}', {Start}, {Start + 3_600_000}, {off});
            """;
    }
}
