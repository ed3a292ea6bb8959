using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>
/// Rooms that behave as they like, a technician who never rests, plans that come late or twice, and now and then a crash of
/// the node: whatever happens, some things stay true. A failing run replays from its seed.
/// </summary>
public sealed class DirectorSimulationTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_the_rules_hold_and_in_the_end_the_plan_is_true(int seed)
    {
        var world = new SimulatedWorld(seed);
        for (var step = 0; step < 400; step++)
            world.Step();
        world.Settle();
        world.AssertThePlanIsTrue();
        world.End();
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 200)];
}

/// <summary>One seeded run: a director, the rooms it calls, and what must never happen.</summary>
internal sealed class SimulatedWorld
{
    private const int RoomCount = 6;

    private readonly Random _random;
    private readonly Guid[] _conferences = [new(1, 1, 1, new byte[8]), new(2, 2, 2, new byte[8])];
    private readonly Dictionary<Guid, ConferencePlan> _plans = [];

    /// <summary>Calls as the rooms see them: present until the room has seen their end.</summary>
    private readonly Dictionary<CallHandle, SimulatedCall> _calls = [];

    private readonly Dictionary<(Guid Conference, Guid Room), ParticipantStatus> _statuses = [];
    private readonly Dictionary<Guid, LegRecord> _legs = [];

    /// <summary>Legs among the media that are aside, and with whom.</summary>
    private readonly Dictionary<(Guid Conference, LegId Leg), LegId?> _aside = [];
    private readonly HashSet<(Guid Conference, Guid Aside)> _endedAsides = [];
    private int _lastAside;
    private ConferenceDirector _director;
    private DateTimeOffset _now = DirectorRig.Eight;
    private long _firstCall = 1;
    private long _lastIncoming;
    private bool _willing;

    public SimulatedWorld(int seed)
    {
        _random = new Random(seed);
        _director = new ConferenceDirector(new DirectorOptions(), new Random(seed), [], _now);
        foreach (var conference in _conferences)
            Plan(conference, NewPlan(conference));
    }

    public void Step()
    {
        switch (_random.Next(14))
        {
            case 0 or 1:
                ChangePlan();
                break;
            case 2:
                Do(new DirectorInput.CallNow(AnyConference(), AnyRoom()));
                break;
            case 3:
                Repeat();
                break;
            case 4 when _random.Next(10) == 0:
                Crash();
                break;
            case 5 or 6:
                Pass(TimeSpan.FromSeconds(_random.Next(1, 90)));
                break;
            case 12 or 13:
                CallIn();
                break;
            default:
                LetARoomAct();
                break;
        }
    }

    /// <summary>Everybody answers from now on, and time passes.</summary>
    public void Settle()
    {
        _willing = true;
        for (var minute = 0; minute < 20; minute++)
        {
            Pass(TimeSpan.FromSeconds(30));
            foreach (var call in _calls.Keys.ToList())
                Act(call);
            Pass(TimeSpan.FromSeconds(30));
        }

        // One session may have ended just now and left its rooms to the other.
        foreach (var call in _calls.Keys.ToList())
            Act(call);
    }

    public void AssertThePlanIsTrue()
    {
        // Of two sessions that want the same room, one has it and the other waits.
        var taken = new HashSet<Guid>();
        foreach (var plan in _plans.Values.Where(plan => plan.ConnectAt <= _now && plan.EndAt > _now))
        {
            foreach (var room in plan.Participants)
            {
                var status = _statuses[(plan.ConferenceId, room.RoomId)];
                Assert.Equal(room.Muted, status.Muted);
                if (!room.Wanted)
                    Assert.Equal(LegState.Left, status.State);
                else if (status.State is LegState.Connected or LegState.Held)
                    Assert.True(taken.Add(room.RoomId), "A room is connected twice.");
            }
        }

        foreach (var room in _plans.Values.Where(plan => plan.ConnectAt <= _now && plan.EndAt > _now).SelectMany(plan => plan.Participants))
            Assert.True(!room.Wanted || taken.Contains(room.RoomId), $"Room {room.RoomId} is wanted and not connected.");
        Assert.Equal(taken.Count, _calls.Values.Count(call => call.Answered));
        Assert.Empty(_aside);
        Assert.Equal(taken.Count, _legs.Values.Count(leg => leg.LeftAt is null));
    }

