using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using SIPSorcery.SIP;

namespace Conferencing.Bridge.SipSorcery;

/// <summary>What both sides of a call have in common once it is answered: requests inside the dialog, and its end. On the agent's thread.</summary>
internal abstract class SorceryCall(SipSorceryAgent agent, CallHandle handle) : IDisposable
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(4);

    private CallEvent? _last;
    private bool _isOver;
    private Timer? _limit;

    public CallHandle Handle { get; } = handle;

    protected SipSorceryAgent Agent { get; } = agent;

    protected SIPDialogue? Dialogue { get; set; }

    protected MediaNegotiation? Media { get; set; }

    protected bool IsOver => _isOver;

    /// <summary>BYE is out and the last event is still to be told.</summary>
    protected bool IsLeaving => _last is not null;

    public abstract bool Owns(string callId, string localTag);

    public abstract void HangUp();

    public void Dispose() => _limit?.Dispose();

    public void Receive(SIPRequest request)
    {
        switch (request.Method)
        {
            case SIPMethodsEnum.BYE:
                Agent.Answer(request, 200, "OK");
                Finish(_last ?? new CallEvent.Ended(Handle, CallEnd.Remote, request.Header.Reason));
                break;
            case SIPMethodsEnum.INVITE:
                ReceiveReinvite(request);
                break;
            case SIPMethodsEnum.INFO:
                Agent.Answer(request, 200, "OK");
                if (DigitOf(request) is { } digit)
                    Agent.Tell(new CallEvent.Digit(Handle, digit));
                break;
            case SIPMethodsEnum.OPTIONS:
                Agent.Answer(request, 200, "OK");
                break;
            case SIPMethodsEnum.ACK:
                break;
            default:
                Agent.Count(SipReject.UnsupportedMethod);
                Agent.Answer(request, 405, "Method Not Allowed");
                break;
        }
    }

    public static void Respond(UASInviteTransaction transaction, int status, string phrase)
    {
        var response = SIPResponse.GetResponse(transaction.TransactionRequest, (SIPResponseStatusCodesEnum)status, phrase);
        response.Header.To.ToTag = transaction.LocalTag;
        transaction.SendFinalResponse(response);
    }

    protected MediaNegotiation Negotiate(AudioCapabilities media, System.Net.IPAddress peer)
    {
        var rtp = media.Rtp.Address.Equals(System.Net.IPAddress.Any) ? new System.Net.IPEndPoint(Agent.LocalAddress(peer), media.Rtp.Port) : media.Rtp;
        return new MediaNegotiation(media with { Rtp = rtp }, Random.Shared.Next(1, int.MaxValue), null);
    }

    /// <summary>BYE; the last event is told when it was answered, or after a while.</summary>
    protected void Leave(CallEvent last)
    {
        if (_last is not null || _isOver)
            return;
        _last = last;
        After(GoodbyeLimit, () => Finish(Unheard("the peer did not answer our goodbye in time")));
        SayGoodbye(null);
    }

    protected void Finish(CallEvent last)
    {
        if (_isOver)
            return;
        _isOver = true;
        Dispose();
        Agent.Tell(last);
    }

    /// <summary>One deadline at a time.</summary>
    protected void After(TimeSpan wait, Action act)
    {
        _limit?.Dispose();
        _limit = new Timer(_ => Agent.Run(() => Unless(act)), null, wait, Timeout.InfiniteTimeSpan);
    }

    protected void StopWaiting() => _limit?.Dispose();

    protected DialogIdentity Identity(SIPRequest invite, SipPath destination) => new()
    {
        CallId = invite.Header.CallId,
        LocalTag = Dialogue?.LocalTag ?? invite.Header.From.FromTag,
        RemoteTag = Dialogue?.RemoteTag,
        LocalUri = (Dialogue?.LocalUserField.URI ?? invite.Header.From.FromURI).ToString(),
        RemoteUri = (Dialogue?.RemoteUserField.URI ?? invite.Header.To.ToURI).ToString(),
        RemoteTarget = (Dialogue?.RemoteTarget ?? invite.URI).ToString(),
        LocalSequence = Dialogue?.CSeq ?? invite.Header.CSeq,
        InviteBranch = invite.Header.Vias.TopViaHeader.Branch,
        Destination = destination,
    };

    protected static byte[] BodyOf(SIPMessageBase message) => Encoding.UTF8.GetBytes(message.Body ?? "");

    private void Unless(Action act)
    {
        if (!_isOver)
            act();
    }

    private void SayGoodbye(SIPRequest? again)
    {
        var bye = new SIPNonInviteTransaction(Agent.Transport, again ?? Dialogue!.GetInDialogRequest(SIPMethodsEnum.BYE), null);
        bye.NonInviteTransactionFinalResponseReceived += (_, _, _, response) =>
        {
            Agent.Run(() => HearGoodbye(bye, response, again is not null));
            return Task.FromResult(System.Net.Sockets.SocketError.Success);
        };
        bye.NonInviteTransactionFailed += (_, _) => Agent.Run(() => Finish(Unheard("BYE was not answered")));
        bye.SendRequest();
    }

    private void HearGoodbye(SIPNonInviteTransaction bye, SIPResponse response, bool wasAuthenticated)
    {
        if (_isOver)
            return;
        if (response.StatusCode is 401 or 407 && !wasAuthenticated && Credentials.For(Agent.Options, response, Dialogue!.RemoteTarget.HostAddress) is { } credential)
            SayGoodbye(bye.TransactionRequest.DuplicateAndAuthenticate(response.Header.AuthenticationHeaders, credential.UserName, credential.Password));
        else
            Finish(response.StatusCode < 300 ? _last! : Unheard($"BYE was answered {response.StatusCode}"));
    }

    private CallEvent Unheard(string how) => _last is CallEvent.Ended { By: var by } ? new CallEvent.Ended(Handle, by, how) : _last!;

    private void ReceiveReinvite(SIPRequest request)
    {
        var transaction = new UASInviteTransaction(Agent.Transport, request, null, noCDR: true);
        if (Dialogue is null || Media is null || Media.IsOfferOpen || _last is not null)
        {
            Agent.Count(SipReject.Glare);
            Respond(transaction, 491, "Request Pending");
            return;
        }

        var before = Media.Agreed;
        var offer = BodyOf(request);
        var description = offer.Length == 0 ? Media.Offer() : Media.Answer(offer, out _);
        if (description is null)
        {
            Agent.Count(SipReject.BadSdp);
            Respond(transaction, 488, "Not Acceptable Here");
            return;
        }

        if (offer.Length == 0)
            transaction.OnAckReceived += (_, _, _, ack) =>
            {
                Agent.Run(() => ApplyLate(BodyOf(ack)));
                return Task.FromResult(System.Net.Sockets.SocketError.Success);
            };
        transaction.SendFinalResponse(transaction.GetOkResponse("application/sdp", Encoding.UTF8.GetString(description)));
        TellChange(before);
    }

    private void ApplyLate(byte[] answer)
    {
        var before = Media!.Agreed;
        if (answer.Length == 0 || Media.Apply(answer) != SdpReject.None)
            Media.CloseOffer();
        else
            TellChange(before);
    }

    private void TellChange(NegotiatedAudio? before)
    {
        if (before is not null && !MediaNegotiation.Same(before, Media!.Agreed) && !_isOver)
            Agent.Tell(new CallEvent.MediaChanged(Handle, Media.Agreed!));
    }

    /// <summary>Signal=5 of an application/dtmf-relay body.</summary>
    private static char? DigitOf(SIPRequest request)
    {
        if (request.Header.ContentType?.StartsWith("application/dtmf-relay", StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var signal = (request.Body ?? "").Split('\n').Select(line => line.Split('=', 2))
            .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))?[1].Trim().ToUpperInvariant();
        return signal is { Length: 1 } && "0123456789*#ABCD".Contains(signal[0], StringComparison.Ordinal) ? signal[0] : null;
    }
}
