using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrations;
using Conferencing.Signalling.Subscriptions;
using Conferencing.Signalling.Tracing;
using Conferencing.Signalling.Transports;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// The default SIP agent: a thread that owns a signalling engine, its UDP sockets and its connections. Events are told on that thread; the
/// callee returns at once.
/// </summary>
public sealed partial class SignallingLoop : ISipAgent, ISipConnectionUser
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly Action<CallEvent> _onEvent;
    private readonly SipTap? _tap;
    private readonly ILogger _logger;
    private readonly SipPorts _ports;
    private readonly SipConnections _connections;
    private readonly SipLocator _locator;
    private readonly WakeUp _wakeUp = new();
    private readonly List<Socket> _watched = [];
    private readonly SignallingEngine _engine;
    private readonly ConcurrentQueue<Input> _inputs = new();
    private readonly ConcurrentDictionary<IPAddress, IPAddress> _localAddresses = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Thread _thread;
    private ImmutableHashSet<IPEndPoint> _knownPeers = [];
    private ImmutableDictionary<SipReject, long> _refusals = ImmutableDictionary<SipReject, long>.Empty;
    private ReadOnlyMemory<byte> _last;
    private RegistrationStatus? _registration;
    private long _received;
    private long _sent;
    private long _sendFailures;
    private long _faults;
    private Tick _connectionsAdvanced = new(0);
    private bool _isBusy;
    private volatile bool _isEnding;

    /// <exception cref="SipPortInUseException">The address cannot be bound; the message is one line.</exception>
    public SignallingLoop(SignallingLoopOptions options, Action<CallEvent> onEvent, ILogger logger)
    {
        _onEvent = onEvent;
        _tap = options.Tap;
        _logger = logger;
        var certificates = options.Connections.Tls is { } tls ? new TlsCertificates(tls, logger) : null;
        certificates?.Check();
        _ports = new SipPorts(options, certificates is not null, Tell, logger);
        _connections = new SipConnections(options.Connections, certificates, options.Engine.Limits, this, Tell, logger);
        _locator = new SipLocator(options.NameServer, logger);
        _engine = new SignallingEngine(EngineOptions(options), options.Seed is { } seed ? new Random(seed) : new UnpredictableRandom());
        _thread = new Thread(Run) { Name = "SIP", IsBackground = true };
        _thread.Start();
        _ports.Start();
    }

    public SipAgentAbilities Abilities { get; } = new()
    {
        Name = "Conferencing.Signalling",
        EndsForgotten = ForgottenCalls.All,
        Connections = true,
        SessionTimers = true,
        ConferenceEvents = true,
        Registers = true,
    };

    /// <summary>How the registration of <see cref="SignallingOptions.Registration"/> is; null without one. From any thread.</summary>
    public RegistrationStatus? Registration => Volatile.Read(ref _registration);

    /// <summary>The port of UDP and TCP.</summary>
    public int BoundPort => _ports.Port;

    /// <summary>Null when TLS is not received.</summary>
    public int? BoundTlsPort => _ports.TlsPort;

    /// <summary>Peers known by address; port 0 stands for every port. May be set from any thread.</summary>
    public ImmutableHashSet<IPEndPoint> KnownPeers
    {
        get => Volatile.Read(ref _knownPeers);
        set
        {
            Volatile.Write(ref _knownPeers, value);
            Put(new Input.Peers(value));
        }
    }

    /// <summary>Names and passwords for rooms and proxies that ask; from any thread, at any time.</summary>
    public ImmutableArray<DigestCredential> Credentials
    {
        set => Put(new Input.Passwords(value));
    }

    /// <summary>What watchers of a conference are told by SIP (RFC 4575); null when it is over. From any thread.</summary>
    /// <param name="user">User part of the conference's address.</param>
    public void Publish(string user, ConferenceState? state) => Put(new Input.Conference(user, state));

    /// <summary>How often each refusal happened, at most a second ago; from any thread.</summary>
    public IReadOnlyDictionary<SipReject, long> Refusals => Volatile.Read(ref _refusals);

    /// <summary>Why connections were refused or ended, at most a second ago; from any thread.</summary>
    public IReadOnlyDictionary<string, long> ConnectionRefusals => _connections.Refusals;

    /// <summary>From any thread.</summary>
    public SignallingCounters Counters => new(
        Interlocked.Read(ref _received), Interlocked.Read(ref _sent), Interlocked.Read(ref _sendFailures), Interlocked.Read(ref _faults));

    private Tick Now => new((long)Stopwatch.GetElapsedTime(_start).TotalMicroseconds);

    public void Post(CallCommand command) => Put(new Input.Command(command));

    /// <summary>Withdraws the registration; what is told of it soon is that it has ended.</summary>
    public void Unregister() => Put(new Input.Unregister());

    /// <summary>Ends the thread and closes the port. Calls are not hung up: whoever wants that does it first.</summary>
    public void Dispose()
    {
        if (_isEnding)
            return;
        _isEnding = true;
        _wakeUp.Call();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        _ports.Dispose();
        _connections.Close();
        _wakeUp.Dispose();
    }

    void ISipConnectionUser.Receive(ReadOnlyMemory<byte> message, SipPath path)
    {
        Interlocked.Increment(ref _received);
        _last = message;
        _tap?.Invoke(isOutgoing: false, path, message.Span);
        _engine.Receive(message.Span, path, Now);
        Drain();
    }

    bool ISipConnectionUser.IsBanned(SipPath path) => _engine.IsBanned(path, Now);

    bool ISipConnectionUser.IsWelcome(SipPath path) => _engine.IsWelcome(path);

    void ISipConnectionUser.Miss(SipPath path, string reason) => _engine.Unreachable(path, Now, reason);

    void ISipConnectionUser.Close(SipPath path) => _engine.ConnectionClosed(path, Now);

    private SignallingOptions EngineOptions(SignallingLoopOptions options)
    {
        var local = options.Local;
        return options.Engine with
        {
            LocalAddress = new IPEndPoint(local.Public ?? local.Bind, _ports.Port),
            LocalAddressTowards = peer => Shown(local, peer),
            TlsPort = _ports.TlsPort ?? SipTransports.DefaultPort(SipTransport.Tls),
        };
    }

    /// <summary>A way that is found is kept; one that is missing may come.</summary>
    private IPAddress? Shown(LocalAddresses local, IPAddress peer)
    {
        if (_localAddresses.TryGetValue(peer, out var known))
            return known;
        if (local.Towards(peer) is not { } found)
            return null;
        _localAddresses.TryAdd(peer, found);
        return found;
    }

    private void Tell(SipConnectionEvent happened) => Put(new Input.OfConnection(happened));

    private void Put(Input input)
    {
        _inputs.Enqueue(input);
        _wakeUp.Call();
    }

    private void Run()
    {
        _engine.BeginRegistration(Now);
        Drain();
        Flush();
        while (!_isEnding)
        {
            try
            {
                Turn();
            }
            catch (Exception fault)
            {
                Interlocked.Increment(ref _faults);
                _logger.LogError(fault, "The signalling loop goes on after a fault; the last datagram was {Datagram}", DatagramText.Of(_last.Span));
            }
        }
    }

    /// <summary>One round: sleep till there is something, then take all of it.</summary>
    private void Turn()
    {
        if (!_isBusy && TrySleep())
            _wakeUp.Hear();
        while (_inputs.TryDequeue(out var input))
        {
            Take(input);
            Drain();
        }

        // One batch, then commands and deadlines have their turn.
        _isBusy = false;
        foreach (var udp in _ports.Udp)
            _isBusy |= Receive(udp);
        if (Now - _connectionsAdvanced >= LongestSleep)
        {
            _connectionsAdvanced = Now;
            _connections.Advance(Now);
        }

        _engine.Advance(Now);
        Drain();
        Flush();
    }

    private bool Receive(SipUdp udp)
    {
        var isAny = false;
        udp.Receive();
        while (udp.TryTake(out _last, out var source))
        {
            isAny = true;
            var path = SipPath.Udp(source);
            Interlocked.Increment(ref _received);
            _tap?.Invoke(isOutgoing: false, path, _last.Span);
            _engine.Receive(_last.Span, path, Now);
            Drain();
        }

        while (udp.TryTakeRefusal(out var refused))
            _engine.Unreachable(SipPath.Udp(refused), Now);
        return isAny;
    }

    /// <summary>Sends what is queued; the one to whom there is no way may be replaced by another, and so on.</summary>
    private void Flush()
    {
        foreach (var udp in _ports.Udp)
        {
            udp.Flush();
            while (udp.TryTakeUnsent(out var destination))
            {
                MissSend(SipPath.Udp(destination));
                Drain();
                udp.Flush();
            }
        }
    }

    /// <returns>False when there was something to do already.</returns>
    private bool TrySleep()
    {
        PublishRefusals();
        Volatile.Write(ref _registration, _engine.Registration);
        if (!_inputs.IsEmpty || _isEnding)
            return false;
        var deadline = _engine.NextDeadline;
        var pause = deadline == Tick.Never ? LongestSleep : deadline - Now;
        if (pause <= TimeSpan.Zero)
            return false;
        pause = pause > LongestSleep ? LongestSleep : pause;

        // The system sleeps in whole milliseconds; rounding up avoids spinning through the last one.
        var microseconds = ((int)pause.TotalMilliseconds + 1) * 1000;
        _watched.Clear();
        _watched.Add(_wakeUp.Socket);
        foreach (var udp in _ports.Udp)
            _watched.Add(udp.Socket);
        Socket.Select(_watched, null, null, microseconds);
        return true;
    }

    private void Take(Input input)
    {
        switch (input)
        {
            case Input.Command command:
                _engine.Do(command.What, Now);
                break;
            case Input.Passwords passwords:
                _engine.Credentials = passwords.Known;
                break;
            case Input.Conference conference:
                _engine.Publish(conference.User, conference.State, Now);
                break;
            case Input.Access access:
                _engine.Do(access.What, Now);
                _reached = Math.Max(_reached, access.Revision);
                break;
            case Input.Peers peers:
                _engine.KnownPeers = peers.Known;
                break;
            case Input.Unregister:
                _engine.EndRegistration(Now);
                break;
            case Input.Found found:
                _engine.Resolved(found.Target, found.Ways, Now);
                break;
            case Input.OfConnection of:
                _connections.Take(of.Happened, Now);
                break;
            default:
                throw new UnreachableException($"Input of type {input.GetType().Name}");
        }
    }

    private void Drain()
    {
        while (_engine.TryPoll(out var output))
        {
            switch (output)
            {
                case SignallingOutput.Transmit transmit:
                    Send(transmit);
                    break;
                case SignallingOutput.Happened happened:
                    _onEvent(happened.Event);
                    break;
                case SignallingOutput.Resolve resolve:
                    _ = Task.Run(() => LookUp(resolve.Target));
                    break;
                default:
                    throw new UnreachableException($"Output of type {output.GetType().Name}");
            }
        }
    }

    private void Send(SignallingOutput.Transmit transmit)
    {
        _tap?.Invoke(isOutgoing: true, transmit.Destination, transmit.Bytes.Span);
        Interlocked.Increment(ref _sent);
        if (!TrySend(transmit.Destination, transmit.Bytes))
            MissSend(transmit.Destination);
    }

    private void MissSend(SipPath destination)
    {
        Interlocked.Decrement(ref _sent);
        Interlocked.Increment(ref _sendFailures);
        _engine.Unreachable(destination, Now);
    }

    private bool TrySend(SipPath path, ReadOnlyMemory<byte> bytes) => path.IsReliable
        ? _connections.TrySend(path, bytes, Now)
        : _ports.UdpFor(path.Remote.AddressFamily) is { } udp && udp.Queue(bytes.Span, path.Remote);

    /// <summary>Away from the loop.</summary>
    private async Task LookUp(SipTarget target) => Put(new Input.Found(target, await _locator.Find(target).ConfigureAwait(false)));

    private void PublishRefusals()
    {
        PublishAccess();
        var counted = _engine.Refusals;
        var known = _refusals;
        if (counted.Count != known.Count || counted.Any(one => known[one.Key] != one.Value))
            Volatile.Write(ref _refusals, counted.ToImmutableDictionary());
    }

    private abstract record Input
    {
        public sealed record Command(CallCommand What) : Input;

        public sealed record Passwords(ImmutableArray<DigestCredential> Known) : Input;

        public sealed record Conference(string User, ConferenceState? State) : Input;

        public sealed record Unregister : Input;

        public sealed record Access(AccessCommand What, long Revision) : Input;

        public sealed record Peers(ImmutableHashSet<IPEndPoint> Known) : Input;

        public sealed record OfConnection(SipConnectionEvent Happened) : Input;

        public sealed record Found(SipTarget Target, ImmutableArray<SipPath> Ways) : Input;
    }
}

/// <summary>What a loop did since it began.</summary>
/// <param name="SendFailures">Datagrams the network would not take.</param>
/// <param name="Faults">Exceptions caught at the top of the loop.</param>
public readonly record struct SignallingCounters(long DatagramsReceived, long DatagramsSent, long SendFailures, long Faults);