    public void End()
    {
        foreach (var conference in _conferences)
            Plan(conference, _plans[conference] with { EndAt = _now });
        foreach (var call in _calls.Keys.ToList())
            Act(call);
        Pass(TimeSpan.FromHours(1));
        Assert.Empty(_calls);
        Assert.DoesNotContain(_legs.Values, leg => leg.LeftAt is null);
        Assert.Equal(0, _director.LiveCalls);
        Assert.False(_director.HasWork);
    }

    private void ChangePlan()
    {
        var conference = AnyConference();
        var plan = _plans[conference];
        if (_random.Next(3) == 0)
        {
            Plan(conference, plan with { Asides = [.. ChangeAsides(plan)] });
            return;
        }

        var rooms = plan.Participants.ToList();
        var index = _random.Next(rooms.Count + 1);
        if (index == rooms.Count)
            plan = plan with { EndAt = _now + TimeSpan.FromMinutes(_random.Next(-1, 60)) };
        else if (_random.Next(4) is var change)
            rooms[index] = change switch
            {
                0 => rooms[index] with { Muted = !rooms[index].Muted },
                1 => rooms[index] with { Wanted = !rooms[index].Wanted },
                2 => rooms[index] with { Addresses = [$"sip:room@10.0.0.{_random.Next(1, 9)}", "sip:other@10.0.0.99"] },
                _ => DirectorRig.Wanted(_random.Next(1, RoomCount + 1)),
            };
        Plan(conference, plan with { Participants = [.. rooms.DistinctBy(room => room.RoomId)] });
    }

    /// <summary>A technician wants to talk to a room, goes on to another, or has enough.</summary>
    private IEnumerable<AsidePlan> ChangeAsides(ConferencePlan plan)
    {
        var room = AnyRoom();
        return _random.Next(3) switch
        {
            0 => plan.Asides.Where(aside => aside.RoomId != room).Append(
                new AsidePlan { AsideId = new Guid(9, 9, 9, BitConverter.GetBytes((long)++_lastAside)), RoomId = room, Operator = "", Address = "sip:kt@10.0.0.77" }),
            1 => plan.Asides.Skip(1),
            _ => plan.Asides.Any(aside => aside.RoomId == room) ? plan.Asides : plan.Asides.Select((aside, index) => index == 0 ? aside with { RoomId = room } : aside),
        };
    }

    /// <summary>The same plan once more, or an older one that went astray.</summary>
    private void Repeat()
    {
        var plan = _plans[AnyConference()];
        Do(new DirectorInput.Plan(_random.Next(2) == 0 ? plan : plan with { Revision = plan.Revision - 1, Participants = [] }));
    }

    private void Plan(Guid conference, ConferencePlan plan)
    {
        _plans[conference] = plan with { Revision = (_plans.GetValueOrDefault(conference)?.Revision ?? 0) + 1 };
        Do(new DirectorInput.Plan(_plans[conference]));
    }

    private ConferencePlan NewPlan(Guid conference) => new()
    {
        ConferenceId = conference,
        Revision = 0,
        Title = "Giao ban",
        DialIn = new DialInPlan { Number = conference == _conferences[0] ? "8001" : "8002", GuestPin = "111111", HostPin = "222222", MaxGuests = 2 },
        ConnectAt = _now + TimeSpan.FromSeconds(_random.Next(-30, 120)),
        StartAt = _now,
        EndAt = _now + TimeSpan.FromHours(6),
        Participants = [.. Enumerable.Range(1, RoomCount).Where(_ => _random.Next(3) > 0).Select(room => DirectorRig.Wanted(room))],
    };

    /// <summary>The node dies. The rooms keep their calls until the next one ends them.</summary>
    private void Crash()
    {
        _statuses.Clear();
        _aside.Clear();
        _endedAsides.Clear();
        foreach (var (id, leg) in _legs.Where(leg => leg.Value.LeftAt is null).ToList())
            _legs[id] = leg with { LeftAt = _now };
        // The journal gives calls that came in a number of ours.
        foreach (var (handle, call) in _calls.Where(call => call.Key.Value < 0).ToList())
        {
            _calls.Remove(handle);
            _calls.Add(new CallHandle(_firstCall++), call);
        }

        _lastIncoming = 0;
        var forgotten = _calls.Select(call => new ForgottenCall(
            call.Key, call.Value.Dial.ConferenceId, call.Value.Dial.RoomId, call.Value.Dial.Address, DirectorRig.Dialog($"{call.Key.Value}"))).ToList();
        _director = new ConferenceDirector(new DirectorOptions { FirstCall = _firstCall }, new Random(_random.Next()), forgotten, _now);
        Drain();
        foreach (var plan in _plans.Values)
            Do(new DirectorInput.Plan(plan));
    }

