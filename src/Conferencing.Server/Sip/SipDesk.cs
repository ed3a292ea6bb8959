using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Server.Live;

namespace Conferencing.Server.Sip;

/// <summary>
/// The server's side of the SIP port: sends the plan when it changes or a node comes, keeps what the node reports. Any thread. It decides nothing
/// about a caller.
/// </summary>
internal sealed class SipDesk(SipPlanMaker plans, NodeLine line, TimeProvider clock, ILogger<SipDesk> log)
{
    private const int LiftsKept = 50;

    private readonly Lock _gate = new();
    private ImmutableArray<LiftedBan> _lifted = [];
    private SignallingStatus? _status;

    /// <summary>What the node said last; null before it said anything.</summary>
    public SignallingStatus? Status
    {
        get { lock (_gate) return _status; }
    }

    /// <summary>To a node that has just come.</summary>
    public async Task Greet(IBridgeNode node, CancellationToken cancel) => await node.ApplySignalling(await plans.Make(Lifted, cancel));

    /// <summary>After a change of rooms or accounts.</summary>
    public async Task Refresh(CancellationToken cancel)
    {
        var plan = await plans.Make(Lifted, cancel);
        await line.Send(node => node.ApplySignalling(plan));
    }

    /// <summary>False when that source is not banned.</summary>
    public async Task<bool> Lift(string source, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_status is not { } status || status.Bans.All(ban => ban.Source != source)) return false;
            _status = status with { Bans = status.Bans.RemoveAll(ban => ban.Source == source) };
            var others = _lifted.RemoveAll(one => one.Source == source);
            _lifted = [.. others.TakeLast(LiftsKept - 1), new LiftedBan(source, clock.GetUtcNow())];
        }
        log.LogInformation("The ban of {Source} is lifted", source);
        await Refresh(cancel);
        return true;
    }

    public async Task Take(SignallingStatus status, CancellationToken cancel)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = _status is null || !_status.Registrations.SequenceEqual(status.Registrations);
            _status = status;
        }
        if (isNew) await plans.KeepRegistrations(status.Registrations, cancel);
    }

    private ImmutableArray<LiftedBan> Lifted
    {
        get { lock (_gate) return _lifted; }
    }
}
