using System.Globalization;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Subscriptions;

/// <summary>
/// One watcher of one conference (RFC 6665, RFC 4575): told everything at first and at each refresh, later only what changed, one NOTIFY at a time and
/// not more often than the pause allows. Ends with its time, its conference, or a watcher that does not answer.
/// </summary>
internal sealed class ConferenceSubscription(UserAgent agent, ConferenceSubscriptions all, string conference, Dialog dialog) : Timed(agent.Deadlines)
{
    private readonly DigestClient _digest = new(dialog.Remote.Uri?.Host ?? "");
    private DialogRequest? _notify;
    private int _version;

    /// <summary>What the watcher was told last; null when it must be told everything.</summary>
    private ConferenceState? _told;

    private Tick _expiresAt;
    private Tick _pauseUntil = new(0);
    private bool _isDue;

    /// <summary>Why it ends with the next NOTIFY; null while it goes on.</summary>
    private string? _endReason;

    public string Conference => conference;

    /// <summary>Where the watcher was last heard.</summary>
    public SipPath Source => dialog.LastHeard;

    public (string CallId, string LocalTag) Key => (dialog.CallId, dialog.LocalTag);

    public bool HasPeer(string? tag) => dialog.RemoteTag == (tag ?? "");

    public bool TryAdvanceRemote(long sequence) => dialog.TryAdvanceRemote(sequence);

    /// <summary>The first SUBSCRIBE or a refresh: answered, and followed by the whole state.</summary>
    public void Accept(ServerTransaction transaction, TimeSpan expires, SipPath remote, Tick now)
    {
        dialog.LastHeard = remote;
        if (!transaction.Request.Contacts.IsEmpty)
            dialog.RemoteTarget = transaction.Request.Contacts[0].UriText;
        _expiresAt = now + expires;
        var response = SipResponse.Answering(transaction.Request, 200, "OK", dialog.LocalTag) with
        {
            Contacts = [agent.Contact(remote, focus: conference)],
            RecordRoutes = transaction.Request.RecordRoutes,
            Others = agent.Introduction(false).Add(new SipHeader("Expires", Seconds(expires))),
        };
        transaction.Respond(response, now);
        _endReason = expires == TimeSpan.Zero ? "timeout" : null;
        _told = null;
        _isDue = true;
        _pauseUntil = now;
        Tell(now);
    }

    public void StateChanged(Tick now)
    {
        _isDue = true;
        Tell(now);
    }

    /// <summary>The conference is over, or the watcher is no longer in it.</summary>
    /// <param name="reason">Of RFC 6665 section 4.1.3.</param>
    public void End(string reason, Tick now)
    {
        _endReason = reason;
        _isDue = true;
        _pauseUntil = now;
        Tell(now);
    }

    public override void Advance(Tick now)
    {
        if (now >= _expiresAt && _endReason is null)
        {
            _endReason = "timeout";
            _isDue = true;
        }

        Tell(now);
    }

    private void Tell(Tick now)
    {
        if (_notify is null && _isDue && now >= _pauseUntil)
            Notify(now);
        else
            Deadline = _notify is null && _isDue ? Tick.Soonest(_pauseUntil, Next) : Next;
    }

    private Tick Next => _endReason is null ? _expiresAt : Tick.Never;

    private void Notify(Tick now)
    {
        _isDue = false;
        var state = all.StateOf(conference);
        if (_endReason is null && state is not null && state.Equals(_told))
        {
            Deadline = Next;
            return;
        }

        var isEnd = _endReason is not null;
        var left = _expiresAt > now ? _expiresAt - now : TimeSpan.Zero;
        var notify = agent.Request(dialog, SipMethods.Notify);
        notify = notify with
        {
            Contacts = [agent.Contact(dialog.NextHop(), focus: conference)],
            Others = notify.Others
                .Add(new SipHeader("Event", ConferenceSubscriptions.Package))
                .Add(new SipHeader("Subscription-State", isEnd ? $"terminated;reason={_endReason}" : $"active;expires={Seconds(left)}")),
        };
        if (state is not null && _endReason != "rejected")
            notify = notify with { ContentType = ConferenceDocument.MediaType, Body = Document(state) };
        _pauseUntil = now + agent.Options.NotifyPause;
        _notify = DialogRequest.Send(agent, dialog, _digest, notify, (response, at) => ReceiveAnswer(response, isEnd, at), now);
        Deadline = Next;
    }

    /// <summary>What does not fit is told in the next one.</summary>
    private byte[] Document(ConferenceState state)
    {
        var entity = SipUri.Create(conference, agent.LocalAddress(dialog.LastHeard)).ToString();
        var (document, told) = ConferenceDocument.Next(entity, _told, state, _version++, agent.Options.LargestNotify);
        _told = told;
        _isDue = !state.Equals(told);
        return document;
    }

    /// <summary>RFC 6665 section 4.2.2: a watcher that does not answer, or knows of no subscription, is forgotten.</summary>
    private void ReceiveAnswer(SipResponse? response, bool wasEnd, Tick now)
    {
        _notify = null;
        if (wasEnd || response is not { IsSuccess: true })
        {
            Deadline = Tick.Never;
            all.Remove(this);
            return;
        }

        Tell(now);
    }

    private static string Seconds(TimeSpan span) => ((int)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
