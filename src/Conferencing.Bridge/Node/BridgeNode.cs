using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Conferencing.Bridge.Codecs;
using Conferencing.Bridge.Conferences;
using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Rtp;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tracing;
using Conferencing.Contract;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Registrations;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Node;

/// <summary>
/// The whole node put together: journal, media plane, signalling loop, director and the line to the server. Runs until it is
/// told to stop, or until it is an orphan.
/// </summary>
internal sealed class BridgeNode : IDisposable
{
    /// <summary>How long an ordinary stop waits for the rooms to confirm the end of their calls.</summary>
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan OrphanCheck = TimeSpan.FromSeconds(1);

    /// <summary>Callers at the door at one time.</summary>
    private const int MaxCallers = 200;

    private readonly NodeOptions _options;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly DialogJournal _journal;
    private readonly StatusReporter _reporter;
    private readonly SipTracer _tracer = new(TimeProvider.System);
    private readonly Recorder _recorder;
    private readonly DirectorLoop _director;
    private readonly MediaPlane _media;
    private readonly ISipAgent _signalling;
    private readonly NodeConnection _connection;
    private readonly PeerAddresses _trusted;
    private readonly AccessDesk _access;
    private readonly CancellationTokenSource _stop = new();
    private string? _madeCertificate;
    private long _wrongPins;
    private volatile ImmutableHashSet<IPAddress> _planned = [];
    private volatile ImmutableHashSet<IPAddress> _allowed = [];
    private volatile bool _isAllowed;

    /// <exception cref="SipPortInUseException">The SIP port is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">No RTP port is free.</exception>
    public BridgeNode(NodeOptions options, ILoggerFactory logs)
    {
        _options = options;
        _logs = logs;
        _logger = logs.CreateLogger<BridgeNode>();
        _journal = DialogJournal.Open(Path.Combine(options.NodeFolder, "dialogs.jsonl"));
        var instance = Guid.NewGuid();
        _reporter = new StatusReporter(instance);
        _recorder = new Recorder(
            new RecorderOptions { Folder = options.RecordingFolder, MinFreeBytes = options.MinFreeBytes, Longest = options.LongestRecording },
            (conference, status) => _director?.Post(new DirectorInput.RecordingHappened(conference, status)),
            logs.CreateLogger<Recorder>());
        _director = MakeDirector();
        _signalling = MakeSignalling();
        _media = new MediaPlane(
            new MediaPlaneOptions
            {
                Bind = options.Sip.Address,
                Bind6 = options.Sip6,
                FirstPort = options.FirstRtpPort,
                LastPort = options.LastRtpPort,
                Loops = options.MediaLoops,
                Conference = options.Sound,
            },
            (conference, happened) => _director.Post(new DirectorInput.MediaHappened(conference, happened)),
            logs.CreateLogger<MediaPlane>());
        _trusted = MakePeers();
        _access = new AccessDesk(Loop, instance, _trusted.Follow);
        _connection = MakeConnection(instance);
    }

    /// <summary>The default agent, for what only it can; null with another one.</summary>
    private SignallingLoop? Loop => _signalling as SignallingLoop;

    /// <summary>End in good order. Any thread.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Returns when the node has stopped in good order.</summary>
    public async Task Run()
    {
        _logger.LogInformation(
            "Node {Name} with agent {Agent} at SIP port {Port}, TLS {TlsPort}; {Forgotten} calls of an earlier process to end, {Skipped} journal lines skipped",
            _options.Name, _signalling.Abilities.Name, _signalling.BoundPort, Loop?.BoundTlsPort?.ToString(CultureInfo.InvariantCulture) ?? "off",
            _journal.Forgotten.Length, _journal.Skipped);
        if (_madeCertificate is { } file)
            _logger.LogWarning("SIP over TLS uses a certificate signed by itself, made now: {File}. Rooms that check certificates must be told to trust it", file);
        _director.Start(_signalling, _media, Allow);
        using var connectionStop = new CancellationTokenSource();
        var connection = _connection.Run(connectionStop.Token);
        using var courier = new RecordingCourier(
            new RecordingCourierOptions { ServerUrl = _options.ServerUrl, KeyFile = _options.KeyFile, Folder = _options.RecordingFolder },
            _logs.CreateLogger<RecordingCourier>());
        var carrying = courier.Run(connectionStop.Token);
        await UntilStopped().ConfigureAwait(false);
        await SayGoodbye().ConfigureAwait(false);
        await connectionStop.CancelAsync().ConfigureAwait(false);
        await connection.ConfigureAwait(false);
        await carrying.ConfigureAwait(false);
        _logger.LogInformation("Stopped");
    }

