using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>What a reception goes by.</summary>
internal sealed record ReceptionOptions
{
    /// <summary>The number that echoes; empty for none.</summary>
    public string EchoNumber { get; init; } = "9196";

    /// <summary>Callers who are not in yet, at one time; more are refused.</summary>
    public int MaxCallers { get; init; } = 200;
}

/// <summary>
/// Where calls arrive: a room of a running conference goes straight in, the test number echoes, everybody else is a
/// <see cref="CallerRun"/> until he is let in or gone. Decides who may in by plans alone; who may call the node at all was decided before.
/// </summary>
internal sealed class Reception(Switchboard board, ReceptionOptions options, Func<IEnumerable<ConferenceRun>> conferences)
{
    /// <summary>Names the media of callers whose conference is not known yet, or not there.</summary>
    public static readonly Guid MediaId = new("5e1ec710-0000-4000-8000-00000d1a11f0");

    private readonly Dictionary<CallHandle, CallerRun> _callers = [];
    private readonly Dictionary<LegId, CallerRun> _legs = [];
    private int _lastLeg;

    public DateTimeOffset NextDeadline => _callers.Count == 0 ? DateTimeOffset.MaxValue : _callers.Values.Min(caller => caller.NextDeadline);

    public CallerRun? Find(CallHandle call) => _callers.GetValueOrDefault(call);

    /// <summary>A call came in. Returns the name of the refusal when there was one before it was even answered.</summary>
    public string? Take(Caller caller, DateTimeOffset now)
    {
        if (_callers.Count >= options.MaxCallers)
            return Reject(caller, 486, "Busy Here", "dialIn.TooManyCallers");
        if (options.EchoNumber.Length > 0 && caller.Number == options.EchoNumber)
            return Answer(new CallerRun(this, caller, board.NewId(), null, now) { IsEcho = true });
        if (!caller.IsNumber)
            return TakeWithoutNumber(caller, now);
        var (conference, refusal) = Find(caller.Number, now);
        if (conference is not null)
            return TakeFor(conference, caller, now);
        var turnedAway = new CallerRun(this, caller, board.NewId(), null, now);
        turnedAway.RefuseWith(refusal);
        return Answer(turnedAway);
    }

    /// <summary>The running conference with this number, or what to say to who asks for it.</summary>
    public (ConferenceRun? Conference, Refusal Refusal) Find(string number, DateTimeOffset now)
    {
        var known = conferences().Where(conference => conference.Plan.DialIn?.Number == number).ToList();
        if (known.Find(conference => conference.Phase == ConferencePhase.Running && conference.Plan.EndAt > now) is { } running)
            return (running, default);
        return (null, known.Exists(conference => conference.Phase == ConferencePhase.Ended)
            ? new Refusal(Prompt.Ended, "The conference has ended")
            : new Refusal(Prompt.WrongNumber, "No such conference"));
    }

    public void Receive(CallerRun caller, CallEvent happened, DateTimeOffset now)
    {
        if (happened is CallEvent.Ended or CallEvent.Failed)
            Forget(caller);
        else
            caller.Receive(happened, now);
    }

    /// <summary>The call could not even be answered.</summary>
    public void NotAnswered(CallerRun caller) => Forget(caller);

