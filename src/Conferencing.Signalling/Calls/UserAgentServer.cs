using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// Where every request ends up: repeated ones with their transaction, those of a dialog with its call, others by what the gate says of
/// who sent them.
/// </summary>
internal sealed partial class UserAgentServer(UserAgent agent)
{
    public SipReject Receive(SipRequest request, SipPath remote, Tick now)
    {
        request = request with { Vias = request.Vias.SetItem(0, request.Vias[0].Received(remote.Remote)) };
        if (agent.Transactions.TryReceive(request, now))
            return SipReject.None;
        if (request.Is(SipMethods.Ack))
            return Find(request) is { } acknowledged ? acknowledged.ReceiveAck(request, now) : SipReject.StrayAck;
        if (request.Is(SipMethods.Cancel) && agent.Transactions.FindInvite(request) is { } invite)
            return ReceiveCancel(request, invite, remote, now);
        if (Find(request) is { } call)
            return call.Receive(Open(request, remote, now), request, remote, now);
        if (request.Is(SipMethods.Subscribe) && agent.Subscriptions.Find(request) is { } subscription)
            return agent.Subscriptions.Refresh(subscription, Open(request, remote, now), remote, now);

        // What came so far held a tag or branch that cannot be guessed; from here on limits and bans count.
        var isPeer = agent.IsKnown(remote);
        if (agent.Options.Incoming != IncomingPolicy.Answer && agent.Gate.Admit(request, remote, isPeer, now) is not SipReject.None and var refused)
            return refused;
        if (request.Is(SipMethods.Register) && agent.Gate.HasAccounts)
            return ReceiveRegister(request, remote, isPeer, now);
        if (isPeer)
            return ReceiveFromPeer(request, remote, null, now);
        return ReceiveFromStranger(request, remote, now);
    }

    /// <summary>A device with a registration is answered, and still proves itself to call; any other stranger is at most challenged.</summary>
    private SipReject ReceiveFromStranger(SipRequest request, SipPath remote, Tick now)
    {
        if (request.Is(SipMethods.Invite) && request.To.Tag is null && agent.Gate.HasAccounts)
        {
            var reject = agent.Gate.Authenticate(request, remote, false, now, out var user);
            return reject == SipReject.None ? ReceiveFromPeer(request, remote, user, now) : Challenge(request, remote, reject, now);
        }

        if (request.Is(SipMethods.Subscribe) && agent.Subscriptions.IsMember(request, remote, now))
            return ReceiveFromPeer(request, remote, null, now); // he proved who he is when he called

        // No state is kept and no answer given: the port looks closed.
        return agent.Gate.Bindings.IsSource(remote) && !request.Is(SipMethods.Invite)
            ? ReceiveFromPeer(request, remote, null, now)
            : SipReject.UnknownSource;
    }

    private SipReject ReceiveFromPeer(SipRequest request, SipPath remote, string? account, Tick now)
    {
        if (IsHeartbeat(request))
            return AnswerHeartbeat(request, remote);
        var transaction = Open(request, remote, now);
        if (request.Is(SipMethods.Cancel))
            return Answer(transaction, 481, "Call Does Not Exist", SipReject.UnknownTransaction, now);
        if (request.To.Tag is not null)
            return Answer(transaction, 481, "Call Does Not Exist", SipReject.UnknownDialog, now);
        if (!NameAddress.IsAbsoluteUri(request.RequestUri, out var uri) || uri is null)
            return Answer(transaction, 416, "Unsupported URI Scheme", SipReject.UnsupportedScheme, now);
        if (UserAgent.NotUnderstood(request) is { } required)
            return agent.RefuseExtension(transaction, required, now);

        return request.Method switch
        {
            SipMethods.Invite => ReceiveInvite((InviteServerTransaction)transaction, remote, account, now),
            SipMethods.Bye or SipMethods.Info or SipMethods.Update or SipMethods.Prack or SipMethods.Notify =>
                Answer(transaction, 481, "Call Does Not Exist", SipReject.UnknownDialog, now),
            SipMethods.Options => Answer(transaction, 200, "OK", SipReject.None, now), // one that requires what we understand
            SipMethods.Refer => RefuseRefer(transaction, now),
            SipMethods.Subscribe => agent.Subscriptions.Open(transaction, remote, now),
            _ => agent.RefuseMethod(transaction, now),
        };
    }

    /// <summary>Nobody outside a call may have this side call somebody (RFC 3515 section 2.4.2); what is no REFER at all is told so first.</summary>
    private SipReject RefuseRefer(ServerTransaction transaction, Tick now)
    {
        var targets = transaction.Request.FindAll("Refer-To").ToList();
        return targets.Count == 1 && NameAddress.TryParse(targets[0], out _)
            ? Answer(transaction, 403, "Forbidden", SipReject.NotAllowed, now)
            : Answer(transaction, 400, "Bad Refer-To", SipReject.BadReferTo, now);
    }

    /// <summary>OPTIONS outside a dialog that needs nothing of us.</summary>
    private static bool IsHeartbeat(SipRequest request) =>
        request.Is(SipMethods.Options) && request.To.Tag is null && request.Find("Require") is null
        && NameAddress.IsAbsoluteUri(request.RequestUri, out var uri) && uri is not null;

