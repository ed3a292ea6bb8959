using System.Net;
using System.Net.Sockets;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using SIPSorcery.SIP;

namespace Conferencing.Bridge.SipSorcery;

/// <summary>A call this side began. It follows no redirection.</summary>
internal sealed class OutgoingSorceryCall(SipSorceryAgent agent, CallCommand.Dial dial) : SorceryCall(agent, dial.Call)
{
    private readonly string _callId = CallProperties.CreateNewCallId();
    private readonly string _localTag = CallProperties.CreateNewTag();
    private SIPURI? _target;
    private SipPath _destination;
    private UACInviteTransaction? _invite;
    private CallFailure? _cancelled;
    private bool _isProceeding;
    private bool _isCancelSent;
    private bool _isRingingTold;
    private bool _isAuthenticated;

    public override bool Owns(string callId, string localTag) => callId == _callId && localTag == _localTag;

    public void Begin()
    {
        if (!SipUri.TryParse(dial.Address.Trim(), out var uri) || uri.Headers is not null || !SIPURI.TryParse(dial.Address.Trim(), out _target))
            Fail(CallFailureKind.BadAddress, "this is no SIP address");
        else if (uri.IsSecure || uri.Parameters.Find("transport") is { } transport && !transport.Equals("udp", StringComparison.OrdinalIgnoreCase))
            Fail(CallFailureKind.BadAddress, "this address asks for a transport this agent does not speak");
        else if (uri.Address is { } address)
            Invite(new IPEndPoint(address, uri.EffectivePort));
        else
            LookUp();
    }

    public override void HangUp()
    {
        if (Dialogue is not null)
            Leave(new CallEvent.Ended(Handle, CallEnd.Local, null));
        else if (_invite is null)
            Fail(CallFailureKind.Cancelled, "hung up before the call began");
        else
            Cancel(new CallFailure(CallFailureKind.Cancelled, 0, "hung up before an answer"));
    }

    private void LookUp() => _ = Agent.Transport.ResolveSIPUriAsync(_target).ContinueWith(
        found => Agent.Run(() =>
        {
            if (found is { IsCompletedSuccessfully: true, Result: { } where } && !IsOver)
                Invite(where.GetIPEndPoint());
            else if (!IsOver)
                Fail(CallFailureKind.Unreachable, $"the name {_target!.HostAddress} is not known");
        }),
        TaskScheduler.Default);

    private void Invite(IPEndPoint destination)
    {
        _destination = SipPath.Udp(destination);
        Media = Negotiate(dial.Media, destination.Address);
        After(dial.RingLimit, () => Cancel(_isProceeding
            ? new CallFailure(CallFailureKind.NoAnswer, 0, "not answered within the ring limit")
            : new CallFailure(CallFailureKind.Unreachable, 0, "nothing was heard within the ring limit")));
        var own = new SIPURI(Agent.Options.LocalUser, $"{Agent.LocalAddress(destination.Address)}:{Agent.BoundPort}", null);
        var invite = new SIPRequest(SIPMethodsEnum.INVITE, _target);
        invite.Header = new SIPHeader(new SIPFromHeader(dial.FromName, own, _localTag), new SIPToHeader(null, _target, null), 1, _callId)
        {
            CSeqMethod = SIPMethodsEnum.INVITE,
            Contact = [new SIPContactHeader(null, own)],
            ContentType = "application/sdp",
            UserAgent = "Conferencing",
        };
        invite.Header.Vias.PushViaHeader(new SIPViaHeader(new IPEndPoint(IPAddress.Any, 0), CallProperties.CreateBranchId()));
        invite.Body = Encoding.UTF8.GetString(Media.Offer());
        invite.Header.ContentLength = invite.Body.Length;
        Send(invite);
    }

    private void Send(SIPRequest invite)
    {
        Agent.Tell(new CallEvent.IdentityChanged(Handle, Identity(invite, _destination)));
        _invite = new UACInviteTransaction(Agent.Transport, invite, null);
        var transaction = _invite;
        transaction.UACInviteTransactionInformationResponseReceived += (_, _, _, response) => Later(() => ReceiveProvisional(response));
        transaction.UACInviteTransactionFinalResponseReceived += (_, _, _, response) => Later(() => ReceiveFinal(transaction, response));
        transaction.UACInviteTransactionFailed += (_, _) => Agent.Run(() =>
        {
            if (transaction == _invite && !IsOver && Dialogue is null)
                Finish(new CallEvent.Failed(Handle, _cancelled ?? new CallFailure(CallFailureKind.Unreachable, 0, "nothing was heard from this address")));
        });
        transaction.SendInviteRequest();
    }

