using System.Globalization;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Subscriptions;

/// <summary>
/// Who watches which conference (RFC 4575), and the states they are told. A conference is found by the user part of the address subscribed to;
/// who is in it may watch, and to anybody else it is as if there were none. It does not subscribe to anything itself.
/// </summary>
internal sealed class ConferenceSubscriptions(UserAgent agent)
{
    public const string Package = "conference";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, ConferenceState> _states = [];
    private readonly Dictionary<(string CallId, string LocalTag), ConferenceSubscription> _subscriptions = [];

    public int Count => _subscriptions.Count;

    public ConferenceState? StateOf(string conference) => _states.GetValueOrDefault(conference);

    /// <summary>A conference began, changed, or (null) is over.</summary>
    public void Publish(string conference, ConferenceState? state, Tick now)
    {
        if (state is null)
            _states.Remove(conference);
        else
            _states[conference] = state;
        foreach (var watcher in _subscriptions.Values.Where(one => one.Conference == conference).ToList())
        {
            if (state is null)
                watcher.End("noresource", now);
            else if (!MayWatch(conference, watcher.Source, now))
                watcher.End("rejected", now);
            else
                watcher.StateChanged(now);
        }
    }

    /// <summary>Whether the request comes from where a call of the conference comes from.</summary>
    public bool IsMember(SipRequest request, SipPath remote, Tick now) =>
        ConferenceOf(request) is var conference && StateOf(conference) is { Members: not null } && MayWatch(conference, remote, now);

    private bool MayWatch(string conference, SipPath source, Tick now) => StateOf(conference) is { } state
        && (state.Members is not { } members
            || members.Any(member => source.Remote.Address.Equals(agent.Find(member)?.PeerAddress))
            || agent.IsJustIn(conference, source.Remote.Address, now));

    private static string ConferenceOf(SipRequest request) => SipUri.TryParse(request.RequestUri, out var uri) ? uri.User : "";

    public ConferenceSubscription? Find(SipRequest request) =>
        request.To.Tag is { } tag && _subscriptions.GetValueOrDefault((request.CallId, tag)) is { } found && found.HasPeer(request.From.Tag) ? found : null;

    public void Remove(ConferenceSubscription subscription) => _subscriptions.Remove(subscription.Key);

    /// <summary>A SUBSCRIBE outside any dialog.</summary>
    public SipReject Open(ServerTransaction transaction, SipPath remote, Tick now)
    {
        var request = transaction.Request;
        if (!IsPackage(request))
            return Refuse(transaction, 489, "Bad Event", SipReject.UnsupportedExtension, now, new SipHeader("Allow-Events", Package));
        if (request.Find("Accept") is not null && !request.Lists("Accept", ConferenceDocument.MediaType) && !request.Lists("Accept", "*/*"))
            return Refuse(transaction, 406, "Not Acceptable", SipReject.UnsupportedBody, now, new SipHeader("Accept", ConferenceDocument.MediaType));
        var conference = ConferenceOf(request);
        if (!MayWatch(conference, remote, now))
            return Refuse(transaction, 404, "Not Found", SipReject.UnknownSubscription, now);
        if (!TryExpires(transaction, out var expires, now))
            return SipReject.IntervalTooSmall;
        if (Count >= agent.Options.MaxSubscriptions)
            return Refuse(transaction, 503, "Service Unavailable", SipReject.Overload, now);
        var subscription = new ConferenceSubscription(agent, this, conference, Dialog.FromRequest(request, agent.NewToken(), remote));
        _subscriptions.Add(subscription.Key, subscription);
        subscription.Accept(transaction, expires, remote, now);
        return SipReject.None;
    }

    /// <summary>A SUBSCRIBE of a watcher we know: a refresh, or its end with Expires: 0.</summary>
    public SipReject Refresh(ConferenceSubscription subscription, ServerTransaction transaction, SipPath remote, Tick now)
    {
        if (!subscription.TryAdvanceRemote(transaction.Request.CSeq.Sequence))
            return Refuse(transaction, 500, "Sequence Number Too Low", SipReject.OldSequence, now);
        if (!IsPackage(transaction.Request) || !MayWatch(subscription.Conference, remote, now))
            return Refuse(transaction, 481, "Subscription Does Not Exist", SipReject.UnknownSubscription, now);
        if (!TryExpires(transaction, out var expires, now))
            return SipReject.IntervalTooSmall;
        subscription.Accept(transaction, expires, remote, now);
        return SipReject.None;
    }

    private static bool IsPackage(SipRequest request) =>
        (request.Find("Event") ?? "").Split(';')[0].Trim().Equals(Package, StringComparison.OrdinalIgnoreCase);

    /// <summary>RFC 6665 section 4.2.1.1: shortened at will, refused when too short for us.</summary>
    private bool TryExpires(ServerTransaction transaction, out TimeSpan expires, Tick now)
    {
        var text = transaction.Request.Find("Expires") ?? "";
        expires = long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : Longest;
        if (expires == TimeSpan.Zero || expires >= Shortest)
            return true;
        Refuse(transaction, 423, "Interval Too Brief", SipReject.IntervalTooSmall, now, new SipHeader("Min-Expires", "60"));
        return false;
    }

    private SipReject Refuse(ServerTransaction transaction, int status, string phrase, SipReject reject, Tick now, params SipHeader[] headers)
    {
        var response = SipResponse.Answering(transaction.Request, status, phrase, agent.NewToken());
        transaction.Respond(response with { Others = agent.Introduction(false).AddRange(headers) }, now);
        return reject;
    }
}