    private void LetARoomAct()
    {
        if (_calls.Count > 0)
            Act(_calls.Keys.ElementAt(_random.Next(_calls.Count)));
    }

    private void Act(CallHandle handle)
    {
        var call = _calls[handle];
        if (call.HungUp)
            Over(handle, call.Answered ? new CallEvent.Ended(handle, CallEnd.Local, null) : Failure(handle, CallFailureKind.Cancelled));
        else if (_willing && !IsRoom(call))
            Over(handle, new CallEvent.Ended(handle, CallEnd.Remote, null));
        else if (!call.Answered && (_willing || _random.Next(2) == 0))
            Answer(handle, call);
        else if (!call.Answered)
            Over(handle, Failure(handle, (CallFailureKind)_random.Next((int)CallFailureKind.Cancelled)));
        else if (!_willing)
            Misbehave(handle, call);
    }

    /// <summary>A room, or a guest, calls a number: one of a session, none, or a wrong one.</summary>
    private void CallIn()
    {
        var handle = new CallHandle(--_lastIncoming);
        var (number, from) = (_random.Next(8), _random.Next(1, 12));
        var source = SipPath.Udp(new System.Net.IPEndPoint(System.Net.IPAddress.Parse($"10.0.0.{from}"), 5060));
        Happen(new CallEvent.Incoming(handle, $"sip:room{from}@10.0.0.{from}", "", number > 5 ? "bridge" : $"800{number / 2}", source));
    }

    /// <summary>The caller's device was answered, or refused.</summary>
    private void CalledIn(DirectorOutput.Accept accept)
    {
        var dial = new DirectorOutput.Dial(accept.MediaId, accept.RoomId, accept.Call, accept.Address, "", TimeSpan.Zero) { Encryption = accept.Encryption };
        _calls.Add(accept.Call, new SimulatedCall(dial, false, false) { CalledIn = true });
    }

    private void PressKeys(CallHandle handle)
    {
        var keys = new[] { "111111", "222222", "000000", "8001#", "*1", "*6", "*0", "5" };
        foreach (var key in keys[_random.Next(keys.Length)])
            Happen(new CallEvent.Digit(handle, key));
    }

    private static bool IsRoom(SimulatedCall call) => Enumerable.Range(1, RoomCount).Any(room => Room(room) == call.Dial.RoomId);

    private void Answer(CallHandle handle, SimulatedCall call)
    {
        _calls[handle] = call with { Answered = true };
        Happen(new CallEvent.IdentityChanged(handle, DirectorRig.Dialog($"{handle.Value}")));
        Happen(new CallEvent.Answered(handle, DirectorRig.Pcma()));
    }

    private void Misbehave(CallHandle handle, SimulatedCall call)
    {
        switch (_random.Next(call.CalledIn ? 8 : 5))
        {
            case >= 4:
                PressKeys(handle);
                break;
            case 0:
                Over(handle, new CallEvent.Ended(handle, _random.Next(2) == 0 ? CallEnd.Remote : CallEnd.Lost, null));
                break;
            case 1:
                Happen(new CallEvent.MediaChanged(handle, DirectorRig.Pcma(maySend: _random.Next(2) == 0)));
                break;
            case 2:
                Do(new DirectorInput.MediaHappened(call.Dial.ConferenceId, new MediaEvent.Lost(new LegId(_random.Next(1, 20)))));
                break;
            default:
                Do(new DirectorInput.MediaHappened(call.Dial.ConferenceId, new MediaEvent.Faulted("simulated")));
                break;
        }
    }

    private void Over(CallHandle handle, CallEvent end)
    {
        _calls.Remove(handle);
        Happen(end);
    }

    private static CallEvent.Failed Failure(CallHandle handle, CallFailureKind kind) => new(handle, new CallFailure(kind, 0, ""));

    private void Pass(TimeSpan span)
    {
        var until = _now + span;
        while (_director.NextDeadline <= until)
        {
            _now = _director.NextDeadline > _now ? _director.NextDeadline : _now;
            _director.Advance(_now);
            Drain();
            // A room lets go of a call of which it was told the end.
            foreach (var call in _calls.Where(call => call.Value.HungUp).Select(call => call.Key).ToList())
                Act(call);
        }

        _now = until;
    }

