using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;
using Conferencing.Signalling.Transports;

namespace Conferencing.Signalling.Registrations;

/// <summary>
/// Keeps one account bound at a registrar (RFC 3261 section 10.2): REGISTER, its challenges, its refresh, fail-over to the next registrar,
/// and the farewell. When it is tried again is <see cref="RegistrationSchedule"/>'s word.
/// </summary>
internal sealed class Registration : Timed, ITransactionUser, IWaySeeker
{
    private static readonly TimeSpan ResolveLimit = TimeSpan.FromSeconds(10);

    private readonly UserAgent _agent;
    private readonly RegistrationOptions _options;
    private readonly RegistrationSchedule _schedule;
    private readonly DigestClient _digest;

    // One Call-ID and rising numbers for as long as this agent runs (section 10.2.4).
    private readonly string _callId;
    private readonly string _tag;
    private long _sequence;
    private int _registrar;
    private ImmutableQueue<SipPath> _ways = [];
    private SipPath _way;
    private TimeSpan _wanted;
    private ClientTransaction? _current;
    private bool _wasTooBrief;
    private bool _isResolving;
    private bool _isEnding;

    public Registration(UserAgent agent, RegistrationOptions options)
        : base(agent.Deadlines)
    {
        (_agent, _options, _callId, _tag, _wanted) = (agent, options, agent.NewToken(), agent.NewToken(), options.Expires);
        _digest = new DigestClient(options.Account.Host);
        _schedule = new RegistrationSchedule(options, agent.Random);
        Status = new RegistrationStatus(RegistrationState.Trying, Name, 0, "", TimeSpan.Zero);
    }

    public RegistrationStatus Status { get; private set; }

    private string Name => _options.Registrars[_registrar].ToString();

    public void Begin(Tick now) => BeginRound(now);

    /// <summary>Withdraws the binding; nothing is tried any more.</summary>
    public void End(Tick now)
    {
        if (_isEnding)
            return;
        _isEnding = true;
        Deadline = Tick.Never;
        var hadBinding = Status.State == RegistrationState.Registered;
        Status = Status with { State = RegistrationState.Ended, Reason = "withdrawn" };
        if (hadBinding)
            Send(now);
    }

    public void Resolved(ImmutableArray<SipPath> ways, Tick now)
    {
        if (!_isResolving || _isEnding)
            return;
        _isResolving = false;
        Try(ways, now);
    }

    public override void Advance(Tick now)
    {
        Deadline = Tick.Never;
        if (_isEnding)
            return;
        if (_isResolving)
        {
            _isResolving = false;
            TryNext(0, "looking the registrar up took too long", null, now);
            return;
        }

        BeginRound(now);
    }

    public void Receive(ClientTransaction transaction, SipResponse response, Tick now)
    {
        if (transaction != _current || response.IsProvisional)
            return;
        if (response.Status is 401 or 407 && TryAuthenticate(response, now))
            return;
        if (_isEnding)
            return; // the farewell is said once
        if (response.IsSuccess)
            Succeed(response, now);
        else if (response.Status == 423 && TryLonger(response, now))
            return;
        else if (response.Status is 408 or >= 500)
            TryNext(response.Status, $"{response.Status} {response.Phrase}", RetryAfter(response), now);
        else
            GiveUp(response.Status, $"{response.Status} {response.Phrase}", RetryAfter(response), now);
    }

