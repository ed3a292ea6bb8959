using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// A call an earlier process of this agent left behind, known by what was written down of it. It can only be ended: CANCEL and what follows
/// when it was not answered yet, BYE when it was. A 200 that its peer still repeats is acknowledged and ended too.
/// </summary>
internal sealed class ForgottenCall(UserAgent agent, CallCommand.EndForgotten command) : Call(agent, command.Call)
{
    /// <summary>Well above any number the dead process may have used after it last wrote.</summary>
    private const int SequenceStep = 1000;

    private readonly DialogIdentity _identity = command.Identity;

    protected override bool IsCaller => true;

    protected override TimeSpan GoodbyeLimit => Agent.Options.ForgottenLimit;

    public void Begin(Tick now)
    {
        Register(_identity.CallId, _identity.LocalTag);
        var dialog = Dialog.FromIdentity(_identity);
        var invite = dialog.Request(
            SipMethods.Invite, _identity.LocalSequence, Via.Create(_identity.Destination.Transport, Agent.LocalAddress(_identity.Destination), _identity.InviteBranch));
        invite = invite with { To = NameAddress.Create(null, _identity.RemoteUri) };
        Agent.Transactions.ResumeInvite(invite, _identity.Destination, this, now);
        if (_identity.RemoteTag is null)
        {
            Deadline = now + GoodbyeLimit;
            Agent.Transactions.Send(CancelRequest.For(invite), _identity.Destination, this, now);
            return;
        }

        Dialog = Dialog.FromIdentity(_identity with { LocalSequence = _identity.LocalSequence + SequenceStep });
        Leave(Ended, now);
    }

    public override bool HasPeer(string? remoteTag) => Dialog is not null && base.HasPeer(remoteTag);

    protected override string PeerTag => Dialog?.RemoteTag ?? _identity.RemoteTag ?? "";

    public override void HangUp(Tick now)
    {
        // It is being ended already.
    }

    protected override void AdvanceSetup(Tick now) =>
        Finish(new CallEvent.Ended(Handle, CallEnd.Lost, "the peer did not answer our CANCEL in time"), now);

    protected override void ReceiveInviteResponse(InviteClientTransaction invite, SipResponse response, Tick now)
    {
        if (response.IsProvisional)
            return;
        if (!response.IsSuccess)
        {
            if (Phase == CallPhase.Setup)
                Finish(Ended, now);
            return;
        }

        if (Phase == CallPhase.Setup)
        {
            Dialog = Dialog.FromResponse(invite.Request, response, invite.Destination);
            Agent.Acknowledge(invite, Dialog);
            Leave(Ended, now);
        }
        else if (Dialog is not null && Dialog.RemoteTag == response.To.Tag)
        {
            Agent.Acknowledge(invite, Dialog); // its BYE is out already
        }
        else
        {
            Agent.EndStray(invite, response, now);
        }
    }

    protected override void FailInvite(InviteClientTransaction invite, TransactionFailure failure, Tick now)
    {
        // Nothing more is heard of the old INVITE; the deadline has ended the call by then.
    }

    protected override void FailCancel(Tick now)
    {
        if (Phase == CallPhase.Setup)
            Finish(new CallEvent.Ended(Handle, CallEnd.Lost, "nobody is there any more"), now);
    }

    protected override void EstablishByAck(SipRequest ack, Tick now)
    {
        // The dead process answered an INVITE; its ACK changes nothing now.
    }

    protected override CallEnd LeftUnheard(CallEnd by) => CallEnd.Lost;

    private CallEvent.Ended Ended => new(Handle, CallEnd.Local, "ended after a restart");
}
