using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Conferencing.RoomSimulator;
using Conferencing.RoomSimulator.Load;
using Conferencing.RoomSimulator.Measuring;

using var stop = new CancellationTokenSource();
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    if (args.FirstOrDefault() == "load" && GeneratorLine.IsMeant(args[1..]))
    {
        using var generator = new LoadGenerator(GeneratorLine.Parse(args[1..]));
        var figures = generator.Run(isMeasured => Say(isMeasured ? "{\"event\":\"measuring\"}" : "{\"event\":\"connected\"}"), stop.Token);
        Say(JsonSerializer.Serialize(figures, LoadFigures.Json));
        generator.End(stop.Token);
        return 0;
    }

    var options = CommandLine.Parse(args);
    using var simulator = new Simulator(options, options.Load is null ? Say : _ => { });
    if (options.Load is not { } load)
    {
        Say($"{options.Rooms.Length} rooms answer at sip:{options.Rooms[0].Name}@{options.Address}:{options.Rooms[0].SipPort} and on");
        simulator.Run(stop.Token);
        return 0;
    }
    PreferThisThread();
    Say("{\"event\":\"ready\"}");
    var run = new LoadRun(simulator, load, Say);
    simulator.Run(stop.Token, run.Step);
    return run.Succeeded ? 0 : 1;
}
catch (CommandLineException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n\n{CommandLine.Usage}\n\n{GeneratorLine.Usage}");
    return 2;
}
catch (LoadFailedException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}
catch (SocketException taken)
{
    Console.Error.WriteLine($"The rooms' ports cannot be opened: {taken.Message}");
    return 1;
}

// Rooms that measure must not be starved by the machine's other work; without the right to it they run as they are.
static void PreferThisThread()
{
    try
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.High;
    }
    catch (Exception refused) when (refused is Win32Exception or UnauthorizedAccessException)
    {
        Console.Error.WriteLine("The rooms run at ordinary priority; on a busy machine their measurements will suffer.");
    }
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

static void Say(string line) => Console.Out.WriteLine(line);
