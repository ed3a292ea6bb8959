using System.Collections.Immutable;
using System.Net;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transports;

namespace Conferencing.Signalling.Dialogs;

/// <summary>What two agents share after an INVITE was answered (RFC 3261 section 12): tags, sequence numbers, targets, route set.</summary>
internal sealed class Dialog
{
    private long _localSequence;
    private long _remoteSequence = -1;

    public required string CallId { get; init; }

    /// <summary>With our tag.</summary>
    public required NameAddress Local { get; init; }

    /// <summary>With the peer's tag.</summary>
    public required NameAddress Remote { get; init; }

    public required string RemoteTarget { get; set; }

    public required ImmutableArray<NameAddress> RouteSet { get; init; }

    /// <summary>Where the peer was last heard: used when the next hop is a name, which is not looked up inside a dialog.</summary>
    public required SipPath LastHeard { get; set; }

    public required string InviteBranch { get; init; }

    public required long LocalSequence
    {
        get => _localSequence;
        init => _localSequence = value;
    }

    public string LocalTag => Local.Tag!;

    public string RemoteTag => Remote.Tag ?? "";

    /// <summary>The dialog a 2xx makes for the caller (section 12.1.2).</summary>
    public static Dialog FromResponse(SipRequest invite, SipResponse response, SipPath destination) => new()
    {
        CallId = invite.CallId,
        Local = invite.From,
        Remote = response.To,
        RemoteTarget = response.Contacts.IsEmpty ? invite.RequestUri : response.Contacts[0].UriText,
        RouteSet = [.. response.RecordRoutes.Reverse()],
        LastHeard = destination,
        InviteBranch = invite.Vias[0].Branch!,
        LocalSequence = invite.CSeq.Sequence,
    };

    /// <summary>The dialog an INVITE makes for the one called (section 12.1.1).</summary>
    public static Dialog FromRequest(SipRequest invite, string localTag, SipPath remote) => new()
    {
        CallId = invite.CallId,
        Local = invite.To.WithTag(localTag),
        Remote = invite.From,
        RemoteTarget = invite.Contacts.IsEmpty ? invite.From.UriText : invite.Contacts[0].UriText,
        RouteSet = invite.RecordRoutes,
        LastHeard = remote,
        InviteBranch = invite.Vias[0].Branch ?? "",
        LocalSequence = 0,
        _remoteSequence = invite.CSeq.Sequence,
    };

    public static Dialog FromIdentity(DialogIdentity identity) => new()
    {
        CallId = identity.CallId,
        Local = NameAddress.Create(null, identity.LocalUri, identity.LocalTag),
        Remote = NameAddress.Create(null, identity.RemoteUri, identity.RemoteTag),
        RemoteTarget = identity.RemoteTarget,
        RouteSet = [.. identity.RouteSet.Select(NameAddress.Parse)],
        LastHeard = identity.Destination,
        InviteBranch = identity.InviteBranch,
        LocalSequence = identity.LocalSequence,
    };

    public DialogIdentity Identity() => new()
    {
        CallId = CallId,
        LocalTag = LocalTag,
        RemoteTag = Remote.Tag,
        LocalUri = Local.UriText,
        RemoteUri = Remote.UriText,
        RemoteTarget = RemoteTarget,
        RouteSet = [.. RouteSet.Select(route => route.ToString())],
        LocalSequence = LocalSequence,
        InviteBranch = InviteBranch,
        Destination = LastHeard,
    };

    /// <summary>The same dialog once a 2xx came: its targets and routes count from now on, the numbers go on (section 13.2.2.4).</summary>
    public Dialog Confirmed(SipResponse response) => new()
    {
        CallId = CallId,
        Local = Local,
        Remote = Remote,
        RemoteTarget = response.Contacts.IsEmpty ? RemoteTarget : response.Contacts[0].UriText,
        RouteSet = [.. response.RecordRoutes.Reverse()],
        LastHeard = LastHeard,
        InviteBranch = InviteBranch,
        LocalSequence = LocalSequence,
        _remoteSequence = _remoteSequence,
    };

    /// <summary>Takes the next sequence number of our side.</summary>
    public long TakeSequence() => ++_localSequence;

    /// <summary>Notes a request's number; false when it is not above the last one (section 12.2.2).</summary>
    public bool TryAdvanceRemote(long sequence)
    {
        if (sequence <= _remoteSequence)
            return false;
        _remoteSequence = sequence;
        return true;
    }

    /// <summary>A request inside the dialog (section 12.2.1.1), to be sent to <see cref="NextHop"/>.</summary>
    public SipRequest Request(string method, long sequence, Via via)
    {
        var (requestUri, routes) = Route();
        return new SipRequest
        {
            Method = method,
            RequestUri = requestUri,
            Vias = [via],
            From = Local,
            To = Remote,
            CallId = CallId,
            CSeq = new CSeq(sequence, method),
            Routes = routes,
        };
    }

    /// <summary>
    /// Where the next request goes (section 12.2.1.1). A peer that was heard by a connection and names no transport means that one: many
    /// devices forget the parameter. Its connection is used again while it is open.
    /// </summary>
    public SipPath NextHop()
    {
        var hop = RouteSet.IsEmpty ? NameAddress.Create(null, RemoteTarget).Uri : RouteSet[0].Uri;
        if (hop is null || !SipTarget.TryOf(hop, out var target) || target.Address is not { } address)
            return LastHeard;
        var isSameHost = address.Equals(LastHeard.Remote.Address);
        var path = target.PathTo(address, isSameHost ? LastHeard.Transport : SipTransport.Udp);
        return isSameHost && path.Transport == LastHeard.Transport
            ? path with { Connection = LastHeard.Connection, ServerName = LastHeard.ServerName }
            : path;
    }

    /// <summary>Loose routing, or the strict routing of RFC 2543 when the first hop asks for it.</summary>
    private (string RequestUri, ImmutableArray<NameAddress> Routes) Route()
    {
        if (RouteSet.IsEmpty || RouteSet[0].Uri?.IsLooseRouter != false)
            return (RemoteTarget, RouteSet);
        return (RouteSet[0].UriText, [.. RouteSet.Skip(1), NameAddress.Create(null, RemoteTarget)]);
    }
}
