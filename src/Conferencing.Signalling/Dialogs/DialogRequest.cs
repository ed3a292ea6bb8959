using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Dialogs;

/// <summary>What became of a request inside a dialog; no response when none came in time.</summary>
internal delegate void RequestDone(SipResponse? response, Tick now);

/// <summary>
/// One request of ours inside a dialog, until its final response: passwords are given when they are asked for, a 2xx to an INVITE is
/// acknowledged. What the response means is the asker's business.
/// </summary>
internal sealed class DialogRequest : ITransactionUser
{
    /// <summary>As many realms as a way to a peer can have, and a stale nonce.</summary>
    private const int MaxChallenges = 4;

    private readonly UserAgent _agent;
    private readonly Dialog _dialog;
    private readonly DigestClient _digest;
    private readonly SipRequest _draft;
    private RequestDone? _done;
    private int _challenges;

    private DialogRequest(UserAgent agent, Dialog dialog, DigestClient digest, SipRequest draft, RequestDone done)
    {
        _agent = agent;
        _dialog = dialog;
        _digest = digest;
        _draft = draft;
        _done = done;
    }

    public bool IsInvite => _draft.Is(SipMethods.Invite);

    /// <param name="draft">From <see cref="UserAgent.Request"/>; goes out at once.</param>
    /// <param name="done">Called once, unless the request is abandoned.</param>
    public static DialogRequest Send(UserAgent agent, Dialog dialog, DigestClient digest, SipRequest draft, RequestDone done, Tick now)
    {
        var request = new DialogRequest(agent, dialog, digest, draft, done);
        request.Send(draft, now);
        return request;
    }

    /// <summary>The outcome is of no interest any more; a 2xx is still acknowledged.</summary>
    public void Abandon() => _done = null;

    public void Receive(ClientTransaction transaction, SipResponse response, Tick now)
    {
        var invite = transaction as InviteClientTransaction;
        if (response.IsProvisional)
        {
            invite?.GiveUp(now); // inside a dialog nobody needs time to decide: 64*T1 after the last word it is over
            return;
        }

        if (response.IsSuccess && invite is not null)
            _agent.Acknowledge(invite, _dialog);
        if (response.Status is 401 or 407 && _done is not null && TryAuthenticate(transaction.Request, response, now))
            return;
        Finish(response, now);
    }

    public void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now) => Finish(null, now);

    private bool TryAuthenticate(SipRequest refused, SipResponse response, Tick now)
    {
        if (++_challenges > MaxChallenges || !_digest.TryLearn(response, refused, _agent.Credentials, _agent.NewToken()))
            return false;
        Send(_agent.Again(_dialog, _draft), now);
        return true;
    }

    private void Send(SipRequest request, Tick now)
    {
        request = request with { Others = request.Others.AddRange(_digest.Headers(request.Method, request.RequestUri)) };
        if (IsInvite)
            _agent.Transactions.SendInvite(request, _dialog.NextHop(), this, now);
        else
            _agent.Transactions.Send(request, _dialog.NextHop(), this, now);
    }

    private void Finish(SipResponse? response, Tick now)
    {
        var done = _done;
        _done = null;
        done?.Invoke(response, now);
    }
}
