using System.Collections.Immutable;
using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>Settings of a director.</summary>
internal sealed record DirectorOptions
{
    /// <summary>Number of the first call; above every number of the journal.</summary>
    public long FirstCall { get; init; } = 1;

    /// <summary>How long a call of an earlier process keeps its room from being called, should its end not be heard of.</summary>
    public TimeSpan ForgottenLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an ended conference is still reported.</summary>
    public TimeSpan RememberEnded { get; init; } = TimeSpan.FromMinutes(10);

    public PromptSet Prompts { get; init; } = PromptSet.Silent;

    public ReceptionOptions Reception { get; init; } = new();

    /// <summary>Whoever calls from here needs no PIN and makes conferences on the fly; port 0 is any port.</summary>
    public System.Net.IPEndPoint? TrustedPeer { get; init; }
}

/// <summary>
/// All conferences of this node as a value that is fed: plans, what calls and media tell, acts and the time go in; dials,
/// media orders and status come out. It follows each conference's newest plan and knows no socket, file or clock.
/// </summary>
internal sealed class ConferenceDirector
{
    /// <summary>While nothing but measurements come, what is due waits so long: looking for it means looking at every room.</summary>
    private static readonly TimeSpan AdvancePeriod = TimeSpan.FromMilliseconds(20);

    private readonly DirectorOptions _options;
    private readonly Switchboard _board;
    private readonly Reception _reception;
    private readonly Dictionary<Guid, ConferenceRun> _conferences = [];
    private readonly Dictionary<CallHandle, ForgottenCall> _forgotten = [];
    private readonly Dictionary<Guid, Dictionary<Guid, string>> _calledBack = [];
    private readonly Dictionary<string, long> _refusals = [];
    private ImmutableHashSet<string> _peers = [];
    private DateTimeOffset _advancedAt;
    private bool _stopped;

    /// <param name="random">Source of identifiers; a failing run replays from its seed.</param>
    /// <param name="forgotten">Calls of an earlier process: they are ended first, and their rooms called back.</param>
    public ConferenceDirector(DirectorOptions options, Random random, IEnumerable<ForgottenCall> forgotten, DateTimeOffset now)
    {
        _options = options;
        _board = new Switchboard(options.FirstCall, random, options.Prompts);
        _reception = new Reception(_board, options.Reception, () => _conferences.Values);
        foreach (var call in forgotten)
            EndForgotten(call, now);
        UpdatePeers();
    }

    /// <summary>Inputs that changed nothing, by name.</summary>
    public IReadOnlyDictionary<string, long> Refusals => _refusals;

    /// <summary>The conference being thought about: whose fault it was if this throws.</summary>
    public Guid? Working { get; private set; }

    /// <summary>Calls that are not over.</summary>
    public int LiveCalls => _board.LiveCalls;

    /// <summary>True while a conference waits for its time or runs.</summary>
    public bool HasWork => _conferences.Values.Any(conference => conference.Phase != ConferencePhase.Ended && !conference.IsLoadRun);

    /// <summary>The latest moment for the next <see cref="Advance"/>.</summary>
    public DateTimeOffset NextDeadline
    {
        get
        {
            var soonest = _reception.NextDeadline;
            foreach (var conference in _conferences.Values)
            {
                var deadline = conference.EndedAt is { } ended ? ended + _options.RememberEnded : conference.NextDeadline;
                soonest = deadline < soonest ? deadline : soonest;
            }

            return soonest;
        }
    }

    /// <summary>The next thing to do; ask until false after every input.</summary>
    public bool TryPoll(out DirectorOutput output) => _board.TryTake(out output);

