using System.Security.Cryptography;
using Conferencing.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conferencing.Benchmarks;

/// <summary>A real bridge node in a process of its own, with a hub in this process that stands in for the server. Measures nothing.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _web;
    private readonly ChildProgram _bridge;
    private readonly BenchStand _stand;
    private readonly SemaphoreSlim _asking = new(1);

    private BenchNode(string folder, WebApplication web, ChildProgram bridge, BenchStand stand)
    {
        _folder = folder;
        _web = web;
        _bridge = bridge;
        _stand = stand;
    }

    public int ProcessId => _bridge.ProcessId;

    /// <summary>As it was set; 5060 when it was not.</summary>
    public required int SipPort { get; init; }

    /// <summary>Where the load tool may ask for the node's garbage.</summary>
    public required Uri Metrics { get; init; }

    /// <summary>Returns when the node has connected and holds the plan.</summary>
    /// <param name="settings">Settings of the node beside its folder and the hub's address.</param>
    /// <exception cref="InvalidOperationException">It did not connect.</exception>
    public static async Task<BenchNode> Start(ConferencePlan plan, params IEnumerable<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-bench-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        File.WriteAllText(Path.Combine(folder, "keys", "bridge.key"), RandomNumberGenerator.GetHexString(64));
        var stand = new BenchStand(plan);
        var web = await StartHub(stand);
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var bridge = ChildProgram.Start(
            "Conferencing.Bridge", ["--Data:Folder", folder, "--Server:Url", address, "--Sip:Bind", "127.0.0.1", .. settings]);
        var node = new BenchNode(folder, web, bridge, stand) { SipPort = PortOf([.. settings]), Metrics = new Uri(new Uri(address), "metrics") };
        if (await Task.WhenAny(stand.Node.Task, Task.Delay(TimeSpan.FromSeconds(20))) == stand.Node.Task)
            return node;
        await node.DisposeAsync();
        throw new InvalidOperationException("The bridge did not connect to its hub.");
    }

    public Task Apply(ConferencePlan plan) => Hub.Clients.All.ApplyPlan(plan);

    /// <summary>What the node says of itself now.</summary>
    /// <exception cref="InvalidOperationException">It said nothing within two seconds.</exception>
    public async Task<NodeHealth> Health()
    {
        await _asking.WaitAsync();
        try
        {
            return await Ask();
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task<NodeHealth> Ask()
    {
        await Hub.Clients.All.RequestSnapshot();
        NodeHealth? health = null;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await foreach (var snapshot in _stand.Snapshots.Reader.ReadAllAsync(limit.Token))
                health = snapshot.Health;
        }
        catch (OperationCanceledException)
        {
            // All there is has been read.
        }

        return health ?? throw new InvalidOperationException("The bridge sent no snapshot.");
    }

    public async ValueTask DisposeAsync()
    {
        _bridge.Dispose();
        await _web.DisposeAsync();
        _asking.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IHubContext<BenchHub, IBridgeNode> Hub => _web.Services.GetRequiredService<IHubContext<BenchHub, IBridgeNode>>();

    private static int PortOf(string[] settings) =>
        Array.IndexOf(settings, "--Sip:Port") is >= 0 and int at ? int.Parse(settings[at + 1], System.Globalization.CultureInfo.InvariantCulture) : 5060;

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
        web.MapGet("/metrics", (BenchStand stand) => stand.Metrics);
        await web.StartAsync();
        return web;
    }
}