    private void Happen(CallEvent happened) => Do(new DirectorInput.CallHappened(happened));

    private void Do(DirectorInput input)
    {
        _director.Do(input, _now);
        Drain();
        // However calls cross: a room is never left with two.
        foreach (var room in _calls.Values.Where(call => !call.HungUp && IsRoom(call)).GroupBy(call => call.Dial.RoomId))
            Assert.Single(room);
        // Who is aside with somebody is so with one who is aside with him, and no room is aside without a technician.
        foreach (var (leg, with) in _aside.Where(one => one.Value is not null))
            Assert.Equal(leg.Leg, _aside.GetValueOrDefault((leg.Conference, with!.Value)));
        Assert.True(_aside.Count(one => one.Value is null) <= _plans.Values.Sum(plan => plan.Asides.Length));
    }

    private void Drain()
    {
        while (_director.TryPoll(out var output))
        {
            switch (output)
            {
                case DirectorOutput.Dial dial:
                    Dialled(dial);
                    break;
                case DirectorOutput.Accept accept:
                    CalledIn(accept);
                    break;
                case DirectorOutput.Moved moved:
                    var call = _calls[moved.Call];
                    _calls[moved.Call] = call with { Dial = call.Dial with { ConferenceId = moved.ConferenceId, RoomId = moved.RoomId } };
                    break;
                case DirectorOutput.Tell { Command: CallCommand.HangUp or CallCommand.EndForgotten } tell:
                    _calls[tell.Command.Call] = _calls[tell.Command.Call] with { HungUp = true };
                    break;
                case DirectorOutput.Participant told:
                    _statuses[(told.ConferenceId, told.Status.RoomId)] = told.Status;
                    break;
                case DirectorOutput.Evidence evidence:
                    _legs[evidence.Record.LegId] = evidence.Record;
                    break;
                case DirectorOutput.Asides asides:
                    _endedAsides.UnionWith(asides.Statuses.Where(aside => aside.State == AsideState.Ended).Select(aside => (asides.ConferenceId, aside.AsideId)));
                    break;
                case DirectorOutput.Forget forgotten:
                    _endedAsides.RemoveWhere(aside => aside.Conference == forgotten.ConferenceId);
                    break;
                case DirectorOutput.TellMedia told:
                    Note(told.ConferenceId, told.Command);
                    break;
                case DirectorOutput.CloseMedia closed:
                    ForgetAsides(closed.ConferenceId);
                    break;
                case DirectorOutput.ReopenMedia reopened:
                    ForgetAsides(reopened.ConferenceId);
                    break;
            }
        }
    }

    private void Note(Guid conference, MediaCommand command)
    {
        if (command is MediaCommand.SetPlace { Place: LegPlace.Aside } aside)
            _aside[(conference, aside.Leg)] = aside.With;
        else if (command is MediaCommand.SetPlace put)
            _aside.Remove((conference, put.Leg));
        else if (command is MediaCommand.RemoveLeg removed)
            _aside.Remove((conference, removed.Leg));
    }

    private void ForgetAsides(Guid conference)
    {
        foreach (var key in _aside.Keys.Where(key => key.Conference == conference).ToList())
            _aside.Remove(key);
    }

    private void Dialled(DirectorOutput.Dial dial)
    {
        var plan = _plans[dial.ConferenceId];
        Assert.True(_now < plan.EndAt, "A room is called after the end.");
        if (plan.Asides.Any(aside => aside.AsideId == dial.RoomId))
            Assert.DoesNotContain((dial.ConferenceId, dial.RoomId), _endedAsides);
        else
            Assert.True(plan.Participants.Single(room => room.RoomId == dial.RoomId).Wanted, "A room is called that nobody wants.");
        // A forgotten call may outlive its two seconds when nobody heard of its end; here everybody hears.
        Assert.DoesNotContain(_calls.Values, call => call.Dial.RoomId == dial.RoomId && !call.HungUp);
        _calls.Add(dial.Call, new SimulatedCall(dial, false, false));
        _firstCall = Math.Max(_firstCall, dial.Call.Value + 1);
    }

    private Guid AnyConference() => _conferences[_random.Next(_conferences.Length)];

    private static Guid Room(int number) => DirectorRig.Room(number);

    private Guid AnyRoom() => Room(_random.Next(1, RoomCount + 1));

    private sealed record SimulatedCall(DirectorOutput.Dial Dial, bool Answered, bool HungUp)
    {
        public bool CalledIn { get; init; }
    }
}
