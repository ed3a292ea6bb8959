using System.Collections.Immutable;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Transactions;
using Conferencing.Signalling.Transports;

namespace Conferencing.Signalling.Watch;

/// <summary>Asks one device with OPTIONS every period whether it is there (RFC 3261 section 11). It calls nobody.</summary>
internal sealed class EndpointProbe : Timed, ITransactionUser, IWaySeeker
{
    private const int MissesToSilence = 2;

    /// <summary>An answer later than this counts as missed; a period may be shorter.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly UserAgent _agent;
    private readonly string _address;
    private readonly Action _changed;
    private TimeSpan _period;
    private SipUri _target = null!;
    private Tick _dueAt;
    private Tick? _askedAt;
    private ClientTransaction? _transaction;
    private int _misses;

    public EndpointProbe(UserAgent agent, string address, TimeSpan period, Tick first, Action changed)
        : base(agent.Deadlines)
    {
        (_agent, _address, _period, _changed) = (agent, address, period, changed);
        Reach = new EndpointReach(address, ReachState.Unknown, first, null);
        _dueAt = first;
        Deadline = first;
    }

    public EndpointReach Reach { get; private set; }

    public void Stop()
    {
        _transaction = null;
        Deadline = Tick.Never;
    }

    public override void Advance(Tick now)
    {
        if (_askedAt is null)
            Ask(now);
        else
            Miss(ReachState.Silent, now);
    }

    public void Resolved(ImmutableArray<SipPath> ways, Tick now)
    {
        if (_askedAt is null || Deadline == Tick.Never)
            return;
        if (ways.IsEmpty)
            Miss(ReachState.Silent, now);
        else
            Send(ways[0], now);
    }

    public void Receive(ClientTransaction transaction, SipResponse response, Tick now)
    {
        if (transaction != _transaction || response.IsProvisional || _askedAt is not { } askedAt)
            return;
        _misses = 0;
        Become(ReachState.Answers, now - askedAt, now);
        Rest(now);
    }

    public void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now)
    {
        if (transaction == _transaction && _askedAt is not null)
            Miss(ReachState.Silent, now);
    }

    private void Ask(Tick now)
    {
        _askedAt = now;
        Deadline = now + (_period < Patience ? _period : Patience);
        if (BindingBook.IsRegistered(_address, out var userName))
            AskDevice(userName, now);
        else if (!SipUri.TryParse(_address, out _target) || !SipTarget.TryOf(_target, out var where))
            Miss(ReachState.Silent, now);
        else if (where.Address is { } address)
            Send(where.PathTo(address), now);
        else
            _agent.Resolve(where, this);
    }

    private void AskDevice(string userName, Tick now)
    {
        if (_agent.Gate.Bindings.Of(userName) is [var binding, ..] && SipUri.TryParse(binding.Contact, out _target))
        {
            Send(binding.Path, now);
            return;
        }

        _misses = MissesToSilence; // no need to ask twice
        Miss(ReachState.NotRegistered, now);
    }

    private void Send(SipPath way, Tick now)
    {
        var from = SipUri.Create(_agent.Options.LocalUser, _agent.LocalAddress(way)).ToString();
        var request = new SipRequest
        {
            Method = SipMethods.Options,
            RequestUri = _target.ToString(),
            Vias = [_agent.NewVia(way)],
            From = NameAddress.Create(null, from, _agent.NewToken()),
            To = NameAddress.Create(null, _target.ToString()),
            CallId = _agent.NewToken(),
            CSeq = new CSeq(1, SipMethods.Options),
            Contacts = [_agent.Contact(way, _target.IsSecure)],
            Others = [.. _agent.Introduction(true), new SipHeader("Accept", "application/sdp")],
        };
        _transaction = _agent.Transactions.Send(request, way, this, now);
    }

    private void Miss(ReachState state, Tick now)
    {
        _misses++;
        if (_misses >= MissesToSilence)
            Become(state, null, now);
        Rest(now);
    }

    private void Become(ReachState state, TimeSpan? roundTrip, Tick now)
    {
        var since = state == Reach.State ? Reach.Since : now;
        var reach = new EndpointReach(_address, state, since, roundTrip);
        if (reach == Reach)
            return;
        Reach = reach;
        _changed();
    }

    /// <summary>Until the next question, counted from when this one was due.</summary>
    private void Rest(Tick now)
    {
        _askedAt = null;
        _dueAt = After(_dueAt, _period, now);
        Deadline = _dueAt;
    }
}
