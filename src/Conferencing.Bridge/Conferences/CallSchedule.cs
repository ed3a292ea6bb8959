using System.Collections.Immutable;
using Conferencing.Contract;

namespace Conferencing.Bridge.Conferences;

/// <summary>When a room is called next, and at which of its addresses. Counts failures by the redial plan; does not call, and knows no call.</summary>
internal sealed class CallSchedule
{
    /// <summary>When the room first failed since it was last connected.</summary>
    private DateTimeOffset? _failingSince;

    /// <summary>Which address is next.</summary>
    private int _turn;

    /// <summary>When the room is to be called, as soon as its line is free too; null when it is not to be called.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>The next attempt by the redial plan, also when that is after the end of the conference.</summary>
    public DateTimeOffset? RedialAt { get; private set; }

    /// <summary>The next call makes good for one of an earlier process.</summary>
    public bool IsCallBack { get; private set; }

    public bool IsDue(DateTimeOffset now) => DueAt is { } due && due <= now;

    /// <summary>As if the room had never been called.</summary>
    /// <param name="due">Null when it is not to be called.</param>
    public void Begin(DateTimeOffset? due)
    {
        _failingSince = null;
        _turn = 0;
        (RedialAt, DueAt) = (null, due);
    }

    /// <summary>Where it was reached last.</summary>
    public void CallBack(int turn) => (IsCallBack, _turn) = (true, turn);

    public void CallNow(DateTimeOffset now)
    {
        _failingSince = null;
        (RedialAt, DueAt) = (null, now);
    }

    /// <summary>The first call is at another time; one that is not to be made stays so.</summary>
    public void Shift(DateTimeOffset due) => DueAt = DueAt is null ? null : due;

    /// <summary>Not called until further notice.</summary>
    public void Pause() => DueAt = null;

    public void Cancel() => (DueAt, RedialAt) = (null, null);

    /// <summary>The room called by itself: nothing is owed to it.</summary>
    public void Settle() => (DueAt, IsCallBack) = (null, false);

    /// <summary>It is in: a failure from now on is a first one.</summary>
    public void Reach()
    {
        _failingSince = null;
        (RedialAt, IsCallBack) = (null, false);
    }

    /// <summary>When it is tried again by the redial plan, at its next address.</summary>
    public DateTimeOffset Fail(DialPlan plan, DateTimeOffset now)
    {
        IsCallBack = false;
        _failingSince ??= now;
        _turn++;
        return RedialPlan.Next(plan, _failingSince.Value, now);
    }

    /// <summary>False when that is no longer within the conference: then it is not called.</summary>
    public bool Await(DateTimeOffset next, DateTimeOffset end)
    {
        RedialAt = next;
        DueAt = next < end ? next : null;
        return DueAt is not null;
    }

    public string Address(ImmutableArray<string> addresses) => RedialPlan.Address(addresses, _turn);
}
