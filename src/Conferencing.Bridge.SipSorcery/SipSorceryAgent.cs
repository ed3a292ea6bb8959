using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Tracing;
using SIPSorcery.SIP;

namespace Conferencing.Bridge.SipSorcery;

/// <summary>
/// The other SIP agent: SIPSorcery's transport and transactions with this project's calls, events and offer/answer. Everything happens on one
/// thread of its own; the library's callbacks only post to it. What it cannot do is in <see cref="Abilities"/>.
/// </summary>
public sealed class SipSorceryAgent : ISipAgent
{
    private readonly SipSorceryOptions _options;
    private readonly Action<CallEvent> _onEvent;
    private readonly SIPTransport _transport = new();
    private readonly BlockingCollection<Action> _work = [];
    private readonly Dictionary<CallHandle, SorceryCall> _calls = [];
    private readonly Thread _thread;
    private ImmutableHashSet<IPEndPoint> _knownPeers = [];
    private ImmutableDictionary<SipReject, long> _refusals = ImmutableDictionary<SipReject, long>.Empty;
    private long _lastIncoming;

    public SipSorceryAgent(SipSorceryOptions options, Action<CallEvent> onEvent)
    {
        (_options, _onEvent) = (options, onEvent);
        var channel = new SIPUDPChannel(options.Bind);
        _transport.AddSIPChannel(channel);
        if (options.PublicAddress is { } shown)
            _transport.ContactHost = shown.ToString();
        BoundPort = channel.Port;
        _transport.SIPTransportRequestReceived += (_, remote, request) =>
        {
            Run(() => Receive(request, remote));
            return Task.CompletedTask;
        };
        if (options.Tap is { } tap)
            WatchBy(tap);
        _thread = new Thread(Work) { Name = "SIPSorcery", IsBackground = true };
        _thread.Start();
    }

    public SipAgentAbilities Abilities { get; } = new()
    {
        Name = "SIPSorcery",
        EndsForgotten = ForgottenCalls.Answered,
        Connections = false,
        SessionTimers = false,
        ConferenceEvents = false,
        Registers = false,
    };

    public int BoundPort { get; }

    public ImmutableHashSet<IPEndPoint> KnownPeers
    {
        get => Volatile.Read(ref _knownPeers);
        set => Volatile.Write(ref _knownPeers, value);
    }

    public IReadOnlyDictionary<SipReject, long> Refusals => Volatile.Read(ref _refusals);

    internal SIPTransport Transport => _transport;

    internal SipSorceryOptions Options => _options;

    public void Post(CallCommand command) => Run(() => Do(command));

    public void Publish(string user, Conferencing.Signalling.Subscriptions.ConferenceState? state)
    {
        // This agent has no subscriptions, as its abilities say.
    }

    public void Dispose()
    {
        if (_work.IsAddingCompleted)
            return;
        _work.CompleteAdding();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        _transport.Shutdown();
        _transport.Dispose();
    }

    /// <summary>Any thread; after the end it does nothing.</summary>
    internal void Run(Action work)
    {
        try
        {
            _work.Add(work);
        }
        catch (InvalidOperationException)
        {
            // The agent has ended.
        }
    }

    internal void Tell(CallEvent happened)
    {
        if (happened is CallEvent.Failed or CallEvent.Ended)
            _calls.Remove(happened.Call);
        _onEvent(happened);
    }

    internal void Count(SipReject reject) =>
        Volatile.Write(ref _refusals, _refusals.SetItem(reject, _refusals.GetValueOrDefault(reject) + 1));

