using System.Security.Cryptography;
using System.Text;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Tests.Rig;

/// <summary>
/// Which database the servers of this run use: SQLite, or PostgreSQL when CONFERENCING_TEST_DATABASE says so, so that the same tests are run
/// on both. A test that is about one of them, or about both in one run, names it itself.
/// </summary>
internal static class TestDatabases
{
    /// <summary>The value of CONFERENCING_TEST_DATABASE, and of what tests of both are told.</summary>
    public const string Postgres = "postgres";
    public const string Sqlite = "sqlite";

    /// <summary>Trait of tests that are run once, whatever the run's database: <c>[Trait(Trait, Once)]</c>.</summary>
    public const string Trait = "Database";
    public const string Once = "once";

    /// <summary>Has the newest shape; every database of a test begins as a copy of it.</summary>
    private const string Template = "shaped";

    private static readonly SemaphoreSlim Making = new(1);
    private static PostgresServer? _server;

    private static string OfThisRun => Environment.GetEnvironmentVariable("CONFERENCING_TEST_DATABASE") is Postgres ? Postgres : Sqlite;

    /// <summary>The connection string for a data folder, the same one each time; empty for SQLite.</summary>
    /// <param name="kind">Null for that of the run.</param>
    public static async Task<string> For(string folder, string? kind = null)
    {
        if ((kind ?? OfThisRun) != Postgres) return "";
        var server = await Server();
        await Making.WaitAsync();
        try
        {
            if (Known.Add(Name(folder))) await server.Create(Name(folder), Template);
        }
        finally
        {
            Making.Release();
        }
        return server.Connection(Name(folder));
    }

    /// <summary>Gives a new folder of a server on SQLite its database, so that not every test makes every change of the schema since the first.</summary>
    public static async Task Shape(DataFolder folder, string[] settings)
    {
        if (OfThisRun == Postgres || settings.Contains("--Data:Connection") || File.Exists(folder.Database)) return;
        File.Copy(await ShapedFile.Value, folder.Database);
    }

    private static readonly Lazy<Task<string>> ShapedFile = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-shaped-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var data = DataFolder.Open(Path.Combine(folder, "data"));
        var storage = Storage.Of(new DataOptions(), data);
        await Database.BringUpToDate(storage, CancellationToken.None);
        var file = Path.Combine(folder, "shaped.db");
        await storage.CopyTo(file, CancellationToken.None);
        return file;
    });

    /// <summary>A database of its own as settings of a server, where the run's choice does not count.</summary>
    public static async Task<string[]> On(string kind) => ["--Data:Connection", await For(Guid.NewGuid().ToString(), kind)];

    public static async Task Forget(string folder)
    {
        if (Known.Remove(Name(folder))) await _server!.Drop(Name(folder));
    }

    /// <summary>The server of this process, started when it is first asked for.</summary>
    public static async Task<PostgresServer> Server()
    {
        await Making.WaitAsync();
        try
        {
            if (_server is not null) return _server;
            var server = await PostgresServer.Start();
            await server.Create(Template);
            var shaped = server.Connection(Template) + ";Pooling=false";
            await Database.BringUpToDate(Storage.Of(new DataOptions { Connection = shaped }, DataFolder.Unused()), CancellationToken.None);
            return _server = server;
        }
        finally
        {
            Making.Release();
        }
    }

    private static readonly SynchronizedNames Known = new();

    private static string Name(string folder) => "t" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..20];

    private sealed class SynchronizedNames
    {
        private readonly HashSet<string> _names = [];

        public bool Add(string name)
        {
            lock (_names) return _names.Add(name);
        }

        public bool Remove(string name)
        {
            lock (_names) return _names.Remove(name);
        }
    }
}
