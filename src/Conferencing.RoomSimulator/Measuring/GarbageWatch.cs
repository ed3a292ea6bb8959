namespace Conferencing.RoomSimulator.Measuring;

/// <summary>Asks a bridge's server twice a second what its node spends on garbage, on a thread of its own: the load waits for nobody.</summary>
internal sealed class GarbageWatch : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ManualResetEventSlim _stop = new();
    private readonly Uri _metrics;
    private readonly Thread _thread;
    private Told? _latest;

    public GarbageWatch(Uri metrics)
    {
        _metrics = metrics;
        _thread = new Thread(Watch) { IsBackground = true, Name = "garbage watch" };
        _thread.Start();
    }

    /// <summary>What was told last; null before anything was. A node tells its server every two seconds.</summary>
    public BridgeGarbage? Latest => Volatile.Read(ref _latest)?.Value;

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _client.Dispose();
        _stop.Dispose();
    }

    private void Watch()
    {
        do
        {
            try
            {
                using var answer = _client.Send(new HttpRequestMessage(HttpMethod.Get, _metrics));
                using var page = new StreamReader(answer.Content.ReadAsStream());
                if (BridgeGarbage.Parse(page.ReadToEnd()) is { } told)
                    Volatile.Write(ref _latest, new Told(told));
            }
            catch (Exception failed) when (failed is HttpRequestException or TaskCanceledException or IOException)
            {
                // Then the figures do without.
            }
        }
        while (!_stop.Wait(Period));
    }

    private sealed record Told(BridgeGarbage Value);
}
