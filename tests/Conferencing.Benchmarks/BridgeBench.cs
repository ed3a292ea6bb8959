using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Conferencing.Contract;
using Conferencing.RoomSimulator.Measuring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conferencing.Benchmarks;

/// <summary>
/// A load run: a real bridge node in a process of its own, told by a hub in this process to call simulated rooms in a third. The
/// node's CPU and memory are read from outside; what the rooms hear is measured by the rooms.
/// </summary>
internal sealed class BridgeBench(BenchOptions options) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conferencing-bench-").FullName;

    public async Task<BenchResult> Run()
    {
        using var rooms = StartRooms();
        await Expect(rooms, "ready");
        var stand = new BenchStand(MakePlan(DateTimeOffset.UtcNow.AddSeconds(60)));
        await using var web = await StartHub(stand);
        using var bridge = StartBridge(web);
        await Await(stand.Node.Task, "The bridge did not connect to its hub.");
        var hub = web.Services.GetRequiredService<IHubContext<BenchHub, IBridgeNode>>();
        // The node has started and waits: from here on only calling is timed.
        await hub.Clients.All.ApplyPlan(stand.Plan with { Revision = 2, ConnectAt = DateTimeOffset.UtcNow });
        var connected = await Expect(rooms, "connected");
        var rounds = new List<BenchRound>();
        for (int round = 0; round < options.Rounds; round++)
            rounds.Add(await Measure(rooms, bridge, isFirst: round == 0));
        await hub.Clients.All.RequestSnapshot();
        return new BenchResult(options, connected.GetProperty("seconds").GetDouble(), rounds, await LastHealth(stand));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<BenchRound> Measure(ChildProgram rooms, ChildProgram bridge, bool isFirst)
    {
        // A round begins in the turn in which the one before ended.
        if (isFirst) await Expect(rooms, "measuring");
        var machineBefore = MachineUsage.Now();
        var before = ProcessUsage.Of(bridge.ProcessId);
        var roomsBefore = ProcessUsage.Of(rooms.ProcessId);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var measured = await Expect(rooms, "measured");
        double seconds = watch.Elapsed.TotalSeconds;
        var after = ProcessUsage.Of(bridge.ProcessId);
        var roomsAfter = ProcessUsage.Of(rooms.ProcessId);
        var machineAfter = MachineUsage.Now();
        double bridgeCores = (after.CpuSeconds - before.CpuSeconds) / seconds;
        double simulatorCores = (roomsAfter.CpuSeconds - roomsBefore.CpuSeconds) / seconds;
        return new BenchRound
        {
            Heard = measured.GetProperty("report").Deserialize<LoadReport>(LoadReport.Json)!,
            BridgeCores = bridgeCores,
            ResidentBytes = after.ResidentBytes,
            SimulatorCores = simulatorCores,
            ForeignCores = Math.Max(0, ((machineAfter.BusySeconds - machineBefore.BusySeconds) / seconds) - bridgeCores - simulatorCores),
            StolenCores = (machineAfter.StolenSeconds - machineBefore.StolenSeconds) / seconds,
        };
    }

    private static async Task<NodeHealth> LastHealth(BenchStand stand)
    {
        NodeHealth? health = null;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await foreach (var snapshot in stand.Snapshots.Reader.ReadAllAsync(limit.Token))
                health = snapshot.Health;
        }
        catch (OperationCanceledException)
        {
            // All there is has been read.
        }
        return health ?? throw new InvalidOperationException("The bridge sent no snapshot.");
    }

    private ChildProgram StartRooms() => ChildProgram.Start(
        "Conferencing.RoomSimulator",
        "load", "--count", Text(options.Rooms), "--talkers", Text(options.Talkers), "--seconds", Text(options.Seconds), "--rounds", Text(options.Rounds),
        "--shared-port", "--sip-port", Text(options.FirstPort), "--rtp-port", Text(options.FirstPort + 2), "--ring", "0");

    private ChildProgram StartBridge(WebApplication web)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "keys"));
        File.WriteAllText(Path.Combine(_folder, "keys", "bridge.key"), RandomNumberGenerator.GetHexString(64));
        int firstRtp = options.FirstPort + 4 + (2 * options.Rooms);
        return ChildProgram.Start(
            "Conferencing.Bridge",
            "--Data:Folder", _folder, "--Server:Url", Address(web), "--Sip:Port", Text(options.FirstPort + 1), "--Sip:Bind", "127.0.0.1",
            "--Rtp:FirstPort", Text(firstRtp), "--Rtp:LastPort", Text(firstRtp + 19), "--Bridge:InvitesPerSecond", Text(options.Pace));
    }

    private static async Task<WebApplication> StartHub(BenchStand stand)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(stand);
        // The snapshot of a large conference is larger than the default of 32 kB.
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = null).AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions));
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        web.MapHub<BenchHub>("/hubs/bridge");
        await web.StartAsync();
        return web;
    }

    private ConferencePlan MakePlan(DateTimeOffset connectAt) => new()
    {
        ConferenceId = Guid.NewGuid(),
        Revision = 1,
        Title = "Load",
        ConnectAt = connectAt,
        StartAt = connectAt,
        EndAt = connectAt.AddHours(4),
        Participants =
        [
            .. Enumerable.Range(1, options.Rooms).Select(number => new ParticipantPlan
            {
                RoomId = Guid.NewGuid(),
                Name = string.Create(CultureInfo.InvariantCulture, $"Điểm cầu {number}"),
                Addresses = [string.Create(CultureInfo.InvariantCulture, $"sip:room{number:00}@127.0.0.1:{options.FirstPort}")],
            }),
        ],
    };

    private static async Task<JsonElement> Expect(ChildProgram rooms, string wanted)
    {
        await foreach (string line in rooms.Lines.ReadAllAsync())
        {
            var told = JsonDocument.Parse(line).RootElement;
            string? name = told.GetProperty("event").GetString();
            if (name == wanted) return told;
            if (name == "gaveUp") throw new InvalidOperationException($"Not every room was called into the conference: {line}");
        }
        throw new InvalidOperationException($"The room simulator ended before it said '{wanted}'.");
    }

    private static async Task Await(Task task, string otherwise)
    {
        if (await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(20))) != task) throw new InvalidOperationException(otherwise);
    }

    private static string Address(WebApplication web)
        => web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
