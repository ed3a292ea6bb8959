using System.Collections.Immutable;
using System.Threading.Channels;
using Conferencing.Contract;
using Conferencing.Server.Bridge;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Conferencing.Server.Tests.Rig;

/// <summary>A bridge node without a bridge: signs in to the hub, notes what it is told, reports what a test says.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection _line;
    private readonly Channel<ConferencePlan> _plans = Channel.CreateUnbounded<ConferencePlan>();
    private readonly Channel<SignallingPlan> _signalling = Channel.CreateUnbounded<SignallingPlan>();
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private readonly Dictionary<Guid, long> _read = [];
    private long _sequence;

    private FakeNode(HubConnection line, Guid instance)
    {
        (_line, Instance) = (line, instance);
        line.On<ConferencePlan>(nameof(IBridgeNode.ApplyPlan), plan => _plans.Writer.TryWrite(plan));
        line.On<SignallingPlan>(nameof(IBridgeNode.ApplySignalling), plan => _signalling.Writer.TryWrite(plan));
        line.On<Guid, Guid>(nameof(IBridgeNode.CallNow), (_, room) => _calls.Writer.TryWrite($"call {room}"));
        line.On<Guid, Guid>(nameof(IBridgeNode.LowerHand), (_, room) => _calls.Writer.TryWrite($"lower {room}"));
        line.On<Guid, Guid>(nameof(IBridgeNode.AnswerHelp), (_, room) => _calls.Writer.TryWrite($"help {room}"));
        line.On<SoundOrder>(nameof(IBridgeNode.PlaySound), order => _calls.Writer.TryWrite($"play {order.Sound} {order.RoomId?.ToString() ?? "all"} {order.Seconds}"));
        line.On<Guid>(nameof(IBridgeNode.StopSound), _ => _calls.Writer.TryWrite("silence"));
        line.On(nameof(IBridgeNode.RequestSnapshot), () => _calls.Writer.TryWrite("snapshot"));
        line.On<TraceOrder>(nameof(IBridgeNode.StartTrace), order =>
        {
            Orders.Add(order);
            _calls.Writer.TryWrite($"trace {string.Join(' ', order.CallIds)} {string.Join(' ', order.Addresses)}");
        });
        line.On<Guid>(nameof(IBridgeNode.StopTrace), id => _calls.Writer.TryWrite($"stop trace {id}"));
        line.On(nameof(IBridgeNode.Stop), () => _calls.Writer.TryWrite("stop"));
    }

    public Guid Instance { get; }
    public List<TraceOrder> Orders { get; } = [];
    public ImmutableArray<ConferencePlan> Greeted { get; private set; }

    public static async Task<FakeNode> Connect(RunningServer server, Guid? instance = null, string? key = null)
    {
        var line = new HubConnectionBuilder()
            .WithUrl(new Uri(server.Url, "/hubs/bridge"), http => http.AccessTokenProvider = () => Task.FromResult<string?>(key ?? server.Service<BridgeKey>().Value))
            .AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions)).Build();
        await line.StartAsync();
        var node = new FakeNode(line, instance ?? Guid.NewGuid());
        node.Greeted = await line.InvokeAsync<ImmutableArray<ConferencePlan>>(nameof(IBridgeHub.Hello), new NodeHello
        {
            Version = NodeHello.CurrentVersion,
            NodeName = "giả",
            InstanceId = node.Instance,
            ProcessId = 1,
            SipPort = 5060,
        });
        return node;
    }

    /// <summary>The next plan the server sends that says something new: each minute a job reminds of those not reached yet.</summary>
    public async Task<ConferencePlan> NextPlan()
    {
        while (true)
        {
            var plan = await _plans.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            if (IsOld(plan)) continue;
            _read[plan.ConferenceId] = plan.Revision;
            return plan;
        }
    }

    /// <summary>The plan there is: whether the server made it before this node said hello or after is a matter of moments.</summary>
    public async Task<ConferencePlan> PresentPlan()
    {
        if (Greeted is not [var plan]) return await NextPlan();
        _read[plan.ConferenceId] = plan.Revision;
        return plan;
    }

    private bool IsOld(ConferencePlan plan) => _read.TryGetValue(plan.ConferenceId, out long revision) && plan.Revision <= revision;

    /// <summary>The next plan of the SIP port; the first comes with the hello.</summary>
    public async Task<SignallingPlan> NextSignalling() => await _signalling.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public Task Signalling(SipRegistration[] registrations, params SipBan[] bans) => _line.InvokeAsync(
        nameof(IBridgeHub.ReportSignalling),
        new SignallingStatus { InstanceId = Instance, PlanRevision = 1, Registrations = [.. registrations], Bans = [.. bans] });

    /// <summary>The next one-shot act.</summary>
    public async Task<string> NextCall() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public bool HeardNothing
    {
        get
        {
            while (_plans.Reader.TryPeek(out var plan) && IsOld(plan)) _plans.Reader.TryRead(out _);
            return !_plans.Reader.TryPeek(out _) && !_calls.Reader.TryPeek(out _);
        }
    }

    /// <summary>Returns when the server has taken it.</summary>
    public Task Snapshot(params ConferenceStatus[] conferences) => Snapshot([], conferences);

    public Task Snapshot(ImmutableArray<LegRecord> legs, params ConferenceStatus[] conferences) => _line.InvokeAsync(nameof(IBridgeHub.ReportSnapshot), new NodeSnapshot
    {
        InstanceId = Instance,
        Sequence = _sequence,
        Conferences = [.. conferences],
        Legs = legs,
        Health = new NodeHealth { Collections = 0, WorstTickLateMs = 0.1, WorkingSetBytes = 1, Refusals = ImmutableDictionary<string, long>.Empty.Add("sip.UnknownSource", 3) },
    });

    public Task Delta(ConferenceStatus status, params LegRecord[] legs) => Delta(++_sequence, status, legs);

    public Task Delta(long sequence, ConferenceStatus status, params LegRecord[] legs)
    {
        _sequence = sequence;
        return _line.InvokeAsync(nameof(IBridgeHub.ReportDelta), new StatusDelta
        {
            InstanceId = Instance,
            Sequence = sequence,
            ConferenceId = status.ConferenceId,
            PlanRevision = status.PlanRevision,
            Phase = status.Phase,
            Participants = status.Participants,
            Legs = [.. legs],
            Recording = status.Recording,
            Asides = status.Asides,
            Sounds = status.Sounds,
            Sound = status.Sound,
        });
    }

    public Task Levels(Guid conference, params RoomLevel[] levels) =>
        _line.InvokeAsync(nameof(IBridgeHub.ReportLevels), new LevelsReport { ConferenceId = conference, Levels = [.. levels] });

    public Task Trace(TraceReport report) => _line.InvokeAsync(nameof(IBridgeHub.ReportTrace), report);

    public ValueTask DisposeAsync() => _line.DisposeAsync();
}
