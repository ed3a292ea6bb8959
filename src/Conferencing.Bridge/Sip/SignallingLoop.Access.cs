using Conferencing.Signalling;

namespace Conferencing.Bridge.Sip;

/// <summary>Who may come in: rules down, what is true up. Moments of the loop's clock become calendar time here.</summary>
public sealed partial class SignallingLoop
{
    private AccessReport _access = AccessReport.Nothing;
    private long _reached;

    /// <summary>Registrations, bans and heartbeats, at most a second old; a new value whenever something changed. From any thread.</summary>
    public AccessReport Access => Volatile.Read(ref _access);

    /// <param name="revision">Of the plan this is part of: told back once it is true.</param>
    public void Post(AccessCommand command, long revision = 0) => Put(new Input.Access(command, revision));

    /// <summary>A moment of the calendar in this loop's time, which began with it.</summary>
    public Tick TickOf(DateTimeOffset moment) => Now + (moment - TimeProvider.System.GetUtcNow());

    private void PublishAccess()
    {
        var known = _access;
        if (_engine.AccessVersion == known.Version && _reached == known.Revision)
            return;
        var now = Now;
        Volatile.Write(ref _access, new AccessReport(_engine.AccessVersion, _reached, _engine.Access(now), now, TimeProvider.System.GetUtcNow()));
    }
}

/// <summary>What a loop last told of its SIP port.</summary>
/// <param name="Revision">The plan that is true.</param>
/// <param name="Tick">When this was, by the loop's clock.</param>
/// <param name="At">The same moment by the calendar.</param>
public sealed record AccessReport(long Version, long Revision, AccessState State, Tick Tick, DateTimeOffset At)
{
    public static readonly AccessReport Nothing = new(-1, 0, AccessState.Empty, default, default);

    public DateTimeOffset Moment(Tick tick) => At + (tick - Tick);
}
