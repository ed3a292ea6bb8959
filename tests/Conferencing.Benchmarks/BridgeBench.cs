using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Conferencing.Contract;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Benchmarks;

/// <summary>
/// A load run: a real bridge node in a process of its own, told by a hub in this process to call simulated rooms in a third. The
/// node's CPU and memory are read from outside; what the rooms hear is measured by the rooms.
/// </summary>
internal sealed class BridgeBench(BenchOptions options)
{
    public async Task<BenchResult> Run()
    {
        using var rooms = StartRooms();
        await Expect(rooms, "ready");
        var plan = MakePlan(DateTimeOffset.UtcNow.AddSeconds(60));
        await using var bridge = await StartBridge(plan);
        // The node has started and waits: from here on only calling is timed.
        await bridge.Apply(plan with { Revision = 2, ConnectAt = DateTimeOffset.UtcNow });
        var connected = await Expect(rooms, "connected");
        var rounds = new List<BenchRound>();
        for (int round = 0; round < options.Rounds; round++)
            rounds.Add(await Measure(rooms, bridge, isFirst: round == 0));
        return new BenchResult(options, connected.GetProperty("seconds").GetDouble(), rounds, await bridge.Health());
    }

    private static async Task<BenchRound> Measure(ChildProgram rooms, BenchNode bridge, bool isFirst)
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

    private ChildProgram StartRooms() => ChildProgram.Start(
        "Conferencing.RoomSimulator",
        "load", "--count", Text(options.Rooms), "--talkers", Text(options.Talkers), "--seconds", Text(options.Seconds), "--rounds", Text(options.Rounds),
        "--shared-port", "--sip-port", Text(options.FirstPort), "--rtp-port", Text(options.FirstPort + 2), "--ring", "0");

    private Task<BenchNode> StartBridge(ConferencePlan plan)
    {
        int firstRtp = options.FirstPort + 4 + (2 * options.Rooms);
        return BenchNode.Start(
            plan,
            "--Sip:Port", Text(options.FirstPort + 1), "--Rtp:FirstPort", Text(firstRtp), "--Rtp:LastPort", Text(firstRtp + 19),
            "--Bridge:InvitesPerSecond", Text(options.Pace));
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
