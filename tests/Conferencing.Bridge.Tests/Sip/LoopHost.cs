using System.Net;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>A signalling loop on a free port of the loopback interface, and what it told.</summary>
internal sealed class LoopHost : IDisposable
{
    public static readonly AudioCapabilities Sound = new()
    {
        Rtp = new IPEndPoint(IPAddress.Loopback, 9),
        RtcpPort = 10,
        Formats = [AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.TelephoneEvent],
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<CallEvent> _events = [];
    private readonly Lock _gate = new();

    public LoopHost(
        IncomingPolicy policy = IncomingPolicy.KnownPeersOnly, int port = 0, Action<CallEvent>? onEvent = null, SipConnectionOptions? connections = null,
        IPAddress? bind6 = null, IPEndPoint? nameServer = null, SignallingOptions? engine = null, Action<SignallingLoop, CallEvent>? react = null,
        ILogger? log = null)
    {
        var options = new SignallingLoopOptions
        {
            Bind = new IPEndPoint(IPAddress.Loopback, port),
            Bind6 = bind6,
            NameServer = nameServer,
            Connections = connections ?? new SipConnectionOptions(),
            Engine = (engine ?? new SignallingOptions()) with { Incoming = policy },
        };
        Loop = new SignallingLoop(options, happened => Hear(happened, onEvent, react), log ?? NullLogger.Instance);
    }

    public SignallingLoop Loop { get; }

    public IPEndPoint Address => new(IPAddress.Loopback, Loop.BoundPort);

    public string Uri => $"sip:room@127.0.0.1:{Loop.BoundPort}";

    /// <summary>Its address by TCP or TLS.</summary>
    public string UriBy(string transport, string host = "127.0.0.1") =>
        $"sip:room@{host}:{(transport == "tls" ? Loop.BoundTlsPort : Loop.BoundPort)};transport={transport}";

    public IReadOnlyList<CallEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public void Dial(long call, string address) =>
        Loop.Post(new CallCommand.Dial(new CallHandle(call), address, "Hội nghị", Sound, TimeSpan.FromSeconds(20)));

    /// <summary>Hangs up, and waits for the end.</summary>
    public async Task HangUp(long call, CallEnd expected)
    {
        Loop.Post(new CallCommand.HangUp(new CallHandle(call)));
        Assert.Equal(expected, (await Wait<CallEvent.Ended>(call)).By);
    }

    /// <summary>The first event of a type, once it has come.</summary>
    public Task<T> Wait<T>(long? call = null)
        where T : CallEvent =>
        Eventually.Some(
            Patience,
            () => Task.FromResult(Events.OfType<T>().FirstOrDefault(one => call is null || one.Call.Value == call)),
            () => string.Join(' ', Events.Select(one => one.GetType().Name)));

    public void Dispose() => Loop.Dispose();

    private void Hear(CallEvent happened, Action<CallEvent>? onEvent, Action<SignallingLoop, CallEvent>? react)
    {
        lock (_gate) _events.Add(happened);
        onEvent?.Invoke(happened);
        react?.Invoke(Loop, happened);
    }
}
