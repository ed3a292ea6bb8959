using System.Diagnostics;
using System.Globalization;
using Conferencing.Server.Hosting;
using Npgsql;

namespace Conferencing.Server.Data;

/// <summary>PostgreSQL's own programs for copies, told by their environment where the database is, so that no password is among their arguments.</summary>
internal static class PostgresTools
{
    /// <summary>All of the database as it was at one moment, but for the jobs, which are derived again from the bookings.</summary>
    public static Task Dump(string connection, string jobSchema, string file, CancellationToken cancel) =>
        Run("pg_dump", connection, ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--no-password", $"--exclude-schema={jobSchema}", $"--file={file}"], cancel);

    /// <summary>All of it or nothing.</summary>
    public static Task Load(string connection, string database, string file, CancellationToken cancel) =>
        Run("pg_restore", connection, ["--no-owner", "--no-privileges", "--no-password", "--exit-on-error", "--single-transaction", $"--dbname={database}", file], cancel);

    private static async Task Run(string program, string connection, string[] arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Find(program)) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Environment(new NpgsqlConnectionStringBuilder(connection))) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new UnreachableException("Without a shell a process starts or an exception says why not.");
        var (errors, output) = (process.StandardError.ReadToEndAsync(cancel), process.StandardOutput.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        await output;
        if (process.ExitCode != 0) throw new StartRefusedException($"{program} failed: {(await errors).Trim()}");
    }

    private static IEnumerable<(string Name, string Value)> Environment(NpgsqlConnectionStringBuilder parts)
    {
        yield return ("PGHOST", parts.Host ?? "localhost");
        yield return ("PGPORT", parts.Port.ToString(CultureInfo.InvariantCulture));
        if (parts.Database is { } database) yield return ("PGDATABASE", database);
        if (parts.Username is { } user) yield return ("PGUSER", user);
        if (parts.Password is { } password) yield return ("PGPASSWORD", password);
        if (parts.Passfile is { } passfile) yield return ("PGPASSFILE", passfile);
        if (parts.RootCertificate is { } root) yield return ("PGSSLROOTCERT", root);
        if (parts.SslMode != SslMode.Prefer) yield return ("PGSSLMODE", SslWord(parts.SslMode));
    }

    private static string SslWord(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    /// <summary>The newest of those Debian has installed side by side, else the one in the path.</summary>
    private static string Find(string program)
    {
        const string Debian = "/usr/lib/postgresql";
        var installed = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        var path = System.Environment.GetEnvironmentVariable("PATH") ?? "";
        return installed.OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin")).Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") }).FirstOrDefault(File.Exists)
            ?? throw new StartRefusedException($"{program} is missing: install PostgreSQL's client programs, no older than the server (Debian: postgresql-client).");
    }
}
