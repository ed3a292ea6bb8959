using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;

namespace Conferencing.Signalling.Defence;

/// <summary>Who may come in: limits, bans, passwords and registrations of one engine. It answers nothing itself.</summary>
internal sealed class AccessGate
{
    private readonly DigestServer _digest;
    private readonly PortDefence _defence;
    private long _version;

    public AccessGate(SignallingOptions options, Random random, Deadlines deadlines)
    {
        Rules = options.Access;
        _digest = new DigestServer(random);
        _defence = new PortDefence(options.Defence, (ulong)random.NextInt64());
        Bindings = new BindingBook(options.Registrar, deadlines);
    }

    public AccessRules Rules { get; private set; }

    public BindingBook Bindings { get; }

    public bool HasAccounts => !Rules.Accounts.IsEmpty;

    /// <summary>Rises with every change of <see cref="State"/> but the passing of time.</summary>
    public long Version => _version + Bindings.Version + _defence.Bans.Version;

    public AccessState State(Tick now) => AccessState.Empty with { Bindings = [.. Bindings.All], Bans = [.. _defence.Bans.Current(now)] };

    public void Use(AccessRules rules)
    {
        Rules = rules;
        Bindings.Keep(rules.Accounts);
        _digest.Keep(rules.Accounts);
        _version++;
    }

    public bool IsBanned(SipPath remote, Tick now) => _defence.Bans.IsBanned(SourceKey.Of(remote.Remote.Address), now);

    public void Lift(SourceKey source, Tick before) => _defence.Bans.Lift(source, before);

    /// <inheritdoc cref="PortDefence.Admit"/>
    public SipReject Admit(SipRequest request, SipPath remote, bool isPeer, Tick now) => _defence.Admit(request, remote, IsKnown(remote, isPeer), now);

    /// <summary>Judges a request's credentials, and counts wrong ones.</summary>
    /// <param name="user">Whose password was right.</param>
    public SipReject Authenticate(SipRequest request, SipPath remote, bool isPeer, Tick now, out string user)
    {
        user = "";
        var isKnown = IsKnown(remote, isPeer);
        var verdict = _digest.Judge(request, Rules, SourceKey.Of(remote.Remote.Address), now, out var claim);
        var name = claim?.UserName ?? "";
        if (claim is not null && !_defence.MayAuthenticate(remote, name, isKnown, now))
            return SipReject.TooManyFailures;
        if (verdict == DigestVerdict.Wrong)
            _defence.FailAuthentication(remote, name, isKnown, now);
        if (verdict != DigestVerdict.Right)
            return verdict switch { DigestVerdict.Wrong => SipReject.WrongPassword, DigestVerdict.Stale => SipReject.StaleNonce, _ => SipReject.NoCredentials };
        user = name;
        return SipReject.None;
    }

    /// <summary>
    /// The 401 that a refused request gets: alike for every name, with nothing that tells who we are, and without a transaction, so that
    /// a stranger leaves nothing behind (RFC 3261 section 8.2.7).
    /// </summary>
    public SipResponse Challenge(SipRequest request, string tag, SipPath remote, SipReject why, Tick now) =>
        SipResponse.Answering(request, 401, "Unauthorized", tag) with
        {
            Others = [.. _digest.Challenge(Rules, SourceKey.Of(remote.Remote.Address), why == SipReject.StaleNonce, now)],
        };

    /// <summary>A known peer may stand for many callers, who are counted apart; an account's caller is one, whatever name he gives.</summary>
    public bool MayTryPin(SipPath remote, string fromUri, bool isPeer, Tick now) => _defence.MayTryPin(remote, isPeer ? fromUri : "", now);

    public void FailPin(SipPath remote, string fromUri, bool isPeer, Tick now) =>
        _defence.FailPin(remote, isPeer ? fromUri : "", IsKnown(remote, isPeer), now);

    /// <summary>Calls one source may set up at a time; the largest number is no limit.</summary>
    public int HalfOpenLimit(bool isPeer) => _defence.HalfOpenLimit(isPeer);

    private bool IsKnown(SipPath remote, bool isPeer) => isPeer || Bindings.IsSource(remote);
}