    public void Receive(MediaEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case MediaEvent.Digit digit when _legs.TryGetValue(digit.Leg, out var presser):
                presser.Press(digit.Value, DigitWay.Event, now);
                break;
            case MediaEvent.Lost lost when _legs.TryGetValue(lost.Leg, out var silent):
                silent.LoseMedia(now);
                break;
            case MediaEvent.Faulted:
                board.Put(new DirectorOutput.ReopenMedia(MediaId));
                ReopenMedia(home: null);
                break;
        }
    }

    /// <summary>The media of these callers were opened anew.</summary>
    public void ReopenMedia(ConferenceRun? home)
    {
        foreach (var caller in _callers.Values.Where(caller => caller.Home == home))
            caller.ReopenLegMedia(board.NewSource());
    }

    public void Advance(DateTimeOffset now)
    {
        foreach (var caller in _callers.Values.ToList())
            caller.Advance(now);
    }

    /// <summary>Everybody whose leg is there is released; a null home is the reception itself.</summary>
    public void Release(ConferenceRun? home, string reason)
    {
        foreach (var caller in _callers.Values.Where(caller => caller.Home == home || caller.Conference == home).ToList())
            caller.HangUp(reason);
    }

    public void ReleaseAll(string reason)
    {
        foreach (var caller in _callers.Values.ToList())
            caller.HangUp(reason);
    }

    /// <summary>The right PIN was given. Full and locked are looked at now, not when he called.</summary>
    public void Admit(CallerRun caller, bool isHost, DateTimeOffset now)
    {
        var conference = caller.Conference!;
        var room = conference.RoomOf(caller.Caller);
        if ((room is null ? conference.WhyNoGuest(isHost) : room.WhyNotItself) is { } refusal)
        {
            caller.Leave(refusal, now);
            return;
        }

        var admission = caller.HandOver();
        _callers.Remove(caller.Caller.Call);
        Unbind(caller);
        if (room is not null)
            room.Admit(admission, now);
        else
            conference.AdmitGuest(admission, caller.RoomId, isHost, now);
        conference.Report();
    }

    public void NoteWrongPin(Caller caller, int count) => board.Put(new DirectorOutput.WrongPin(caller.Source, caller.FromUri, count));

    public void Put(DirectorOutput output) => board.Put(output);

    public void HangUp(CallHandle call, string? reason) => board.Put(new DirectorOutput.Tell(new CallCommand.HangUp(call, reason)));

    /// <summary>Null when nothing that was agreed can be sent.</summary>
    public Leg? NewLeg(CallerRun caller, NegotiatedAudio media, string callId, DateTimeOffset now)
    {
        var settings = LegAgreement.Settings(media, board.NewSource(), caller.Home?.CanonicalName ?? "reception@bridge");
        if (settings is null)
            return null;
        var id = caller.Home?.NewLeg(caller) ?? new LegId(++_lastLeg);
        if (caller.Home is null)
            _legs.Add(id, caller);
        var record = new LegRecord { LegId = board.NewId(), ConferenceId = caller.MediaId, RoomId = caller.RoomId, CallId = callId, JoinedAt = now };
        return new Leg { Id = id, Settings = settings, Rtp = media.RemoteRtp, Rtcp = media.RemoteRtcp, Record = record };
    }

    public void CloseLeg(CallerRun caller)
    {
        if (caller.Leg is not { } leg)
            return;
        Tell(caller, id => new MediaCommand.RemoveLeg(id));
        Unbind(caller);
        caller.Home?.ForgetLeg(leg.Id);
    }

    public void Tell(CallerRun caller, Func<LegId, MediaCommand> command)
    {
        if (caller.Leg is { } leg)
            board.Put(new DirectorOutput.TellMedia(caller.MediaId, command(leg.Id)));
    }

    /// <summary>How long the words take.</summary>
    public TimeSpan Say(CallerRun caller, IReadOnlyList<Prompt> prompts)
    {
        var sound = board.Prompts.Join(prompts);
        Tell(caller, leg => new MediaCommand.Play(leg, sound));
        return PromptSet.Length(sound);
    }

    /// <summary>A room that calls the bridge itself means the session it belongs to, if that is one only.</summary>
    private string? TakeWithoutNumber(Caller caller, DateTimeOffset now)
    {
        var own = conferences().Where(conference => conference.Phase == ConferencePhase.Running && conference.RoomOf(caller) is not null).Take(2).ToList();
        return own.Count == 1 ? TakeFor(own[0], caller, now) : Answer(new CallerRun(this, caller, board.NewId(), null, now));
    }

    private string? TakeFor(ConferenceRun conference, Caller caller, DateTimeOffset now)
    {
        var room = conference.RoomOf(caller);
        if (conference.IsLoadRun && caller.IsTrusted)
        {
            conference.TakeTrusted(caller, now);
            conference.Report();
            return null;
        }

        if (room is { WhyNotItself: null } && (room.IsExpected || conference.Plan.DialIn is not { RoomsNeedPin: true }))
        {
            room.TakeIncoming(caller, now);
            conference.Report();
            return null;
        }

        var run = new CallerRun(this, caller, room is { WhyNotItself: null } ? room.RoomId : board.NewId(), conference, now);
        if (room?.WhyNotItself is { } hungUp)
            run.RefuseWith(hungUp);
        else if (conference.Plan.DialIn is null)
            run.RefuseWith(new Refusal(Prompt.WrongNumber, "No such conference"));
        return Answer(run);
    }

    private string? Answer(CallerRun run)
    {
        _callers.Add(run.Caller.Call, run);
        board.Occupy(run.Caller.Call, run.RoomId, owner: null);
        board.Put(new DirectorOutput.Accept(run.MediaId, run.RoomId, run.Caller.Call, run.Caller.Address, run.Caller.Source)
        {
            // Which conference it will be is often not known yet; its own policy is looked at again when the caller is let in.
            Encryption = run.Home?.Plan.Encryption ?? EncryptionPolicy.Preferred,
            MostKbits = run.Home?.ParticipantOf(run.RoomId)?.Plan.MostKbits,
            // By what was called and not by what there is: a stranger is told nothing by it.
            Focus = run is { Caller.IsNumber: true, IsEcho: false } ? run.Caller.Number : null,
        });
        return null;
    }

    private string Reject(Caller caller, int status, string phrase, string name)
    {
        board.Put(new DirectorOutput.Tell(new CallCommand.Reject(caller.Call, status, phrase)));
        return name;
    }

    private void Forget(CallerRun caller)
    {
        caller.CloseLeg();
        _callers.Remove(caller.Caller.Call);
        board.Free(caller.Caller.Call);
    }

    private void Unbind(CallerRun caller)
    {
        if (caller is { Home: null, Leg: { } leg })
            _legs.Remove(leg.Id);
    }
}
