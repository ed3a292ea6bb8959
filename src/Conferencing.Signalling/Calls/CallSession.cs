using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Calls;

/// <summary>Session timers of a call (RFC 4028): what is agreed with each INVITE and UPDATE, both ways, and when a refresh is due or missed.</summary>
internal abstract partial class Call
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(32);

    /// <summary>Zero while none is agreed.</summary>
    private TimeSpan _interval;

    /// <summary>Ours, or the greater one a peer asked for with 422 or Min-SE.</summary>
    private TimeSpan _minimum = agent.Options.SessionTimers.Minimum;

    /// <summary>Whether we refresh; else the peer does.</summary>
    private bool _isRefresher;

    /// <summary>The peer does not speak session timers: we refresh, and any answer shows that it lives.</summary>
    private bool _isAlone;

    private Tick _refreshAt = Tick.Never;
    private Tick _expiresAt = Tick.Never;

    /// <summary>From the newest Allow of the peer.</summary>
    private bool _peerUpdates;

    /// <summary>Session-Expires and Min-SE for a request of ours (section 7.1, 7.4): the roles stay as they are.</summary>
    protected IEnumerable<SipHeader> SessionWish()
    {
        var options = Agent.Options.SessionTimers;
        if (!options.IsOn)
            yield break;
        var interval = _interval > TimeSpan.Zero ? _interval : options.Interval;
        interval = interval < _minimum ? _minimum : interval;
        SessionRefresher? roles = _interval == TimeSpan.Zero ? null : _isRefresher ? SessionRefresher.Asker : SessionRefresher.Answerer;
        yield return SessionExpires.Header(interval, roles);
        if (_minimum > SessionExpires.Least)
            yield return SessionExpires.MinimumHeader(_minimum);
    }

    /// <summary>A 422 names the least interval the peer's side takes (section 7.3); false when ours is no smaller.</summary>
    protected bool TryRaiseMinimum(SipResponse response)
    {
        var wanted = SessionExpires.MinimumOf(response);
        if (response.Status != 422 || wanted <= _minimum)
            return false;
        _minimum = wanted;
        _interval = _interval > TimeSpan.Zero && _interval < wanted ? wanted : _interval;
        return true;
    }

    /// <summary>What the 2xx to our INVITE or UPDATE agreed (section 7.2).</summary>
    protected void AgreeSession(SipResponse response, Tick now)
    {
        NotePeer(response);
        var options = Agent.Options.SessionTimers;
        if (!options.IsOn)
            return;
        if (SessionExpires.Of(response) is { } agreed)
            StartSession(TimeSpan.FromSeconds(agreed.Seconds), agreed.Refresher != SessionRefresher.Answerer, isAlone: false, now);
        else if (options.RefreshAlone)
            StartSession(_interval > TimeSpan.Zero ? _interval : options.Interval, isRefresher: true, isAlone: true, now);
        else
            StopSession();
    }

    /// <summary>Agrees to a peer's INVITE or UPDATE, and says with which header fields of the 2xx (section 9, table 2).</summary>
    protected IEnumerable<SipHeader> AcceptSession(SipRequest request, Tick now)
    {
        NotePeer(request);
        var options = Agent.Options.SessionTimers;
        var wish = SessionExpires.Of(request);
        var isSpoken = SessionExpires.IsSpokenBy(request);
        if (wish is null && !options.IsOn)
            return [];
        if (wish is null && !isSpoken)
        {
            if (options.RefreshAlone)
                StartSession(options.Interval, isRefresher: true, isAlone: true, now);
            return [];
        }

        var theirs = SessionExpires.MinimumOf(request);
        var least = theirs > options.Minimum ? theirs : options.Minimum;
        var interval = wish is { } asked ? TimeSpan.FromSeconds(asked.Seconds) : options.Interval;
        interval = options.IsOn && options.Interval < interval ? options.Interval : interval;
        interval = interval < least ? least : interval;
        var refresher = isSpoken && wish is { Refresher: { } chosen } ? chosen : SessionRefresher.Answerer;
        StartSession(interval, refresher == SessionRefresher.Answerer, isAlone: false, now);
        var header = SessionExpires.Header(interval, refresher);
        return refresher == SessionRefresher.Asker ? [header, new SipHeader("Require", SessionExpires.Extension)] : [header];
    }

    /// <summary>The peer's abilities as it told them last.</summary>
    protected void NotePeer(SipMessage message)
    {
        if (message.Find("Allow") is not null)
            _peerUpdates = message.Lists("Allow", SipMethods.Update);
    }

    private void StartSession(TimeSpan interval, bool isRefresher, bool isAlone, Tick now)
    {
        _interval = interval;
        _isRefresher = isRefresher;
        _isAlone = isAlone;
        _isRefreshDue = false;
        RestartSession(now);
    }

    /// <summary>The refresher acts at half the interval; either side gives up a third of it, or 32 s, before its end (section 10).</summary>
    private void RestartSession(Tick now)
    {
        var third = _interval / 3;
        _refreshAt = _isRefresher ? now + (_interval / 2) : Tick.Never;
        _expiresAt = now + (_interval - (third < LongestGrace ? third : LongestGrace));
        Schedule();
    }

    private void StopSession()
    {
        _interval = TimeSpan.Zero;
        _refreshAt = Tick.Never;
        _expiresAt = Tick.Never;
        Schedule();
    }
}
