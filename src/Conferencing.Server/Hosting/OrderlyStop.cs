using System.Runtime.InteropServices;
using Conferencing.Server.Bridge;

namespace Conferencing.Server.Hosting;

/// <summary>
/// What Ctrl-C and SIGTERM do: first the bridge node is told to end, over its line; only then the server stops. The usual console
/// lifetime would close all lines first, and the node would take that for a lost server and go on.
/// </summary>
internal sealed class OrderlyStop(IHostApplicationLifetime application, IServiceProvider services, ILogger<OrderlyStop> log) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _begun;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT })
            _signals.Add(PosixSignalRegistration.Create(signal, Begin));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Begin(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Exchange(ref _begun, 1) == 0) _ = Task.Run(Stop);
    }

    private async Task Stop()
    {
        try
        {
            if (application.ApplicationStarted.IsCancellationRequested)
                await services.GetRequiredService<BridgeSupervisor>().StoppingAsync(CancellationToken.None);
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The bridge node could not be ended in good order");
        }
        finally
        {
            application.StopApplication();
        }
    }
}
