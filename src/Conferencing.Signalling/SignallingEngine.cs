using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrations;
using Conferencing.Signalling.Subscriptions;
using Conferencing.Signalling.Transports;

namespace Conferencing.Signalling;

/// <summary>
/// SIP calls as a value that is fed: datagrams, commands and time in; datagrams and events out. Poll after every input until there is nothing more.
/// Not thread-safe.
/// </summary>
public sealed class SignallingEngine
{
    private readonly UserAgent _agent;
    private readonly UserAgentServer _server;
    private Registration? _registration;

    /// <param name="random">Makes tags, branches and Call-IDs: the same seed and inputs make the same outputs.</param>
    public SignallingEngine(SignallingOptions options, Random random)
    {
        _agent = new UserAgent(options, random);
        _server = new UserAgentServer(_agent);
    }

    /// <summary>How often each refusal happened.</summary>
    public IReadOnlyDictionary<SipReject, long> Refusals => _agent.Refusals;

    /// <summary>Peers known by address; port 0 stands for every port. See <see cref="IncomingPolicy.KnownPeersOnly"/>.</summary>
    public ImmutableHashSet<IPEndPoint> KnownPeers
    {
        get => _agent.KnownPeers;
        set => _agent.KnownPeers = value;
    }

    /// <summary>Names and passwords for peers that ask; a change counts from the next question on.</summary>
    public ImmutableArray<DigestCredential> Credentials
    {
        get => _agent.Credentials;
        set => _agent.Credentials = value;
    }

    /// <summary>What became of <see cref="SignallingOptions.Registration"/>; null when there is none, or it was not begun.</summary>
    public RegistrationStatus? Registration => _registration?.Status;

    /// <summary>Rises whenever <see cref="Access"/> changes otherwise than by the passing of time.</summary>
    public long AccessVersion => _agent.Gate.Version + _agent.Watch.Version;

    /// <summary>Registrations, bans and heartbeats at this moment: for the host to store and to show.</summary>
    public AccessState Access(Tick now) => _agent.Gate.State(now) with { Endpoints = [.. _agent.Watch.All] };

    /// <summary>Whether a source gets no answer for a time: its connections are not worth keeping.</summary>
    public bool IsBanned(SipPath remote, Tick now) => _agent.Gate.IsBanned(remote, now) && !IsWelcome(remote);

    /// <summary>A known peer, a device that registered, or one whose call came by this very connection.</summary>
    public bool IsWelcome(SipPath remote) => _agent.IsKnown(remote) || _agent.Gate.Bindings.IsSource(remote) || _agent.HasCallBy(remote);

    /// <summary>The latest moment for the next <see cref="Advance"/>.</summary>
    public Tick NextDeadline => _agent.Deadlines.Soonest;

    /// <summary>What is held at the moment.</summary>
    public SignallingCounts Counts => new(_agent.CallCount, _agent.DialogCount, _agent.Transactions.Count, _agent.Deadlines.Count, _agent.Subscriptions.Count);

    /// <summary>A datagram came; the span is not kept.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, SipPath remote, Tick now)
    {
        var reject = SipParser.Parse(datagram, _agent.Options.Limits, out var message);
        if (reject == SipReject.None)
        {
            reject = MultipartBody.Narrow(message!) switch
            {
                SipRequest request => _server.Receive(request, remote, now),
                SipResponse response => _agent.Transactions.Receive(response, now),
                _ => throw new UnreachableException("A message is neither request nor response"),
            };
        }

        _agent.Count(reject);
    }

    /// <summary>Registers the account of the options and keeps it registered; nothing without one.</summary>
    public void BeginRegistration(Tick now)
    {
        if (_agent.Options.Registration is not { } account || _registration is not null)
            return;
        _registration = new Registration(_agent, account);
        _registration.Begin(now);
    }

    /// <summary>Withdraws the registration; its farewell goes out once.</summary>
    public void EndRegistration(Tick now) => _registration?.End(now);