    public void Dispose()
    {
        _recorder.Dispose();
        _signalling.Dispose();
        _media.Dispose();
        _journal.Dispose();
        _reporter.Dispose();
        _stop.Dispose();
    }

    private DirectorLoop MakeDirector() => new(new DirectorLoopOptions
    {
        Director = new ConferenceDirector(
            new DirectorOptions
            {
                FirstCall = _journal.LastCall + 1,
                Prompts = PromptShelf.Load(_options.PromptFolder, _logs.CreateLogger<PromptShelf>()),
                Reception = new ReceptionOptions
                {
                    EchoNumber = _options.EchoNumber > 0 ? _options.EchoNumber.ToString(CultureInfo.InvariantCulture) : "",
                    MaxCallers = _options.TrustedPeer is null ? MaxCallers : int.MaxValue,
                },
                TrustedPeer = _options.TrustedPeer,
            },
            new Random(), _journal.Forgotten, _clock.GetUtcNow()),
        WrongPin = NoteWrongPin,
        Journal = _journal,
        Recorder = _recorder,
        Reporter = _reporter,
        ProxyHost = _options.OutboundProxy?.Host.Trim('[', ']'),
        Peers = MakePeers(),
        Formats = CodecOffer.Make(_options.Codecs, OpusLibrary.IsThere, _logger),
        Clock = _clock,
        Logger = _logs.CreateLogger<DirectorLoop>(),
    });

    private PeerAddresses MakePeers() => new(
        new LocalAddresses { Bind = _options.Sip.Address, Bind6 = _options.Sip6, Public = _options.PublicAddress, Public6 = _options.PublicAddress6 },
        new SipLocator(_options.NameServer, _logger), _logs.CreateLogger<PeerAddresses>());

    private ISipAgent MakeSignalling()
    {
        MakeCertificate();
        return AgentChoice.Make(SignallingOptions(), OnCall, _logs.CreateLogger<SignallingLoop>());
    }