    public void Do(DirectorInput input, DateTimeOffset now)
    {
        switch (input)
        {
            case DirectorInput.Plan plan:
                Apply(plan.Value, now);
                break;
            case DirectorInput.CallNow act:
                if (Find(act.ConferenceId) is { } called)
                    called.CallNow(act.RoomId, now);
                else
                    Refuse("plan.UnknownConference");
                break;
            case DirectorInput.CallHappened call:
                Receive(call, now);
                break;
            case DirectorInput.MediaHappened media:
                Receive(media, now);
                break;
            case DirectorInput.RecordingHappened recording:
                Find(recording.ConferenceId)?.Receive(recording.Status, now);
                break;
            case DirectorInput.NotDialled failed:
                NotDialled(failed, now);
                break;
            case DirectorInput.LowerHand hand:
                Find(hand.ConferenceId)?.LowerHand(hand.RoomId);
                break;
            case DirectorInput.AnswerHelp help:
                Find(help.ConferenceId)?.AnswerHelp(help.RoomId);
                break;
            case DirectorInput.PlaySound play:
                if (Find(play.Order.ConferenceId)?.Play(play.Order, now) is { } refused)
                    Refuse(refused);
                break;
            case DirectorInput.StopSound stop:
                Find(stop.ConferenceId)?.StopSound(now);
                break;
            case DirectorInput.MediaMoved moved:
                StartOver(moved.ConferenceId, now);
                break;
            case DirectorInput.Stop:
                Stop(now);
                break;
            default:
                throw new UnreachableException($"Director input {input.GetType().Name} is not known.");
        }

        Working = null;
        if (!input.IsMeasurement || (now - _advancedAt).Duration() >= AdvancePeriod)
            Advance(now);
    }

    public void Advance(DateTimeOffset now)
    {
        _advancedAt = now;
        foreach (var conference in _conferences.Values)
        {
            Working = conference.Id;
            if (conference.EndedAt + _options.RememberEnded <= now)
                Forget(conference);
            else if (conference.NextDeadline <= now)
                conference.Advance(now);
        }

        Working = null;
        _reception.Advance(now);
    }

    /// <summary>
    /// After a fault inside a conference: all it had is dropped, its calls are ended, and it begins again from its plan, as after
    /// a crash of the whole node. Other conferences notice nothing.
    /// </summary>
    public void StartOver(Guid conferenceId, DateTimeOffset now)
    {
        if (conferenceId == Reception.MediaId)
            _reception.Release(home: null, "The reception begins again");
        if (!_conferences.Remove(conferenceId, out var faulted))
            return;
        _reception.Release(faulted, "The conference begins again");
        faulted.EndRoster();
        faulted.DropAsides();
        var calledBack = faulted.Participants.Where(room => room.HasCall).ToDictionary(room => room.RoomId, room => room.Status.Address ?? "");
        foreach (var call in _board.CallsOf(faulted).ToList())
        {
            _board.Disown(call);
            _board.Put(new DirectorOutput.Tell(new CallCommand.HangUp(call)));
        }

        foreach (var leg in faulted.Participants.Select(room => room.Leg).OfType<Leg>())
            _board.Put(new DirectorOutput.Evidence(leg.Record with { LeftAt = now, EndReason = LegReason.BridgeRestarted }));
        _board.Put(new DirectorOutput.CloseMedia(conferenceId));
        _conferences.Add(conferenceId, new ConferenceRun(faulted.Plan, calledBack, _board, now));
    }

    private void Apply(ConferencePlan plan, DateTimeOffset now)
    {
        if (_stopped)
            return;
        Working = plan.ConferenceId;
        if (!_conferences.TryGetValue(plan.ConferenceId, out var conference))
            _conferences.Add(plan.ConferenceId, new ConferenceRun(plan, _calledBack.GetValueOrDefault(plan.ConferenceId) ?? [], _board, now));
        else if (!conference.Apply(plan, now))
            Refuse("plan.OldRevision");
        UpdatePeers();
    }

    private void Receive(DirectorInput.CallHappened call, DateTimeOffset now)
    {
        var happened = call.Event;
        if (happened is CallEvent.Incoming incoming)
        {
            TakeIncoming(incoming, call.Hosts, now);
        }
        else if (_reception.Find(happened.Call) is { } caller)
        {
            Working = caller.Home?.Id;
            _reception.Receive(caller, happened, now);
        }
        else if (Owner(happened.Call) is { } participant)
        {
            participant.Receive(happened, now);
        }
        else if (Aside(happened.Call) is { } aside)
        {
            aside.Receive(happened, now);
        }
        else if (!_board.IsLive(happened.Call))
        {
            Refuse("plan.StrayCallEvent");
        }
        else if (happened is CallEvent.Ended or CallEvent.Failed)
        {
            Over(happened.Call);
        }
    }