    /// <summary>A command for a call that is over already does nothing.</summary>
    public void Do(CallCommand command, Tick now)
    {
        switch (command)
        {
            case CallCommand.Dial dial:
                var outgoing = new OutgoingCall(_agent, dial);
                _agent.Add(outgoing);
                outgoing.Begin(now);
                break;
            case CallCommand.EndForgotten end:
                var forgotten = new ForgottenCall(_agent, end);
                _agent.Add(forgotten);
                forgotten.Begin(now);
                break;
            case CallCommand.HangUp hangUp:
                HangUp(hangUp, now);
                break;
            case CallCommand.Ring:
                (_agent.Find(command.Call) as IncomingCall)?.Ring(now);
                break;
            case CallCommand.Accept accept:
                (_agent.Find(command.Call) as IncomingCall)?.Accept(accept.Media, accept.Focus, now);
                break;
            case CallCommand.Reject reject:
                (_agent.Find(command.Call) as IncomingCall)?.Reject(reject.Status, reject.Phrase, now);
                break;
            case CallCommand.Change change:
                Change(change, now);
                break;
            case CallCommand.Transfer transfer:
                _agent.Find(command.Call)?.Transfer(transfer, now);
                break;
            case CallCommand.AnswerTransfer answer:
                _agent.Find(command.Call)?.AnswerTransfer(answer.Status, answer.Phrase, now);
                break;
            default:
                throw new UnreachableException($"Call command of type {command.GetType().Name}");
        }
    }

    private void Change(CallCommand.Change command, Tick now)
    {
        if (_agent.Find(command.Call) is not { } call)
            return;
        call.Focus = command.Focus ?? call.Focus;
        call.Change(command.Media, now);
    }

    private void HangUp(CallCommand.HangUp command, Tick now)
    {
        if (_agent.Find(command.Call) is not { } call)
            return;
        call.HangUpReason = command.Reason;
        call.HangUp(now);
    }

    /// <summary>What watchers of a conference are told (RFC 4575); null when it is over.</summary>
    /// <param name="user">User part of its address.</param>
    public void Publish(string user, ConferenceState? state, Tick now) => _agent.Subscriptions.Publish(user, state, now);

    public void Do(AccessCommand command, Tick now)
    {
        switch (command)
        {
            case AccessCommand.Use use:
                _agent.Gate.Use(use.Rules);
                _agent.Watch.Use(use.Rules.Watched, use.Rules.Heartbeat, now);
                break;
            case AccessCommand.Restore restore:
                _agent.Gate.Bindings.Restore(restore.Bindings, now);
                break;
            case AccessCommand.LiftBan lift:
                _agent.Gate.Lift(lift.Source, lift.Before);
                break;
            case AccessCommand.PinFailed failed:
                _agent.Gate.FailPin(failed.Source, failed.FromUri, _agent.IsKnown(failed.Source), now);
                break;
            default:
                throw new UnreachableException($"Access command of type {command.GetType().Name}");
        }
    }

    public void Advance(Tick now)
    {
        while (_agent.Deadlines.TryTakeDue(now, out var part))
        {
            part.Advance(now);
            _agent.Deadlines.Note(part);
        }
    }

    /// <summary>
    /// The network said that nobody listens at this address (ICMP), or no connection could be opened: what was asked there and not answered
    /// yet fails at once.
    /// </summary>
    /// <param name="reason">In English, for logs and technicians; null when there is nothing more to say.</param>
    public void Unreachable(SipPath remote, Tick now, string? reason = null) => _agent.Transactions.Unreachable(remote, now, reason);

    /// <summary>A connection that was open is gone.</summary>
    public void ConnectionClosed(SipPath remote, Tick now) => _agent.Transactions.ConnectionClosed(remote, now);

    /// <summary>Outcome of <see cref="SignallingOutput.Resolve"/>: the ways to try one after the other; none when the name is not known.</summary>
    public void Resolved(SipTarget target, ImmutableArray<SipPath> ways, Tick now) => _agent.Resolved(target, ways, now);

    /// <summary>The next thing to do; ask until false after every input.</summary>
    public bool TryPoll(out SignallingOutput output) => _agent.Outbox.TryTake(out output);
}

/// <summary>What an engine holds; all zero some time after the last call.</summary>
public readonly record struct SignallingCounts(int Calls, int Dialogs, int Transactions, int Deadlines, int Subscriptions);