    public void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now)
    {
        if (transaction == _current && !_isEnding)
            TryNext(0, failure == TransactionFailure.TimedOut ? "nothing was heard from the registrar" : "the registrar cannot be reached", null, now);
    }

    /// <summary>From the first registrar on: it may be back.</summary>
    private void BeginRound(Tick now)
    {
        _registrar = 0;
        Find(now);
    }

    private void Find(Tick now)
    {
        if (!SipTarget.TryOf(_options.Registrars[_registrar], out var target))
        {
            TryNext(0, "the registrar's address asks for a transport this agent does not speak", null, now);
            return;
        }

        if (target.Address is { } address)
        {
            Try([target.PathTo(address)], now);
            return;
        }

        _isResolving = true;
        Deadline = now + ResolveLimit;
        _agent.Resolve(target, this);
    }

    private void Try(ImmutableArray<SipPath> ways, Tick now)
    {
        _ways = ImmutableQueue.CreateRange(ways);
        if (_ways.IsEmpty)
            TryNext(0, "the registrar's name is not known", null, now);
        else
            TakeWay(now);
    }

    private void TakeWay(Tick now)
    {
        _ways = _ways.Dequeue(out _way);
        _agent.TrustUpstream(_way.Remote.Address);
        _wasTooBrief = false;
        Send(now);
    }

    /// <summary>The next way to this registrar, or the next registrar; after the last one a pause.</summary>
    private void TryNext(int status, string reason, TimeSpan? retryAfter, Tick now)
    {
        if (!_ways.IsEmpty)
        {
            TakeWay(now);
        }
        else if (_registrar + 1 < _options.Registrars.Length)
        {
            _registrar++;
            Find(now);
        }
        else
        {
            GiveUp(status, reason, retryAfter, now);
        }
    }

    private void GiveUp(int status, string reason, TimeSpan? retryAfter, Tick now)
    {
        Status = new RegistrationStatus(RegistrationState.Failed, Name, status, reason, TimeSpan.Zero);
        _current = null;
        Deadline = now + _schedule.AfterFailure(retryAfter);
    }

    private void Succeed(SipResponse response, Tick now)
    {
        var granted = Granted(response);
        if (granted <= TimeSpan.Zero)
        {
            GiveUp(response.Status, "the registrar keeps no binding of ours", null, now);
            return;
        }

        Status = new RegistrationStatus(RegistrationState.Registered, Name, response.Status, response.Phrase, granted);
        Deadline = now + _schedule.AfterSuccess(granted);
    }

    /// <summary>Section 10.2.4: the expires of our own Contact, else the Expires header, else what was asked for.</summary>
    private TimeSpan Granted(SipResponse response)
    {
        var own = _agent.Contact(_way).UriText;
        var binding = response.Contacts.FirstOrDefault(contact => contact.Uri is { } uri && uri.ToString() == own);
        if (binding is null && !response.Contacts.IsEmpty)
            return TimeSpan.Zero;
        var text = binding?.Parameters.Find("expires") ?? response.Find("Expires");
        return Seconds(text) ?? _wanted;
    }

    private bool TryAuthenticate(SipResponse response, Tick now)
    {
        if (!_digest.TryLearn(response, _current!.Request, _agent.Credentials, _agent.NewToken()))
            return false;
        Send(now);
        return true;
    }

    /// <summary>423: asks again, once, for as long as the registrar wants at least (section 10.2.8).</summary>
    private bool TryLonger(SipResponse response, Tick now)
    {
        if (_wasTooBrief || Seconds(response.Find("Min-Expires")) is not { } least || least <= _wanted)
            return false;
        _wasTooBrief = true;
        _wanted = least;
        Send(now);
        return true;
    }

    private void Send(Tick now)
    {
        Deadline = Tick.Never;
        var expires = _isEnding ? 0 : (long)_wanted.TotalSeconds;
        var target = $"sip:{_options.Account.Host}";
        var others = _agent.Introduction(true).Add(new SipHeader("Expires", expires.ToString(CultureInfo.InvariantCulture)));
        var account = _options.Account.ToString();
        var register = new SipRequest
        {
            Method = SipMethods.Register,
            RequestUri = target,
            Vias = [_agent.NewVia(_way)],
            From = NameAddress.Create(null, account, _tag),
            To = NameAddress.Create(null, account),
            CallId = _callId,
            CSeq = new CSeq(++_sequence, SipMethods.Register),
            Contacts = [_agent.Contact(_way)],
            Others = [.. others, .. _digest.Headers(SipMethods.Register, target)],
        };
        _current = _agent.Transactions.Send(register, _way, this, now);
    }

    private static TimeSpan? RetryAfter(SipResponse response) => Seconds(response.Find("Retry-After")?.Split('(', ';')[0].Trim());

    private static TimeSpan? Seconds(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
}