    /// <summary>
    /// Answered without a transaction (RFC 3261 section 8.2.7): thousands of peers that ask every few seconds leave nothing behind. A
    /// repeated request gets the same answer, tag included.
    /// </summary>
    private SipReject AnswerHeartbeat(SipRequest request, SipPath remote)
    {
        var response = SipResponse.Answering(request, 200, "OK", agent.StatelessTag(request)) with { Others = agent.Introduction(false) };
        agent.Outbox.Transmit(request.Vias[0].ResponseDestination(remote), SipWriter.Write(response));
        return SipReject.None;
    }

    private IDialogOwner? Find(SipRequest request) =>
        request.To.Tag is { } tag && agent.FindDialog(request.CallId, tag) is { } owner && owner.HasPeer(request.From.Tag) ? owner : null;

    private ServerTransaction Open(SipRequest request, SipPath remote, Tick now) => request.Is(SipMethods.Invite)
        ? agent.Transactions.OpenInvite(request, remote, now)
        : agent.Transactions.Open(request, remote);

    private SipReject ReceiveCancel(SipRequest cancel, InviteServerTransaction invite, SipPath remote, Tick now)
    {
        // With the tag of the INVITE's own responses (RFC 3261 section 9.2).
        var call = invite.IsAnswered ? null : agent.FindIncoming(invite.Request);
        var tag = call?.LocalTag ?? invite.LocalTag ?? agent.NewToken();
        agent.Transactions.Open(cancel, remote).Respond(SipResponse.Answering(cancel, 200, "OK", tag), now);
        call?.CancelByPeer(cancel, now);
        return SipReject.None;
    }

    private SipReject ReceiveInvite(InviteServerTransaction transaction, SipPath remote, string? account, Tick now)
    {
        var request = transaction.Request;
        Call? replaced = null;
        if (request.Find("Replaces") is not null)
        {
            replaced = FindReplaced(request, out var status, out var phrase);
            if (replaced is null)
                return Answer(transaction, status, phrase, SipReject.NotReplaceable, now);
        }
        else if (agent.Options.Incoming == IncomingPolicy.KnownPeersOnly && account is null)
        {
            return Answer(transaction, 403, "Forbidden", SipReject.NotAllowed, now);
        }

        if (agent.WasReceived(request))
            return Answer(transaction, 482, "Loop Detected", SipReject.MergedRequest, now);
        if (!request.Body.IsEmpty && !request.HasBody("application/sdp"))
            return Answer(transaction, 415, "Unsupported Media Type", SipReject.UnsupportedBody, now);
        if (agent.PendingIncoming >= agent.Options.MaxPendingIncoming)
            return Answer(transaction, 503, "Service Unavailable", SipReject.Overload, now);
        if (agent.RefuseSession(request) is { } tooSmall)
        {
            transaction.Respond(tooSmall, now);
            return SipReject.IntervalTooSmall;
        }

        if (agent.Options.Incoming != IncomingPolicy.Answer && Limit(request, remote, account, now) is var (refused, words, reject))
            return Answer(transaction, refused, words, reject, now);
        var call = new IncomingCall(agent, replaced?.Handle ?? agent.NewIncomingHandle(), transaction, remote, replaced, account);
        if (replaced is null)
            agent.Add(call);
        call.Begin();
        if (replaced is not null)
            call.AcceptReplacement(now);
        return SipReject.None;
    }

    /// <summary>
    /// The call whose place a new INVITE wants (RFC 3891 section 3): the one who asks is a known peer and knows both tags. An answered call, or
    /// one that we let ring; who still rings here is not given away.
    /// </summary>
    private Call? FindReplaced(SipRequest request, out int status, out string phrase)
    {
        (status, phrase) = (400, "Bad Replaces");
        var values = request.FindAll("Replaces").ToList();
        var text = values[0];
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        if (values.Count != 1 || semicolon < 0 || !SipParameters.TryParse(text.AsSpan(semicolon), out var parameters)
            || parameters.Find("to-tag") is not { } ours || parameters.Find("from-tag") is not { } theirs)
            return null;
        (status, phrase) = (481, "Call Does Not Exist");
        if (agent.FindDialog(text[..semicolon].Trim(), ours) is not { } owner || !owner.HasPeer(theirs) || owner is IncomingCall { IsHalfOpen: true })
            return null;
        (status, phrase) = owner.IsOver ? (603, "Declined") : (486, "Busy Here");
        if (owner is not Call call)
            return null;
        return call.IsRingingAt(theirs) || (call.IsReplaceable && !parameters.Has("early-only")) ? call : null;
    }

    /// <summary>How the limits of one source refuse a call; null when they do not.</summary>
    private (int Status, string Phrase, SipReject Reject)? Limit(SipRequest request, SipPath remote, string? account, Tick now)
    {
        if (!agent.Gate.MayTryPin(remote, request.From.UriText, account is null, now))
            return (403, "Forbidden", SipReject.TooManyPinTries);
        if (agent.Gate.HalfOpenLimit(account is null) is < int.MaxValue and var limit && agent.HalfOpen(SourceKey.Of(remote.Remote.Address)) >= limit)
            return (503, "Service Unavailable", SipReject.TooManyHalfOpen);
        return null;
    }

    private SipReject Answer(ServerTransaction transaction, int status, string phrase, SipReject reject, Tick now)
    {
        agent.Answer(transaction, status, phrase, now);
        return reject;
    }
}
