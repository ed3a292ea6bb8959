using System.Globalization;
using System.Text;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// REFER both ways (RFC 3515): this side asks the peer to call somebody else, or the peer asks this side, and how that goes is told by NOTIFY. Nobody is
/// called from here: the host decides.
/// </summary>
internal abstract partial class Call
{
    /// <summary>How long the outcome of a transfer is awaited, either way.</summary>
    private static readonly TimeSpan TransferLimit = TimeSpan.FromSeconds(180);

    private Queue<TransferReport>? _reports;
    private DialogRequest? _report;

    /// <summary>When the peer's wish is given up for want of an answer; never while there is none.</summary>
    private Tick _wishUntil = Tick.Never;

    /// <summary>When the outcome of our own REFER is no longer awaited; never while there is none.</summary>
    private Tick _referUntil = Tick.Never;

    private Tick TransferDeadline => Tick.Soonest(_wishUntil, _referUntil);

    /// <summary>Asks the peer to call another address; one transfer at a time.</summary>
    public void Transfer(CallCommand.Transfer command, Tick now)
    {
        if (Phase != CallPhase.Established || _referUntil != Tick.Never)
            return;
        if (!TryAim(command, out var uri))
        {
            Tell(new CallEvent.TransferProgress(Handle, 400, "this is no SIP address", IsFinal: true));
            return;
        }

        var refer = Agent.Request(Dialog!, SipMethods.Refer);
        refer = refer with
        {
            Contacts = [Contact(Dialog!.NextHop())],
            Others = refer.Others.Add(new SipHeader("Refer-To", $"<{uri}>")).Add(new SipHeader("Referred-By", $"<{Dialog.Local.UriText}>")),
        };
        _referUntil = now + TransferLimit;
        Send(refer, ReceiveReferAnswer, now);
        Schedule();
    }

    private bool TryAim(CallCommand.Transfer command, out SipUri uri)
    {
        if (!command.IsOwnNumber)
            return SipUri.TryParse(command.Address.Trim(), out uri);
        var way = Dialog!.NextHop();
        uri = SipUri.Create(command.Address, Agent.LocalAddress(way), way.Transport);
        return true;
    }

    /// <summary>The host's word on the transfer the peer asked for; a final status ends it.</summary>
    public void AnswerTransfer(int status, string phrase, Tick now)
    {
        if (_wishUntil == Tick.Never)
            return;
        if (status >= 200)
            _wishUntil = Tick.Never;
        Report(new TransferReport(status, string.Concat(phrase.Where(c => !char.IsControl(c))), "noresource"), now);
        Schedule();
    }

    private void AdvanceTransfers(Tick now)
    {
        if (now >= _wishUntil)
        {
            _wishUntil = Tick.Never;
            Report(new TransferReport(408, "Request Timeout", "timeout"), now);
        }

        if (now >= _referUntil)
            EndRefer(408, "the peer did not tell how the transfer went");
    }

    /// <summary>RFC 3515 section 2.4.2: exactly one Refer-To; accepted means that the host thinks about it.</summary>
    private SipReject ReceiveRefer(ServerTransaction transaction, SipRequest request, Tick now)
    {
        if (Phase != CallPhase.Established)
            return Refuse(transaction, 481, "Call Is Not Established", SipReject.UnknownDialog, now);
        if (_wishUntil != Tick.Never)
            return Refuse(transaction, 491, "Request Pending", SipReject.Glare, now);
        var targets = request.FindAll("Refer-To").ToList();
        if (targets.Count != 1 || !NameAddress.TryParse(targets[0], out var target) || target.Uri is null)
            return Refuse(transaction, 400, "Bad Refer-To", SipReject.BadReferTo, now);
        transaction.Respond(
            SipResponse.Answering(request, 202, "Accepted") with { Contacts = [Contact(Dialog!.LastHeard)], Others = Agent.Introduction(false) }, now);
        _wishUntil = now + TransferLimit;
        Report(new TransferReport(100, "Trying", ""), now);
        Schedule();
        var by = NameAddress.TryParse(request.Find("Referred-By") ?? "", out var referrer) ? referrer.UriText : Dialog!.Remote.UriText;
        Tell(new CallEvent.TransferAsked(Handle, target.UriText, by));
        return SipReject.None;
    }

    /// <summary>How our own REFER goes (section 2.4.5).</summary>
    private SipReject ReceiveNotify(ServerTransaction transaction, SipRequest request, Tick now)
    {
        var package = (request.Find("Event") ?? "").Split(';')[0].Trim();
        if (_referUntil == Tick.Never || !package.Equals("refer", StringComparison.OrdinalIgnoreCase))
            return Refuse(transaction, 481, "Subscription Does Not Exist", SipReject.UnknownSubscription, now);
        Agent.Answer(transaction, 200, "OK", now);
        var (status, phrase) = ReadFragment(request);
        var isOver = (request.Find("Subscription-State") ?? "").StartsWith("terminated", StringComparison.OrdinalIgnoreCase);
        if (isOver || status >= 200)
            EndRefer(status >= 200 ? status : 0, phrase);
        else if (status > 100)
            Tell(new CallEvent.TransferProgress(Handle, status, phrase, IsFinal: false));
        Schedule();
        return SipReject.None;
    }

    private void ReceiveReferAnswer(SipResponse? response, Tick now)
    {
        if (_referUntil == Tick.Never || response is { IsSuccess: true })
            return;
        EndRefer(response?.Status ?? 408, response?.Phrase ?? "the peer did not answer");
        Schedule();
    }

    private void EndRefer(int status, string phrase)
    {
        _referUntil = Tick.Never;
        Tell(new CallEvent.TransferProgress(Handle, status, phrase, IsFinal: true));
    }

    /// <summary>One NOTIFY at a time, so that none overtakes another.</summary>
    private void Report(TransferReport report, Tick now)
    {
        (_reports ??= new()).Enqueue(report);
        if (_report is null)
            SendReport(now);
    }

    private void SendReport(Tick now)
    {
        if (Phase is CallPhase.Over || Dialog is null || _reports is null || !_reports.TryDequeue(out var report))
            return;
        var left = Math.Max(0, (int)(_wishUntil == Tick.Never ? TimeSpan.Zero : _wishUntil - now).TotalSeconds);
        var state = report.Status < 200
            ? string.Create(CultureInfo.InvariantCulture, $"active;expires={left}")
            : $"terminated;reason={report.EndReason}";
        var notify = Agent.Request(Dialog, SipMethods.Notify);
        notify = notify with
        {
            Contacts = [Contact(Dialog.NextHop())],
            Others = notify.Others.Add(new SipHeader("Event", "refer")).Add(new SipHeader("Subscription-State", state)),
            ContentType = "message/sipfrag;version=2.0",
            Body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {report.Status} {report.Phrase}\r\n")),
        };
        _report = Send(notify, ReceiveReportAnswer, now);
    }

    private void ReceiveReportAnswer(SipResponse? response, Tick now)
    {
        _report = null;
        SendReport(now);
    }

    /// <summary>The status line in a message/sipfrag (RFC 3420); 0 when there is none.</summary>
    private static (int Status, string Phrase) ReadFragment(SipRequest notify)
    {
        if (!notify.HasBody("message/sipfrag"))
            return (0, "");
        var parts = Encoding.UTF8.GetString(notify.Body.Span).Split('\n')[0].Trim().Split(' ', 3);
        return parts.Length >= 2 && parts[0] == "SIP/2.0" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and < 700
            ? (status, parts.Length > 2 ? parts[2] : "")
            : (0, "");
    }

    private readonly record struct TransferReport(int Status, string Phrase, string EndReason);
}
