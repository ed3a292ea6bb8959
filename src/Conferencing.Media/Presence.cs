namespace Conferencing.Media;

/// <summary>
/// Whether a room is still there. Lost is one from which neither RTP nor RTCP has come for a while: ten seconds by default, whether
/// it ever sent anything or not. Where RTCP is all that can be expected, because the room holds the call or because its RTP
/// stopped and its RTCP went on, five report intervals must pass (RFC 3550 6.3.5); a held room that never sent RTCP is not lost.
/// A room whose last word was comfort noise need not send anything until somebody speaks in it (RFC 3389): it is given two minutes.
/// </summary>
internal struct Presence
{
    private static readonly TimeSpan RtcpOnly = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(2);

    private readonly TimeSpan _lostAfter;
    private Tick _since;
    private Tick? _rtp;
    private Tick? _rtcp;
    private bool _silent;
    private bool _lost;

    public Presence(TimeSpan lostAfter, Tick now)
    {
        _lostAfter = lostAfter;
        _since = now;
    }

    /// <param name="silentByIntent">It was comfort noise, or something unusable after it.</param>
    public void HeardRtp(bool silentByIntent, Tick now)
    {
        _rtp = now;
        _silent = silentByIntent;
        _lost = false;
    }

    public void HeardRtcp(Tick now)
    {
        _rtcp = now;
        _lost = false;
    }

    /// <summary>What may be expected changed: waiting begins anew.</summary>
    public void Restart(Tick now) => _since = now;

    /// <summary>True once, when the room has become lost.</summary>
    public bool BecomesLost(bool mayReceive, Tick now)
    {
        if (_lost || now - LastHeard() < Limit(mayReceive))
            return false;

        _lost = true;
        return true;
    }

    private readonly Tick LastHeard()
    {
        var last = _since;
        if (_rtp > last)
            last = _rtp.Value;
        return _rtcp > last ? _rtcp.Value : last;
    }

    private readonly TimeSpan Limit(bool mayReceive)
    {
        if (!mayReceive && _rtcp is null)
            return TimeSpan.MaxValue;

        bool rtpStoppedFirst = _rtp is not null && _rtcp > _rtp.Value + TimeSpan.FromSeconds(1);
        if (_silent && _rtcp is null)
            return Silent;

        bool rtcpOnly = !mayReceive || rtpStoppedFirst;
        return rtcpOnly && _lostAfter < RtcpOnly ? RtcpOnly : _lostAfter;
    }
}
