using Conferencing.Server.Bridge;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Demo;

/// <summary>A demo from start to end: the province, the rooms, the session, and the file that tells scripts about them.</summary>
internal sealed class DemoRun(
    DemoOptions options, DemoProvince province, DemoRooms rooms, DataFolder folder, ListenAddress address, SipOptions sip,
    BridgeSupervisor supervisor, TimeProvider clock, ILogger<DemoRun> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>How soon the file names the bridge's new process after a restart.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;

    /// <summary>Before the server listens: whoever finds it finds the province.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => options.Enabled ? province.Fill(cancellationToken) : Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled) return;
        var earlier = DemoFile.Read(folder);
        rooms.Start(earlier?.ProcessIds.Simulator);
        var session = await province.Session(cancellationToken);
        var file = new DemoFile
        {
            Url = address.ForPeople,
            Token = await province.Token(earlier?.Token, cancellationToken),
            SipPort = sip.Port,
            Accounts = [.. DemoAccounts.All.Select(one => new DemoFile.Entry(one.UserName, DemoAccounts.Password, [Word(one.Role.ToString())]))],
            ProcessIds = new DemoFile.Processes(Environment.ProcessId, supervisor.ProcessId, rooms.ProcessId),
            BriefingId = session?.BriefingId,
            ConferenceId = session?.Id,
        };
        file.Write(folder);
        Print(file, session);
        _watch = Task.Run(() => Watch(file, _stop.Token), CancellationToken.None);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _watch;
        if (options.Enabled) rooms.Stop();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The file tells of a running demo.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (options.Enabled) File.Delete(folder.DemoFile);
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    private async Task Watch(DemoFile file, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (supervisor.ProcessId is { } bridge && bridge != file.ProcessIds.Bridge)
                {
                    file = file with { ProcessIds = file.ProcessIds with { Bridge = bridge } };
                    file.Write(folder);
                }
            }
            catch (Exception fault)
            {
                log.LogError(fault, "demo.json cannot be written");
            }
            await Task.Delay(Look, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Print(DemoFile file, OccurrenceRow? session)
    {
        Console.WriteLine($"""

              Hội nghị giao ban trực tuyến – demo

              {file.Url}
            {string.Join('\n', file.Accounts.Select(one => $"    {one.Roles[0],-14} {one.UserName,-12} {one.Password}"))}
              token of an administrator: {file.Token}
              {(session is null ? "no session could be booked" : $"a session calls its rooms at {session.ConnectAt.Text()} and begins at {session.Start.Text()}")}

            """);
    }

    private static string Word(string role) => char.ToLowerInvariant(role[0]) + role[1..];
}
