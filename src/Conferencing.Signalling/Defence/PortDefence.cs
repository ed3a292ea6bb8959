using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Defence;

/// <summary>
/// Limits and bans of the SIP port for requests from outside a call. It does not know accounts or passwords.
/// </summary>
/// <remarks>
/// The source of a datagram can be forged, so a datagram alone never earns a ban: it only empties the bucket of datagrams of the address
/// it names. A ban needs proof that the sender receives at its address: a nonce that was sent there, an answered call, a connection.
/// A known peer (an address of a planned room, or of a live registration) is never banned, whoever else sits behind the same address:
/// its limits are larger, its wrong passwords are counted for each user name apart, and what is too much is dropped piece by piece.
/// </remarks>
internal sealed class PortDefence(DefenceLimits limits, ulong seed)
{
    private readonly BucketTable _buckets = new(limits.MaxSources, seed);

    public BanList Bans { get; } = new(limits);

    public int Capacity => _buckets.Capacity;

    /// <summary>Whether a new request is looked at. A refused one gets no answer.</summary>
    public SipReject Admit(SipRequest request, SipPath remote, bool isKnown, Tick now)
    {
        var source = SourceKey.Of(remote.Remote.Address);
        if (!isKnown && Bans.IsBanned(source, now))
            return SipReject.Banned;
        var kind = request.Is(SipMethods.Register) ? LimitKind.Registrations : LimitKind.Requests;
        var limit = isKnown ? limits.KnownRequests : kind == LimitKind.Registrations ? limits.Registrations : limits.Requests;
        if (_buckets.TryTake(new BucketKey(source, kind, remote.IsReliable), limit, now))
            return SipReject.None;
        if (remote.IsReliable && !isKnown)
            Bans.Add(source, BanReason.Flood, now);
        return kind == LimitKind.Registrations ? SipReject.TooManyRegistrations : SipReject.TooManyRequests;
    }

    /// <summary>False once a user name has failed too often from a known address: its passwords are not tried for a while.</summary>
    public bool MayAuthenticate(SipPath remote, string user, bool isKnown, Tick now) =>
        !isKnown || _buckets.HasToken(Failures(remote, user, isKnown), limits.FailedAuthentications, now);

    /// <summary>A wrong password, with a nonce that was given to this very source.</summary>
    public void FailAuthentication(SipPath remote, string user, bool isKnown, Tick now)
    {
        if (!_buckets.TryTake(Failures(remote, user, isKnown), limits.FailedAuthentications, now) && !isKnown)
            Bans.Add(SourceKey.Of(remote.Remote.Address), BanReason.FailedAuthentications, now);
    }

    /// <summary>False once a caller has tried too many PINs: his calls are refused for a while.</summary>
    public bool MayTryPin(SipPath remote, string caller, Tick now) => _buckets.HasToken(Pins(remote, caller), limits.PinTries, now);

    /// <summary>A wrong PIN, in an answered call.</summary>
    public void FailPin(SipPath remote, string caller, bool isKnown, Tick now)
    {
        if (!_buckets.TryTake(Pins(remote, caller), limits.PinTries, now) && !isKnown)
            Bans.Add(SourceKey.Of(remote.Remote.Address), BanReason.PinTries, now);
    }

    public int HalfOpenLimit(bool isPeer) => isPeer ? limits.KnownHalfOpenCalls : limits.HalfOpenCalls;

    /// <summary>Proven by the nonce, whatever the transport.</summary>
    private static BucketKey Failures(SipPath remote, string user, bool isKnown) =>
        new(SourceKey.Of(remote.Remote.Address), LimitKind.FailedAuthentications, IsProven: true, isKnown ? BucketKey.HashOf(user) : 0);

    private static BucketKey Pins(SipPath remote, string caller) =>
        new(SourceKey.Of(remote.Remote.Address), LimitKind.PinTries, IsProven: true, BucketKey.HashOf(caller));
}
