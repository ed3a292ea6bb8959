using System.Net.Sockets;
using System.Runtime.InteropServices;
using Conferencing.Bridge.Node;
using Conferencing.Bridge.Rtp;
using Conferencing.Bridge.Sip;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge;

/// <summary>
/// A bridge node: <c>Conferencing.Bridge [--detached] [--config FILE] [--Sip:Port 5060 ...]</c>. What keeps it from starting
/// is one line on the console and an exit code.
/// </summary>
internal static class Program
{
    private const int BadSettings = 1;
    private const int FolderTaken = 2;
    private const int PortTaken = 3;

    private static async Task<int> Main(string[] arguments)
    {
        NativeThread.RaiseProcess();
        try
        {
            var options = NodeOptions.Read(arguments);
            using var held = NodeLock.TryTake(options.NodeFolder);
            return held is not null
                ? await RunNode(options).ConfigureAwait(false)
                : Refuse(FolderTaken, $"Another bridge node (process {NodeLock.Holder(options.NodeFolder)}) runs on {options.DataFolder}.");
        }
        catch (SettingException wrong)
        {
            return Refuse(BadSettings, wrong.Message);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or (IOException and not FileNotFoundException))
        {
            return Refuse(BadSettings, $"The data folder cannot be used: {failure.Message}");
        }
        catch (SipPortInUseException taken)
        {
            return Refuse(PortTaken, taken.Message);
        }
        catch (TlsFilesException wrong)
        {
            return Refuse(BadSettings, wrong.Message);
        }
        catch (SocketException taken)
        {
            return Refuse(PortTaken, $"No free RTP port: {taken.Message}");
        }
    }

    private static async Task<int> RunNode(NodeOptions options)
    {
        using var file = options.Detached ? new LogFile(options.LogFile) : null;
        using var log = new NodeLog(file is null ? Console.Error.WriteLine : file.Write, TimeProvider.System);
        using var logs = new LoggerFactory([log]);
        using var node = new BridgeNode(options, logs);
        if (file is not null)
        {
            Detaching.LeaveSession();
            file.TakeOutput();
        }

        using var terminate = OnSignal(PosixSignal.SIGTERM, node);
        using var interrupt = OnSignal(PosixSignal.SIGINT, node);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, node);
        await node.Run().ConfigureAwait(false);
        return 0;
    }

    private static int Refuse(int code, string line)
    {
        Console.Error.WriteLine(line);
        return code;
    }

    private static PosixSignalRegistration OnSignal(PosixSignal signal, BridgeNode node) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        node.Stop();
    });
}
