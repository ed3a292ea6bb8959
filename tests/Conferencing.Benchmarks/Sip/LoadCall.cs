using System.Diagnostics;

namespace Conferencing.Benchmarks.Sip;

/// <summary>One call of a load run: INVITE, ACK, a hold, BYE. Knows when it next has something to do; sends nothing itself.</summary>
internal sealed class LoadCall(int number, long begunAt)
{
    private static readonly long FirstPause = Stopwatch.Frequency / 2; // T1 of RFC 3261

    private long _pause = FirstPause;

    public int Number { get; } = number;

    public LoadCallState State { get; private set; } = LoadCallState.Inviting;

    /// <summary>Stopwatch ticks.</summary>
    public long BegunAt { get; } = begunAt;

    public long AnsweredAt { get; private set; }

    public long Deadline { get; private set; } = begunAt + FirstPause;

    /// <summary>Our tag's counterpart: the whole To header of the 200.</summary>
    public string To { get; private set; } = "";

    public string Contact { get; private set; } = "";

    public int Retransmissions { get; private set; }

    public bool IsOver => State is LoadCallState.Done or LoadCallState.Failed;

    public void Answer(string to, string contact, long now, long hold)
    {
        (To, Contact, AnsweredAt) = (to, contact, now);
        State = LoadCallState.Held;
        Deadline = now + hold;
    }

    /// <summary>The peer repeated its answer: our ACK was lost, or late.</summary>
    public void NoteRepetition() => Retransmissions++;

    public void HangUp(long now)
    {
        State = LoadCallState.Leaving;
        _pause = FirstPause;
        Deadline = now + FirstPause;
    }

    public void End(bool isGood) => State = isGood ? LoadCallState.Done : LoadCallState.Failed;

    /// <summary>The request goes out again; false when it has been tried long enough.</summary>
    public bool Repeat(long now)
    {
        Retransmissions++;
        _pause *= 2;
        Deadline = now + _pause;
        return _pause < 16 * FirstPause;
    }
}

internal enum LoadCallState
{
    Inviting,
    Held,
    Leaving,
    Done,
    Failed,
}