    /// <summary>The address of this machine that a peer can reach.</summary>
    internal IPAddress LocalAddress(IPAddress towards)
    {
        if (_options.PublicAddress is { } shown)
            return shown;
        if (!_options.Bind.Address.Equals(IPAddress.Any))
            return _options.Bind.Address;
        using var probe = new Socket(towards.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(towards, 5060); // sends nothing
        return ((IPEndPoint)probe.LocalEndPoint!).Address;
    }

    /// <summary>A final response outside any call of ours.</summary>
    internal void Answer(SIPRequest request, int status, string phrase)
    {
        var transaction = new SIPNonInviteTransaction(_transport, request, null);
        var response = SIPResponse.GetResponse(request, (SIPResponseStatusCodesEnum)status, phrase);
        response.Header.To.ToTag ??= CallProperties.CreateNewTag();
        transaction.SendResponse(response);
    }

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            try
            {
                work();
            }
            catch (Exception fault)
            {
                // One message must not end the agent; the library's own log has the message.
                System.Diagnostics.Trace.TraceError("SIPSorcery agent: {0}", fault);
            }
        }
    }

    private void Do(CallCommand command)
    {
        switch (command)
        {
            case CallCommand.Dial dial:
                var outgoing = new OutgoingSorceryCall(this, dial);
                _calls.Add(dial.Call, outgoing);
                outgoing.Begin();
                break;
            case CallCommand.EndForgotten end:
                ForgottenSorceryCall.End(this, end);
                break;
            case CallCommand.HangUp:
                _calls.GetValueOrDefault(command.Call)?.HangUp();
                break;
            case CallCommand.Ring:
                (_calls.GetValueOrDefault(command.Call) as IncomingSorceryCall)?.Ring();
                break;
            case CallCommand.Accept accept:
                (_calls.GetValueOrDefault(command.Call) as IncomingSorceryCall)?.Accept(accept.Media);
                break;
            case CallCommand.Reject reject:
                (_calls.GetValueOrDefault(command.Call) as IncomingSorceryCall)?.Reject(reject.Status, reject.Phrase);
                break;
            default:
                break; // what came to the seam after this agent was written: nothing happens, as for a call that is over
        }
    }

    private void Receive(SIPRequest request, SIPEndPoint remote)
    {
        if (request.Header.To.ToTag is { } tag && _calls.Values.FirstOrDefault(call => call.Owns(request.Header.CallId, tag)) is { } call)
        {
            call.Receive(request);
            return;
        }

        if (request.Method == SIPMethodsEnum.ACK)
            return;
        var from = remote.GetIPEndPoint();
        if (_options.Incoming != IncomingPolicy.Answer && !KnownPeers.Contains(from) && !KnownPeers.Contains(new IPEndPoint(from.Address, 0)))
            Count(SipReject.UnknownSource);
        else if (request.Header.To.ToTag is not null)
            Refuse(request, 481, "Call Does Not Exist", SipReject.UnknownDialog);
        else if (request.Method == SIPMethodsEnum.OPTIONS)
            Answer(request, 200, "OK");
        else if (request.Method != SIPMethodsEnum.INVITE)
            Refuse(request, 405, "Method Not Allowed", SipReject.UnsupportedMethod);
        else if (_options.Incoming == IncomingPolicy.KnownPeersOnly)
            Refuse(request, 403, "Forbidden", SipReject.NotAllowed);
        else
            Ask(request, from);
    }

    private void Ask(SIPRequest invite, IPEndPoint from)
    {
        var call = new IncomingSorceryCall(this, new CallHandle(--_lastIncoming), invite);
        _calls.Add(call.Handle, call);
        call.Begin(from);
    }

    private void Refuse(SIPRequest request, int status, string phrase, SipReject reject)
    {
        Count(reject);
        if (request.Method == SIPMethodsEnum.INVITE)
            SorceryCall.Respond(new UASInviteTransaction(_transport, request, null, noCDR: true), status, phrase);
        else
            Answer(request, status, phrase);
    }

    private void WatchBy(SipTap tap)
    {
        _transport.SIPRequestInTraceEvent += (_, remote, message) => tap(false, SipPath.Udp(remote.GetIPEndPoint()), message.GetBytes());
        _transport.SIPRequestOutTraceEvent += (_, remote, message) => tap(true, SipPath.Udp(remote.GetIPEndPoint()), message.GetBytes());
        _transport.SIPResponseInTraceEvent += (_, remote, message) => tap(false, SipPath.Udp(remote.GetIPEndPoint()), message.GetBytes());
        _transport.SIPResponseOutTraceEvent += (_, remote, message) => tap(true, SipPath.Udp(remote.GetIPEndPoint()), message.GetBytes());
    }
}