    private void TakeIncoming(CallEvent.Incoming incoming, ImmutableArray<string> hosts, DateTimeOffset now)
    {
        if (_stopped)
        {
            _board.Put(new DirectorOutput.Tell(new CallCommand.Reject(incoming.Call, 503, "Service Unavailable")));
            return;
        }

        var caller = Caller.Of(incoming, hosts) with { IsTrusted = LoadRun.IsTrusted(_options.TrustedPeer, incoming.Source.Remote) };
        if (caller is { IsTrusted: true, IsNumber: true } && _reception.Find(caller.Number, now).Conference is null)
            Apply(LoadRun.Plan(caller.Number, _board.NewId().ToString("N"), now), now);
        if (_reception.Take(caller, now) is { } refusal)
            Refuse(refusal);
    }

    private void Receive(DirectorInput.MediaHappened media, DateTimeOffset now)
    {
        if (media.ConferenceId == Reception.MediaId)
            _reception.Receive(media.Event, now);
        if (Find(media.ConferenceId) is not { } conference)
            return;
        conference.Receive(media.Event, now);
        if (media.Event is MediaEvent.Faulted)
            _reception.ReopenMedia(conference);
    }

    private void NotDialled(DirectorInput.NotDialled failed, DateTimeOffset now)
    {
        if (_reception.Find(failed.Call) is { } caller)
            _reception.NotAnswered(caller);
        else if (Owner(failed.Call) is { } owner)
            owner.NotDialled(new(failed.Reason, failed.Detail), now);
        else if (Aside(failed.Call) is { } aside)
            aside.NotDialled(new(failed.Reason, failed.Detail), now);
        else if (_board.IsLive(failed.Call))
            Over(failed.Call);
    }

    /// <summary>A call that nobody follows any more has ended.</summary>
    private void Over(CallHandle call)
    {
        _forgotten.Remove(call);
        _board.Free(call);
        UpdatePeers();
    }

    private ConferenceRun? Find(Guid conferenceId)
    {
        Working = conferenceId;
        return _conferences.GetValueOrDefault(conferenceId);
    }

    private ParticipantRun? Owner(CallHandle call)
    {
        var owner = _board.OwnerOf(call);
        Working = owner?.Conference.Id;
        return owner;
    }

    /// <summary>Whose call to a technician it is.</summary>
    private AsideRun? Aside(CallHandle call)
    {
        var aside = _conferences.Values.Select(conference => conference.AsideOf(call)).FirstOrDefault(found => found is not null);
        Working = aside?.ConferenceId;
        return aside;
    }

    private void EndForgotten(ForgottenCall call, DateTimeOffset now)
    {
        _forgotten.Add(call.Call, call);
        _board.OccupyByForgotten(call.Call, call.RoomId, now + _options.ForgottenLimit);
        _board.Put(new DirectorOutput.Tell(new CallCommand.EndForgotten(call.Call, call.Identity)));
        if (!_calledBack.TryGetValue(call.ConferenceId, out var rooms))
            _calledBack.Add(call.ConferenceId, rooms = []);
        rooms[call.RoomId] = call.Address;
    }

    private void Stop(DateTimeOffset now)
    {
        _stopped = true;
        _reception.ReleaseAll("The bridge was stopped");
        foreach (var conference in _conferences.Values)
        {
            Working = conference.Id;
            conference.Stop(now);
        }
    }

    private void Forget(ConferenceRun conference)
    {
        foreach (var call in _board.CallsOf(conference).ToList())
            _board.Disown(call);
        conference.EndRoster();
        _conferences.Remove(conference.Id);
        _calledBack.Remove(conference.Id);
        _board.Put(new DirectorOutput.Forget(conference.Id));
        UpdatePeers();
    }

    private void UpdatePeers()
    {
        var planned = _conferences.Values.SelectMany(conference => conference.Participants)
            .SelectMany(room => room.Status is { CalledIn: false, Address: { } called } ? room.Plan.Addresses.Append(called) : room.Plan.Addresses);
        var phones = _conferences.Values.SelectMany(conference => conference.AsideAddresses);
        var hosts = planned.Concat(phones).Select(PeerHost.Of).OfType<string>()
            .Concat(_forgotten.Values.Select(call => call.Identity.Destination.Remote.Address.ToString()))
            .ToImmutableHashSet();
        if (hosts.SetEquals(_peers))
            return;
        _peers = hosts;
        _board.Put(new DirectorOutput.Peers(hosts));
    }

    private void Refuse(string name) => _refusals[name] = _refusals.GetValueOrDefault(name) + 1;
}
