using System.Globalization;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>Repeats our 180 to a caller that wants it acknowledged until its PRACK comes, for 64*T1 (RFC 3262 section 3).</summary>
internal sealed class ReliableRinging : Timed
{
    private readonly IncomingCall _call;
    private readonly InviteServerTransaction _transaction;
    private readonly CSeq _invite;
    private readonly Tick _timeoutAt;
    private Tick _repeatAt;
    private TimeSpan _pause;

    public ReliableRinging(UserAgent agent, IncomingCall call, InviteServerTransaction transaction, Tick now)
        : base(agent.Deadlines)
    {
        _call = call;
        _transaction = transaction;
        _invite = transaction.Request.CSeq;
        Number = agent.NextRandom(1, int.MaxValue);
        _pause = agent.Options.Timers.T1;
        _repeatAt = now + _pause;
        _timeoutAt = now + agent.Options.Timers.Timeout;
        Deadline = _repeatAt;
    }

    /// <summary>RSeq: begins anywhere below 2^31.</summary>
    public long Number { get; }

    public IEnumerable<SipHeader> Headers =>
        [new("Require", RackHeader.Extension), new("RSeq", Number.ToString(CultureInfo.InvariantCulture))];

    public bool IsAcknowledgedBy(SipRequest prack) =>
        RackHeader.TryParse(prack.Find("RAck"), out var rack) && rack == new RackHeader(Number, _invite);

    public void Stop() => Deadline = Tick.Never;

    public override void Advance(Tick now)
    {
        if (now >= _timeoutAt)
        {
            Stop();
            _call.MissPrack(now);
            return;
        }

        _transaction.RepeatRinging();
        _pause *= 2;
        _repeatAt = After(_repeatAt, _pause, now);
        Deadline = Tick.Soonest(_repeatAt, _timeoutAt);
    }
}
