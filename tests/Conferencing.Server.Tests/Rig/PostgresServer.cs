using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Conferencing.Server.Tests.Rig;

/// <summary>
/// A real PostgreSQL server of this process alone: made in a folder of its own, reached by a socket in it, as a user that is not root. A shell
/// between the two waits for the end of its input, however this process ends, and then ends the server and deletes the folder.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Sorted as a Vietnamese office might have set it up: what the program sorts must not depend on it.</summary>
    private const string Script =
        """
        trap '' TERM INT HUP
        folder=$(mktemp -d /tmp/conferencing-postgres-XXXXXX) || exit 1
        echo "$folder"
        { "$1/initdb" -D "$folder/data" -U conferencing -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=vi --no-sync &&
          exec "$1/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
            -c max_connections=400 -c shared_buffers=256MB -c max_wal_size=4GB -c checkpoint_timeout=1h; } > "$folder/log" 2>&1 &
        server=$!
        cat > /dev/null
        kill -QUIT $server 2>/dev/null
        wait $server
        rm -rf "$folder"
        """;

    private readonly Process _keeper;

    private PostgresServer(Process keeper, string folder) => (_keeper, Folder) = (keeper, folder);

    /// <summary>Its data, its socket and its log.</summary>
    public string Folder { get; }

    /// <summary>Where initdb, postgres, pg_dump and their like are.</summary>
    public static string Programs { get; } = FindPrograms();

    public static async Task<PostgresServer> Start()
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = "/" };
        string[] asNobodyElse = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        string[] all = [.. asNobodyElse, "sh", "-c", Script, "postgres-for-tests", Programs];
        start.FileName = all[0];
        foreach (var argument in all[1..]) start.ArgumentList.Add(argument);
        var keeper = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        var folder = await keeper.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("No folder could be made for PostgreSQL.");
        var server = new PostgresServer(keeper, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        await server.Answers();
        return server;
    }

    public string Connection(string database, string user = "conferencing") =>
        new NpgsqlConnectionStringBuilder { Host = Folder, Database = database, Username = user, MaxPoolSize = 50 }.ToString();

    /// <param name="from">The database it begins as a copy of.</param>
    public async Task Create(string database, string from = "template1") => await Execute("postgres", $"CREATE DATABASE {database} TEMPLATE {from}");

    public async Task Drop(string database)
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(Connection(database)));
        await Execute("postgres", $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
    }

    public async Task Execute(string database, string sql, string user = "conferencing")
    {
        await using var connection = new NpgsqlConnection(Connection(database, user) + ";Pooling=false;Timeout=60;Command Timeout=300");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public void Dispose()
    {
        try
        {
            _keeper.StandardInput.Close();
            _keeper.WaitForExit(TimeSpan.FromSeconds(20));
        }
        catch (Exception ended) when (ended is InvalidOperationException or ObjectDisposedException)
        {
            // Disposed before.
        }
        _keeper.Dispose();
    }

    private async Task Answers()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await Execute("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(began) < Patience && !_keeper.HasExited)
            {
                await Task.Delay(50);
            }
            catch (NpgsqlException fault)
            {
                var log = Path.Combine(Folder, "log");
                throw new InvalidOperationException($"PostgreSQL does not answer: {(File.Exists(log) ? await File.ReadAllTextAsync(log) : "")}", fault);
            }
        }
    }

    private static string FindPrograms()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(one => int.TryParse(Path.GetFileName(one), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(one => Path.Combine(one, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return debian.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new InvalidOperationException("PostgreSQL is missing: install the package postgresql.");
    }
}