    private Task<SocketError> Later(Action act)
    {
        Agent.Run(act);
        return Task.FromResult(SocketError.Success);
    }

    private void ReceiveProvisional(SIPResponse response)
    {
        _isProceeding = true;
        if (_cancelled is not null)
            SendCancel();
        else if (!IsOver && response.StatusCode is >= 180 and <= 183 && !_isRingingTold)
        {
            _isRingingTold = true;
            Agent.Tell(new CallEvent.Ringing(Handle));
        }
    }

    private void ReceiveFinal(UACInviteTransaction transaction, SIPResponse response)
    {
        if (response.StatusCode < 300)
            ReceiveSuccess(transaction, response);
        else if (transaction == _invite && !IsOver && Dialogue is null)
            ReceiveRefusal(response);
    }

    private void ReceiveSuccess(UACInviteTransaction transaction, SIPResponse response)
    {
        if (IsOver)
        {
            EndStray(transaction);
            return;
        }

        if (Dialogue is not null)
            return;
        StopWaiting();
        Dialogue = new SIPDialogue(transaction);
        Agent.Tell(new CallEvent.IdentityChanged(Handle, Identity(transaction.TransactionRequest, _destination)));
        var reject = _cancelled is null ? Apply(response) : SdpReject.None;
        if (_cancelled is not null || reject != SdpReject.None)
            Leave(new CallEvent.Failed(Handle, _cancelled ?? new CallFailure(CallFailureKind.NoUsableMedia, response.StatusCode, $"the answer holds no usable sound ({reject})")));
        else
            Agent.Tell(new CallEvent.Answered(Handle, Media!.Agreed!));
    }

    private SdpReject Apply(SIPResponse response)
    {
        var answer = BodyOf(response);
        var reject = answer.Length == 0 ? SdpReject.NoAudio : Media!.Apply(answer);
        if (reject == SdpReject.None)
            return reject;
        Media!.CloseOffer();
        Agent.Count(SipReject.BadSdp);
        return reject;
    }

    /// <summary>A 2xx after the end was told: acknowledged by the transaction, ended here.</summary>
    private void EndStray(UACInviteTransaction transaction)
    {
        var stray = new SIPDialogue(transaction);
        new SIPNonInviteTransaction(Agent.Transport, stray.GetInDialogRequest(SIPMethodsEnum.BYE), null).SendRequest();
    }

    private void ReceiveRefusal(SIPResponse response)
    {
        if (_cancelled is { } cancelled)
        {
            Finish(new CallEvent.Failed(Handle, cancelled with { Status = response.StatusCode }));
            return;
        }

        if (response.StatusCode is 401 or 407 && !_isAuthenticated && Credentials.For(Agent.Options, response, _target!.HostAddress) is { } credential)
        {
            _isAuthenticated = true;
            _isProceeding = false;
            Send(_invite!.TransactionRequest.DuplicateAndAuthenticate(response.Header.AuthenticationHeaders, credential.UserName, credential.Password));
            return;
        }

        Finish(new CallEvent.Failed(Handle, InviteOutcome.Of(response.StatusCode, response.ReasonPhrase ?? "")));
    }

    private void Cancel(CallFailure reason)
    {
        if (_cancelled is not null || IsOver)
            return;
        _cancelled = reason;
        After(TimeSpan.FromSeconds(4), () => Finish(new CallEvent.Failed(Handle, reason)));
        if (_isProceeding)
            SendCancel();
        else
            _invite!.CancelCall(); // stops repeating it
    }

    private void SendCancel()
    {
        if (_isCancelSent)
            return;
        _isCancelSent = true;
        var invite = _invite!.TransactionRequest;
        _invite.CancelCall();
        var cancel = new SIPRequest(SIPMethodsEnum.CANCEL, invite.URI);
        cancel.Header = new SIPHeader(invite.Header.From, invite.Header.To, invite.Header.CSeq, invite.Header.CallId)
        {
            CSeqMethod = SIPMethodsEnum.CANCEL,
            Routes = invite.Header.Routes,
            Vias = invite.Header.Vias,
        };
        new SIPNonInviteTransaction(Agent.Transport, cancel, null).SendRequest();
    }

    private void Fail(CallFailureKind kind, string phrase) => Finish(new CallEvent.Failed(Handle, new CallFailure(kind, 0, phrase)));
}
