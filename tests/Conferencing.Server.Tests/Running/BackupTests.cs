using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Conferencing.Server.Backup;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Conferencing.Server.Tests.Booking;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Running;

/// <summary>What was there when a backup began is there when it is brought back, and an archive of somebody else's making does no harm.</summary>
[Trait(TestDatabases.Trait, TestDatabases.Once)]
public sealed class BackupTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("conferencing-backup-").FullName;

    private string Archive => Path.Combine(_place, "backup.zip");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Theory]
    [InlineData(TestDatabases.Sqlite)]
    [InlineData(TestDatabases.Postgres)]
    public async Task A_backup_made_under_load_brings_everything_back(string database)
    {
        var (from, to) = (await TestDatabases.On(database), await Empty(database));
        List<(Guid Id, Guid Document)> before = [];
        string key;
        await using (var server = await RunningServer.Start(null, null, from))
        {
            using var admin = await server.SignedIn("admin", Role.Administrator);
            var rooms = await admin.AddRooms(3);
            using var clerk = await server.SignedIn("clerk", Role.Clerk);
            for (var day = 0; day < 6; day++) before.Add(await Book(clerk, rooms, Bookings.Day(2 + day, 6)));
            key = await File.ReadAllTextAsync(server.Service<DataFolder>().BridgeKey);
            using var stop = new CancellationTokenSource();
            var load = Enumerable.Range(0, 3).Select(number => KeepBooking(clerk, rooms[number], stop.Token)).ToArray();
            await Program("Backup written", ["backup", Archive, "--Data:Folder", server.Folder, .. from]);
            await stop.CancelAsync();
            Assert.All(await Task.WhenAll(load), made => Assert.True(made > 0));
        }
        var folder = Path.Combine(_place, "restored");
        await Program("Restored into", ["restore", Archive, "--Data:Folder", folder, .. to]);

        await using var again = await RunningServer.Start(folder, null, to);
        using var reader = await again.SignedIn("clerk", Role.Clerk);
        foreach (var (id, document) in before)
        {
            Assert.Equal("pending", (await reader.Get($"/api/briefings/{id}")).Expect(200)["status"].GetString());
            Assert.Equal(Content(id), await reader.Http.GetByteArrayAsync(new Uri($"/api/briefings/{id}/documents/{document}", UriKind.Relative)));
        }
        Assert.Equal(0, await OverlapCheck.Count(again));
        Assert.Equal(0, await Count(again, "SELECT count(*) FROM Occurrences AS one WHERE NOT EXISTS (SELECT 1 FROM OccurrenceRooms AS held WHERE held.OccurrenceId = one.Id)"));
        Assert.Equal(key, await File.ReadAllTextAsync(again.Service<DataFolder>().BridgeKey));
        using var signIn = again.Client();
        (await signIn.Post("/api/session", new { userName = "clerk", password = RunningServer.Password })).Expect(200);
    }

    [Theory]
    [InlineData(TestDatabases.Sqlite)]
    [InlineData(TestDatabases.Postgres)]
    public async Task What_is_there_is_written_over_only_on_demand_and_then_put_aside(string database)
    {
        var settings = await TestDatabases.On(database);
        var folder = Path.Combine(_place, "data");
        await using (var server = await RunningServer.Start(folder, null, settings)) await server.SignedIn("truoc", Role.Clerk);
        var (storage, data) = Open(folder, settings);
        await new BackupCommand(storage, data, TimeProvider.System).Write(Archive, CancellationToken.None);
        data.Dispose();
        await using (var server = await RunningServer.Start(folder, null, settings)) await server.SignedIn("sau", Role.Clerk);

        Assert.Contains("--replace", await Refused("restore", Archive, "--Data:Folder", folder, settings[0], settings[1]), StringComparison.Ordinal);
        await using (var server = await RunningServer.Start(folder, null, settings)) Assert.Equal(2, await Count(server, "SELECT count(*) FROM AspNetUsers"));
        await Program("What was there is in", ["restore", Archive, "--replace", "--Data:Folder", folder, .. settings]);
        await using (var server = await RunningServer.Start(folder, null, settings)) Assert.Equal(1, await Count(server, "SELECT count(*) FROM AspNetUsers"));
        Assert.Single(Directory.GetDirectories(folder, "replaced-*"));
    }

    [Fact]
    public async Task A_running_server_is_not_restored_over_and_a_backup_not_written_over()
    {
        await using var server = await RunningServer.Start(null, null, "--Data:Connection", "");
        await File.WriteAllTextAsync(Archive, "mine");
        Assert.Contains("in use", await Refused("restore", Archive, "--replace", "--Data:Folder", server.Folder), StringComparison.Ordinal);
        Assert.Contains("there already", await Refused("backup", Archive, "--Data:Folder", server.Folder), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Archive));
        Assert.Contains("no data folder", await Refused("backup", Archive + "2", "--Data:Folder", Path.Combine(_place, "nowhere")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("documents/../../outside")]
    [InlineData("documents/./a")]
    [InlineData("documents//a")]
    [InlineData("documents/")]
    [InlineData("/documents/a")]
    [InlineData("documents\\..\\a")]
    [InlineData("documents/c:a")]
    [InlineData("bridge/node.lock")]
    [InlineData("conferencing.db")]
    [InlineData("keys")]
    public async Task A_name_that_leads_elsewhere_is_refused_before_anything_is_written(string name)
    {
        await Make(Entry("database", "x"), Entry(name, "x"));
        Assert.Contains("does not belong", await RefusedHere(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_place, "outside")));
    }

    [Fact]
    public async Task Archives_that_are_damaged_or_not_ours_say_what_is_wrong()
    {
        await File.WriteAllTextAsync(Archive, "no archive");
        Assert.Contains("cannot be restored", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", "x")], contents => "{}");
        Assert.Contains("cannot be restored", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", "x")], contents => contents.Replace("2D711642", "00000000", StringComparison.Ordinal));
        Assert.Contains("'database' is damaged", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", "xxxx")], contents => contents.Replace("\"bytes\": 4", "\"bytes\": 3", StringComparison.Ordinal));
        Assert.Contains("longer than the list says", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", "x"), Entry("documents/a", "x"), Entry("documents/A", "x")]);
        Assert.Contains("twice", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("documents/a", "x")]);
        Assert.Contains("no database", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", "x")], contents => contents.Replace("SQLite", "PostgreSQL", StringComparison.Ordinal));
        Assert.Contains("a database of PostgreSQL", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", "x")], contents => contents.Replace("20261123075105_Initial", "29990101000000_Later", StringComparison.Ordinal));
        Assert.Contains("newer version", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", "x")]);
        Assert.Contains("not this program's", await RefusedHere(), StringComparison.Ordinal);
        await Make([Entry("database", new string('x', 5000))]);
        Assert.Contains("cannot be read", await RefusedHere(), StringComparison.Ordinal);
    }

    /// <summary>The whole folder is as before, and what was said.</summary>
    private async Task<string> RefusedHere()
    {
        var folder = Path.Combine(_place, "empty");
        var (storage, data) = Open(folder, []);
        using (data)
        {
            var refused = await Assert.ThrowsAsync<StartRefusedException>(() => new RestoreCommand(storage, data, TimeProvider.System).Read(Archive, replace: false, CancellationToken.None));
            Assert.Equal(["server.lock"], Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
            File.Delete(Archive);
            return refused.Message;
        }
    }

    private static (string Name, string Text) Entry(string name, string text) => (name, text);

    private Task Make(params (string Name, string Text)[] entries) => Make(entries, contents => contents);

    /// <summary>An archive as the program would make it, but for what <paramref name="spoil"/> does to its list.</summary>
    private async Task Make((string Name, string Text)[] entries, Func<string, string> spoil)
    {
        await using var stream = new FileStream(Archive, FileMode.Create);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create);
        var files = entries.Select(entry => new BackupFile(
            entry.Name, entry.Text.Length, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(entry.Text))))).ToArray();
        foreach (var (name, text) in entries) await Put(archive, name, text);
        var contents = new BackupContents(BackupContents.CurrentFormat, "SQLite", "20261123075105_Initial", DateTimeOffset.UnixEpoch, files);
        await Put(archive, BackupContents.Entry, spoil(JsonSerializer.Serialize(contents, BackupContents.Json)));
    }

    private static async Task Put(ZipArchive archive, string name, string text)
    {
        await using var to = new StreamWriter(archive.CreateEntry(name).Open());
        await to.WriteAsync(text);
    }

    private static (Storage Storage, DataFolder Data) Open(string folder, string[] settings)
    {
        var data = DataFolder.Open(folder);
        return (Storage.Of(new DataOptions { Connection = settings.LastOrDefault() ?? "" }, data), data);
    }

    /// <summary>A database nothing was ever kept in.</summary>
    private static async Task<string[]> Empty(string database)
    {
        if (database == TestDatabases.Sqlite) return ["--Data:Connection", ""];
        var server = await TestDatabases.Server();
        var name = $"empty_{Guid.NewGuid():N}";
        await server.Create(name);
        return ["--Data:Connection", server.Connection(name)];
    }

    private static async Task<(Guid Id, Guid Document)> Book(ApiClient clerk, Guid[] rooms, DateTimeOffset start)
    {
        var id = (await clerk.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms))).Expect(201).Id;
        var document = (await DocumentTests.Upload(clerk, id, "giấy mời.txt", Content(id))).Expect(201);
        return (id, document["id"].GetGuid());
    }

    private static byte[] Content(Guid id) => Encoding.UTF8.GetBytes($"Nội dung của {id}");

    private static async Task<int> KeepBooking(ApiClient clerk, Guid room, CancellationToken stop)
    {
        var made = 0;
        for (; !stop.IsCancellationRequested && made < 500; made++)
        {
            var start = Bookings.Day(10).AddHours(made);
            var answer = await clerk.Post("/api/briefings", Bookings.Form(start, start.AddMinutes(30), [room]));
            Assert.Equal(HttpStatusCode.Created, answer.Status);
        }
        return made;
    }

    private static async Task<long> Count(RunningServer server, string sql) => (await server.Service<PlainSql>().Read(sql, row => row.GetInt64(0), CancellationToken.None))[0];

    private static async Task Program(string says, string[] arguments)
    {
        using var program = ServerProgram.Command(arguments);
        var (exitCode, output, errors) = await program.End();
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains(says, output, StringComparison.Ordinal);
    }

    private static async Task<string> Refused(params string[] arguments)
    {
        using var program = ServerProgram.Command(arguments);
        var (exitCode, output, errors) = await program.End();
        Assert.Equal((1, ""), (exitCode, output));
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
