using System.Diagnostics;
using System.Globalization;
using Conferencing.Server.Bridge;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Demo;

/// <summary>The simulated rooms: a program started with the demo and ended with it. One that an earlier server left is used again.</summary>
internal sealed class DemoRooms(DemoOptions options, DataFolder folder, ILogger<DemoRooms> log) : IDisposable
{
    /// <summary>One thin line and one busy device, so that the board has something to show; the others are well.</summary>
    private static readonly (int FromLast, string Behaviour)[] Behaviours = [(1, "lossy=4"), (0, "busy")];

    private Process? _process;

    public int? ProcessId { get; private set; }

    /// <param name="earlier">The process an earlier server noted.</param>
    public void Start(int? earlier)
    {
        if (options.RoomProgram.Length == 0) return;
        if (earlier is { } process && Runs(process))
        {
            ProcessId = process;
            return;
        }
        _process = Process.Start(Command());
        ProcessId = _process?.Id;
        log.LogInformation("Started {Count} simulated rooms, process {Process}", options.RoomCount, ProcessId);
    }

    public void Stop()
    {
        if (ProcessId is { } process) ProcessSignal.Terminate(process);
    }

    public void Dispose() => _process?.Dispose();

    private ProcessStartInfo Command()
    {
        var command = BridgeProgram.Command(Path.GetFullPath(options.RoomProgram));
        var arguments = command.ArgumentList;
        foreach (var argument in (string[])["rooms", "--count", Text(options.RoomCount), "--sip-port", Text(options.FirstRoomPort), "--rtp-port", Text(options.FirstRoomRtpPort)])
            arguments.Add(argument);
        foreach (var (fromLast, behaviour) in options.RoomCount >= 14 ? Behaviours : [])
        {
            arguments.Add("--room");
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"{options.RoomCount - fromLast}:{behaviour}"));
        }
        return OperatingSystem.IsWindows() ? command : IntoFile(command);
    }

    /// <summary>Its output goes to a file: a pipe would end with this process, the rooms need not.</summary>
    private ProcessStartInfo IntoFile(ProcessStartInfo command)
    {
        Directory.CreateDirectory(folder.Logs);
        var shell = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        shell.ArgumentList.Add("-c");
        shell.ArgumentList.Add("exec \"$@\" >>\"$ROOMS_LOG\" 2>&1 </dev/null");
        shell.ArgumentList.Add("rooms");
        shell.ArgumentList.Add(command.FileName);
        foreach (var argument in command.ArgumentList) shell.ArgumentList.Add(argument);
        shell.Environment["ROOMS_LOG"] = Path.Combine(folder.Logs, "rooms.log");
        return shell;
    }

    /// <summary>A process id may have been given to another program meanwhile.</summary>
    private bool Runs(int process)
    {
        var commandLine = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/cmdline";
        return File.Exists(commandLine) && File.ReadAllText(commandLine).Contains(Path.GetFileName(options.RoomProgram), StringComparison.Ordinal);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
