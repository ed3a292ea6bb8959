using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Conferencing.Server.Backup;
using Conferencing.Server.Bridge;
using Conferencing.Server.Data;
using Conferencing.Server.Moving;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Connections;

namespace Conferencing.Server.Hosting;

/// <summary>
/// The program: <c>Conferencing.Server [--config FILE] [--Web:Port 5080 …]</c> runs it, <c>--openapi FILE</c> writes the API's
/// description and ends; <c>backup FILE</c> writes a backup while it runs, <c>restore FILE [--replace]</c> brings it back while it does not, both with
/// the settings it is run with; <c>move</c> takes it from SQLite to the PostgreSQL database its settings name. What keeps it from starting is one line on standard error and a non-zero exit code.
/// </summary>
internal static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        try
        {
            switch (args)
            {
                case ["--openapi", var file]:
                    await WriteOpenApi(file);
                    break;
                case ["backup", .. var rest]:
                    await BackUp(rest);
                    break;
                case ["restore", .. var rest]:
                    await Restore(rest);
                    break;
                case ["move", .. var rest]:
                    await Move(rest);
                    break;
                default:
                    await Serve(args);
                    break;
            }
            return 0;
        }
        catch (StartRefusedException refused)
        {
            return await Refuse(refused.Message);
        }
        catch (DbException fault)
        {
            return await Refuse($"The database cannot be used: {fault.Message}");
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            return await Refuse($"The web port is in use by another process. {fault.Message}");
        }
        catch (SocketException fault)
        {
            return await Refuse($"The web address cannot be listened on: {fault.Message}");
        }
    }

    private static async Task Serve(string[] args)
    {
        var settings = Settings(args);
        var data = ServerHost.SettingsOf<DataOptions>(settings, DataOptions.Section);
        using var folder = DataFolder.Open(data.Folder);
        await using var app = ServerHost.Build(DemoArguments(args, settings), folder);
        RequireSipPort(app.Services);
        try
        {
            await app.StartAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop while it was still starting: what has begun ends as ever.
            await app.StopAsync();
            return;
        }
        await app.WaitForShutdownAsync();
    }

    private static async Task BackUp(string[] args)
    {
        if (args is not [var file, .. var rest] || file.StartsWith("--", StringComparison.Ordinal)) throw new StartRefusedException("backup needs the name of a file.");
        var data = ServerHost.SettingsOf<DataOptions>(Settings(rest), DataOptions.Section);
        using var folder = DataFolder.Beside(data.Folder);
        var written = await new BackupCommand(Storage.Of(data, folder), folder, TimeProvider.System).Write(file, CancellationToken.None);
        Console.WriteLine($"Backup written: {file} ({written.Database}, {written.Files.Length} files, {written.Files.Sum(one => one.Bytes) / 1_000_000} MB).");
    }

    private static async Task Restore(string[] args)
    {
        const string Replace = "--replace";
        if (args is not [var file, .. var rest] || file.StartsWith("--", StringComparison.Ordinal)) throw new StartRefusedException("restore needs the name of a file.");
        var data = ServerHost.SettingsOf<DataOptions>(Settings([.. rest.Where(one => one != Replace)]), DataOptions.Section);
        using var folder = DataFolder.Open(data.Folder);
        var (contents, aside) = await new RestoreCommand(Storage.Of(data, folder), folder, TimeProvider.System).Read(file, rest.Contains(Replace), CancellationToken.None);
        Console.WriteLine($"Restored into {folder.Path}: the state of {contents.At:yyyy-MM-dd HH:mm:ss} UTC, {contents.Files.Length} files.");
        if (aside is not null) Console.WriteLine($"What was there is in {Path.Combine(folder.Path, aside)}{(data.Connection.Length > 0 ? $", tables in the schema {aside.Replace('-', '_')}" : "")}.");
    }

    private static async Task Move(string[] args)
    {
        var data = ServerHost.SettingsOf<DataOptions>(Settings(args), DataOptions.Section);
        using var there = DataFolder.Beside(data.Folder);
        using var folder = DataFolder.Open(there.Path);
        if (Storage.Of(data, folder) is not PostgresStorage postgres) throw new StartRefusedException("Data:Connection names no database of PostgreSQL to move to.");
        var aside = await new MoveCommand(new SqliteStorage(folder), postgres, folder, TimeProvider.System, Console.Out).Move(CancellationToken.None);
        Console.WriteLine($"Moved. What was moved is in {aside}, as it was. Start the server with these settings: it uses PostgreSQL from now on.");
    }

    private static IConfigurationRoot Settings(string[] args)
    {
        var configuration = new ConfigurationBuilder();
        ServerConfiguration.Read(configuration, args);
        return configuration.Build();
    }

    /// <summary>A demo has passwords everybody knows: only this machine may reach it.</summary>
    private static string[] DemoArguments(string[] args, IConfiguration settings) =>
        ServerHost.SettingsOf<DemoOptions>(settings, DemoOptions.Section).Enabled ? [.. args, $"--{WebOptions.Section}:{nameof(WebOptions.Bind)}", "127.0.0.1"] : args;

    /// <summary>Said here, at once: the node would only say it into its log.</summary>
    private static void RequireSipPort(IServiceProvider services)
    {
        var sip = services.GetRequiredService<SipOptions>();
        if (!services.GetRequiredService<BridgeOptions>().Supervise || services.GetRequiredService<NodeLock>().Holder() is not null) return;
        if (!IPAddress.TryParse(sip.Bind, out var address)) throw new StartRefusedException($"Sip:Bind is '{sip.Bind}', which is no IP address.");
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(address, sip.Port));
        }
        catch (SocketException fault) when (fault.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied or SocketError.AddressNotAvailable)
        {
            throw new StartRefusedException($"The SIP port {sip.Port} cannot be used: {fault.Message}");
        }
    }

    private static async Task WriteOpenApi(string file)
    {
        using var folder = DataFolder.Unused();
        await using var app = ServerHost.Build([], folder);
        await using var to = new StreamWriter(file);
        await OpenApiDocument.Write(app.Services, to);
    }

    private static async Task<int> Refuse(string line)
    {
        await Console.Error.WriteLineAsync(line.ReplaceLineEndings(" "));
        return 1;
    }
}