    private void MakeCertificate()
    {
        if (_options.SipConnections is not { Tls: { IsOwn: true } tls })
            return;
        var names = new[] { _options.PublicAddress, _options.PublicAddress6, _options.Sip.Address, _options.Sip6 }.OfType<IPAddress>()
            .Where(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any));
        if (TlsCertificates.MakeOwn(tls.CertificateFile, tls.KeyFile, names.Select(address => address.ToString()), _clock.GetUtcNow()))
            _madeCertificate = tls.CertificateFile;
    }

    private SignallingLoopOptions SignallingOptions() =>
        new()
        {
            Bind = _options.Sip,
            Bind6 = _options.Sip6,
            NameServer = _options.NameServer,
            Connections = _options.SipConnections,
            PublicAddress = _options.PublicAddress,
            PublicAddress6 = _options.PublicAddress6,
            Tap = _tracer.Note,
            Engine = new SignallingOptions
            {
                InvitesPerSecond = _options.InvitesPerSecond,
                SessionTimers = _options.SessionTimers,
                Incoming = IncomingPolicy.KnownPeersAndAccounts,
                MaxPendingIncoming = _options.TrustedPeer is null ? MaxCallers : int.MaxValue,
                Registration = _options.Registration,
                OutboundProxy = _options.OutboundProxy,
                Credentials = _options.Credentials,
                Defence = _options.TrustedPeer is null ? _options.Defence : _options.Defence.ForLoad(),
                Registrar = _options.Registrar,
            },
        };

    private NodeConnection MakeConnection(Guid instance) => new(new NodeConnectionOptions
    {
        ServerUrl = _options.ServerUrl,
        KeyFile = _options.KeyFile,
        Hello = new NodeHello
        {
            Version = NodeHello.CurrentVersion,
            NodeName = _options.Name,
            InstanceId = instance,
            ProcessId = Environment.ProcessId,
            SipPort = _signalling.BoundPort,
        },
        Director = _director,
        Reporter = _reporter,
        Tracer = _tracer,
        Access = _access,
        Health = Health,
        StopRequested = Stop,
        Logger = _logs.CreateLogger<NodeConnection>(),
    });

    /// <summary>On the signalling thread: a dialog is in the journal before its INVITE is on the wire.</summary>
    private void OnCall(CallEvent happened)
    {
        if (happened is CallEvent.IdentityChanged changed)
            _journal.Record(changed.Call, changed.Identity);
        _director.Post(new DirectorInput.CallHappened(happened));
    }

    /// <summary>Those of planned rooms; and those the server names, as far as their addresses are known.</summary>
    private void Allow(ImmutableHashSet<IPAddress> peers)
    {
        _planned = peers;
        RefreshPeers();
    }

    private void RefreshPeers()
    {
        var peers = _planned.Union(_trusted.Known);
        if (_isAllowed && peers.SetEquals(_allowed))
            return;
        _isAllowed = true;
        _allowed = peers;
        var known = peers.Select(peer => new IPEndPoint(peer, 0));
        _signalling.KnownPeers = [.. _options.TrustedPeer is { } trusted ? known.Append(trusted) : known];
    }

    /// <summary>Who guesses PINs is known by his source; the defence of the port counts them.</summary>
    private void NoteWrongPin(DirectorOutput.WrongPin wrong)
    {
        Interlocked.Increment(ref _wrongPins);
        Loop?.Post(new AccessCommand.PinFailed(wrong.Source, wrong.FromUri));
        _logger.LogWarning("Wrong PIN number {Count} in a call from {Source}, {From}", wrong.Count, wrong.Source, wrong.FromUri);
    }

    private async Task UntilStopped()
    {
        var aloneSince = _clock.GetTimestamp();
        while (!_stop.IsCancellationRequested)
        {
            RefreshPeers();
            if (_connection.Connected || _director.HasWork)
                aloneSince = _clock.GetTimestamp();
            if (_clock.GetElapsedTime(aloneSince) >= _options.Orphan)
            {
                _logger.LogInformation("No server and no conference for {Orphan}: the node ends itself", _options.Orphan);
                return;
            }

            await Task.Delay(OrphanCheck, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SayGoodbye()
    {
        Loop?.Unregister();
        _director.Post(new DirectorInput.Stop());
        await _director.Settle().ConfigureAwait(false);
        var since = _clock.GetTimestamp();
        while (_director.LiveCalls > 0 && _clock.GetElapsedTime(since) < GoodbyeLimit)
            await Task.Delay(20).ConfigureAwait(false);
        await _director.Settle().ConfigureAwait(false);
        if (_director.LiveCalls > 0)
            _logger.LogWarning("{Calls} calls were not confirmed as ended", _director.LiveCalls);
        _journal.Clear();
    }

    private NodeHealth Health()
    {
        var media = _media.Health;
        var refusals = _director.Refusals.ToBuilder();
        foreach (var (name, count) in _signalling.Refusals)
            refusals[$"sip.{name}"] = count;
        foreach (var (name, count) in Loop?.ConnectionRefusals ?? ImmutableDictionary<string, long>.Empty)
            refusals[$"sip.connection.{name}"] = count;
        foreach (var (name, count) in media.Refusals)
            refusals[$"rtp.{name}"] = count;
        refusals["dialIn.WrongPin"] = Interlocked.Read(ref _wrongPins);
        refusals["recording.LostFrame"] = _recorder.Lost;
        refusals["journal.SkippedLine"] = _journal.Skipped;
        return new NodeHealth
        {
            Collections = GC.CollectionCount(0),
            CollectionPauseMs = GC.GetTotalPauseDuration().TotalMilliseconds,
            WorstTickLateMs = media.WorstTickLateness.TotalMilliseconds,
            WorstTickLateAfterCollectionMs = media.WorstLatenessAfterCollection.TotalMilliseconds,
            MediaAllocatedBytes = media.Allocated,
            WorkingSetBytes = Environment.WorkingSet,
            Refusals = refusals.ToImmutable(),
            Registration = Loop?.Registration is { } one
                ? new RegistrationHealth(one.State == RegistrationState.Registered, one.Registrar, one.Status, one.Reason)
                : null,
        };
    }
}
