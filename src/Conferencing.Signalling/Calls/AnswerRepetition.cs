using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>Repeats our 2xx to an INVITE until its ACK comes, from T1 doubling to T2, for 64*T1 (RFC 3261 section 13.3.1.4).</summary>
internal sealed class AnswerRepetition : Timed
{
    private readonly UserAgent _agent;
    private readonly Call _call;
    private readonly InviteServerTransaction _transaction;
    private readonly Tick _timeoutAt;
    private Tick _repeatAt;
    private TimeSpan _pause;

    /// <param name="sequence">Of the INVITE, and of its ACK.</param>
    public AnswerRepetition(UserAgent agent, Call call, InviteServerTransaction transaction, long sequence, bool isInitial, Tick now)
        : base(agent.Deadlines)
    {
        _agent = agent;
        _call = call;
        _transaction = transaction;
        Sequence = sequence;
        IsInitial = isInitial;
        _pause = agent.Options.Timers.T1;
        _repeatAt = now + _pause;
        _timeoutAt = now + agent.Options.Timers.Timeout;
        Deadline = _repeatAt;
    }

    /// <summary>Whether this answers the INVITE that began the call.</summary>
    public bool IsInitial { get; }

    public long Sequence { get; }

    public void Stop()
    {
        Deadline = Tick.Never;
        _transaction.EndRepetition();
    }

    public override void Advance(Tick now)
    {
        if (now >= _timeoutAt)
        {
            Stop();
            _call.MissAck(now);
            return;
        }

        _transaction.RepeatSuccess();
        var longest = _agent.Options.Timers.T2;
        _pause = _pause * 2 > longest ? longest : _pause * 2;
        _repeatAt = After(_repeatAt, _pause, now);
        Deadline = Tick.Soonest(_repeatAt, _timeoutAt);
    }
}
