using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>Whoever answers for the requests inside one dialog: a call, or what is left of it.</summary>
internal interface IDialogOwner
{
    bool IsOver { get; }

    /// <summary>Whether requests with this tag of the peer belong to the dialog.</summary>
    bool HasPeer(string? remoteTag);

    /// <summary>A new request whose tags match.</summary>
    SipReject Receive(ServerTransaction transaction, SipRequest request, SipPath remote, Tick now);

    SipReject ReceiveAck(SipRequest ack, Tick now);
}

/// <summary>
/// What is left of a call for 64*T1 after its last event, so that late requests get their answer and a late copy of its INVITE is no new call:
/// a few identifiers, and nothing of the call itself.
/// </summary>
internal sealed class EndedCall : Timed, IDialogOwner
{
    private readonly UserAgent _agent;
    private readonly string _callId;
    private readonly string _localTag;

    /// <summary>Null for anybody.</summary>
    private readonly string? _remoteTag;

    private readonly InviteKey? _invite;

    /// <param name="remoteTag">Null when anybody may be the peer.</param>
    /// <param name="invite">The INVITE we were called by; null when we called.</param>
    public EndedCall(UserAgent agent, string callId, string localTag, string? remoteTag, InviteKey? invite, Tick now)
        : base(agent.Deadlines)
    {
        (_agent, _callId, _localTag, _remoteTag, _invite) = (agent, callId, localTag, remoteTag, invite);
        Deadline = now + agent.Options.Timers.Timeout;
    }

    public bool IsOver => true;

    public bool HasPeer(string? remoteTag) => _remoteTag is null || _remoteTag == (remoteTag ?? "");

    public SipReject Receive(ServerTransaction transaction, SipRequest request, SipPath remote, Tick now)
    {
        _agent.Answer(transaction, 481, "Call Does Not Exist", now);
        return SipReject.UnknownDialog;
    }

    public SipReject ReceiveAck(SipRequest ack, Tick now) => SipReject.None; // of a repeated 2xx

    public override void Advance(Tick now)
    {
        Deadline = Tick.Never;
        _agent.RemoveDialog(_callId, _localTag);
        if (_invite is { } invite)
            _agent.RemoveIncoming(invite);
    }
}

/// <summary>What tells an INVITE from others whatever way it came (RFC 3261 section 8.2.2.2).</summary>
internal readonly record struct InviteKey(string CallId, string? FromTag, long Sequence)
{
    public static InviteKey Of(SipRequest invite) => new(invite.CallId, invite.From.Tag, invite.CSeq.Sequence);
}
