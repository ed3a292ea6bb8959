using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// One caller's way from the INVITE to the conference's door: asked for a number if he called none, asked for a PIN three times, then handed
/// over, or told why not. Who is in is a <see cref="ParticipantRun"/>; who makes conferences is none of its business.
/// </summary>
/// <remarks>
/// <code>
///  Arriving ──200, ACK──> AskNumber ──number──> AskPin ──right──> handed over
///      │                     │ unknown             │ three wrong
///      ├──echo number──> Echo └────────┐           v
///      └──reason known at once─────> Leaving ──reason spoken──> BYE
/// </code>
/// </remarks>
internal sealed class CallerRun : ILegOwner
{
    private const int MaxTries = 3;
    private const int PinLength = 6;
    private const int MaxNumberLength = 12;

    private static readonly TimeSpan KeyPatience = TimeSpan.FromSeconds(10);

    /// <summary>A number ends with # or after this time without a key.</summary>
    private static readonly TimeSpan NumberPause = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AfterWords = TimeSpan.FromMilliseconds(300);

    private readonly Reception _reception;
    private readonly DateTimeOffset _begun;
    private DigitFilter _filter;
    private Step _step = Step.Arriving;
    private string _entered = "";
    private string? _callId;
    private int _wrongNumbers;
    private int _wrongPins;
    private int _silences;
    private DateTimeOffset _deadline;
    private Refusal? _refusal;

    public CallerRun(Reception reception, Caller caller, Guid id, ConferenceRun? conference, DateTimeOffset now)
    {
        _reception = reception;
        _begun = now;
        _deadline = now + Longest;
        (Caller, RoomId, Conference, Home) = (caller, id, conference, conference);
    }

    public Caller Caller { get; }

    /// <summary>The room it is, when it is known to be one; else a number of its own.</summary>
    public Guid RoomId { get; }

    /// <summary>Where it wants to go, as far as that is known.</summary>
    public ConferenceRun? Conference { get; private set; }

    /// <summary>The conference among whose media its leg is; null while it is at the reception.</summary>
    public ConferenceRun? Home { get; }

    public Guid MediaId => Home?.Id ?? Reception.MediaId;

    public Leg? Leg { get; private set; }

    public bool IsEcho { get; init; }

    /// <summary>True once BYE or a refusal is under way.</summary>
    public bool IsHangingUp { get; private set; }

    public DateTimeOffset NextDeadline => IsHangingUp ? DateTimeOffset.MaxValue : _deadline;

    /// <summary>Why the caller cannot come in; it is answered all the same, and told.</summary>
    public void RefuseWith(Refusal refusal) => _refusal = refusal;

    public void Receive(CallEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case CallEvent.IdentityChanged changed:
                _callId = changed.Identity.CallId;
                break;
            case CallEvent.Answered answered when !IsHangingUp && Leg is null:
                Arrive(answered.Media, now);
                break;
            case CallEvent.MediaChanged changed when Leg is { } leg:
                ChangeLeg(leg, changed.Media);
                break;
            case CallEvent.Digit digit:
                Press(digit.Value, DigitWay.Info, now);
                break;
            case CallEvent.TransferAsked asked:
                _reception.Put(new DirectorOutput.Tell(ParticipantRun.RefuseTransfer(asked)));
                break;
        }
    }

    public void Press(char digit, DigitWay way, DateTimeOffset now)
    {
        if (_step is not (Step.AskNumber or Step.AskPin) || IsHangingUp || !_filter.TryTake(digit, way, now))
            return;
        _reception.Tell(this, leg => new MediaCommand.StopPlaying(leg));
        _silences = 0;
        if (digit == '*')
            _entered = "";
        else if (char.IsAsciiDigit(digit))
            _entered += digit;
        _deadline = now + (_step == Step.AskNumber && _entered.Length > 0 ? NumberPause : KeyPatience);
        var limit = _step == Step.AskPin ? PinLength : MaxNumberLength;
        if ((digit == '#' && _entered.Length > 0) || _entered.Length >= limit)
            Judge(now);
    }

    public void Advance(DateTimeOffset now)
    {
        if (IsHangingUp)
            return;
        if (Home is { Phase: ConferencePhase.Ended })
            HangUp("The conference has ended");
        else if (now >= _deadline)
            TimeOut(now);
    }

    public void LoseMedia(DateTimeOffset now) => HangUp("The sound has stopped");

    public void Measure(MediaStatus media)
    {
        // Nobody looks at callers who are not in.
    }

    /// <summary>Ends the call without a word more.</summary>
    public void HangUp(string? reason)
    {
        if (IsHangingUp)
            return;
        IsHangingUp = true;
        CloseLeg();
        _reception.HangUp(Caller.Call, reason);
    }

    public void CloseLeg()
    {
        _reception.CloseLeg(this);
        Leg = null;
    }

    /// <summary>The leg belongs to somebody else from now on.</summary>
    public Admission HandOver() => new(Caller, Leg ?? throw new UnreachableException("Only an answered caller is let in."), _callId ?? "", Home);

    /// <summary>The media had to start over: under the same key the stream needs another SSRC (RFC 3711 9.1).</summary>
    public void ReopenLegMedia(uint source)
    {
        if (Leg is { } leg)
            Leg = leg with { Settings = leg.Settings with { Ssrc = source } };
        AddLegMedia();
    }

    /// <summary>Gives the leg to its media: when the caller arrives, and again when the media had to start over.</summary>
    private void AddLegMedia()
    {
        if (Leg is not { } leg)
            return;
        _reception.Put(new DirectorOutput.TellMedia(MediaId, new MediaCommand.AddLeg(leg.Id, leg.Settings, Muted: false)));
        _reception.Put(new DirectorOutput.TellMedia(MediaId, new MediaCommand.SetPlace(leg.Id, _step == Step.Echo ? LegPlace.Echo : LegPlace.Apart, default)));
        _reception.Put(new DirectorOutput.Expect(MediaId, leg.Id, leg.Rtp, leg.Rtcp, Yields: true));
    }

    private void Arrive(NegotiatedAudio media, DateTimeOffset now)
    {
        if (_reception.NewLeg(this, media, _callId ?? "", now) is not { } leg)
        {
            HangUp("No usable sound was agreed");
            return;
        }

        Leg = leg;
        _step = IsEcho ? Step.Echo : Step.Arriving;
        AddLegMedia();
        if (IsEcho)
            Say(now, Longest - AfterWords, Prompt.Echo);
        else if (_refusal is { } refusal)
            Leave(refusal, now);
        else if (Conference is null)
            Ask(Step.AskNumber, now, Prompt.Welcome, Prompt.EnterNumber);
        else
            Ask(Step.AskPin, now, Prompt.Welcome, Prompt.EnterPin);
    }

    private void ChangeLeg(Leg leg, NegotiatedAudio media)
    {
        if (LegAgreement.Settings(media, leg.Settings.Ssrc, leg.Settings.CanonicalName) is not { } settings)
        {
            HangUp("No usable sound was agreed");
            return;
        }

        Leg = leg with { Settings = settings, Rtp = media.RemoteRtp, Rtcp = media.RemoteRtcp };
        _reception.Put(new DirectorOutput.TellMedia(MediaId, new MediaCommand.ChangeLeg(leg.Id, settings)));
        _reception.Put(new DirectorOutput.Expect(MediaId, leg.Id, media.RemoteRtp, media.RemoteRtcp, Yields: true));
    }

    private void Ask(Step step, DateTimeOffset now, params ReadOnlySpan<Prompt> prompts)
    {
        _step = step;
        _entered = "";
        Say(now, KeyPatience, prompts);
    }

    private void TimeOut(DateTimeOffset now)
    {
        switch (_step)
        {
            case Step.AskNumber when _entered.Length > 0:
                Judge(now);
                break;
            case Step.AskNumber or Step.AskPin when ++_silences < MaxTries && now - _begun < Longest:
                Ask(_step, now, Prompt.NoInput, _step == Step.AskPin ? Prompt.EnterPin : Prompt.EnterNumber);
                break;
            case Step.AskNumber or Step.AskPin or Step.Echo:
                Leave(new Refusal(Prompt.Goodbye, "Nothing more was heard"), now);
                break;
            case Step.Arriving:
                HangUp("The call was not confirmed");
                break;
            case Step.Leaving:
                HangUp(_refusal?.Reason);
                break;
            default:
                throw new UnreachableException($"A caller's step {_step} is not known.");
        }
    }

    private void Judge(DateTimeOffset now)
    {
        if (_step == Step.AskPin)
            JudgePin(now);
        else
            JudgeNumber(now);
    }

    private void JudgeNumber(DateTimeOffset now)
    {
        var number = _entered;
        var (conference, refusal) = _reception.Find(number, now);
        if (conference is not null)
        {
            Conference = conference;
            Ask(Step.AskPin, now, [Prompt.NumberIs, .. PromptSet.Digits(number), Prompt.EnterPin]);
        }
        else if (++_wrongNumbers < MaxTries)
        {
            Ask(Step.AskNumber, now, refusal.Words, Prompt.EnterNumber);
        }
        else
        {
            Leave(refusal, now);
        }
    }

    private void JudgePin(DateTimeOffset now)
    {
        var dialIn = Conference?.Plan.DialIn;
        if (dialIn is null || Conference is not { Phase: ConferencePhase.Running })
            Leave(new Refusal(Prompt.Ended, "The conference has ended"), now);
        else if (_entered == dialIn.HostPin || _entered == dialIn.GuestPin)
            _reception.Admit(this, isHost: _entered == dialIn.HostPin, now);
        else
            RefusePin(now);
    }

    private void RefusePin(DateTimeOffset now)
    {
        _reception.NoteWrongPin(Caller, ++_wrongPins);
        if (_wrongPins < MaxTries)
            Ask(Step.AskPin, now, Prompt.WrongPin, Prompt.EnterPin);
        else
            Leave(new Refusal(Prompt.WrongPinLast, "Three wrong PINs"), now);
    }

    /// <summary>Says why, then hangs up.</summary>
    public void Leave(Refusal refusal, DateTimeOffset now)
    {
        if (_step == Step.Echo && Leg is { } leg)
            _reception.Put(new DirectorOutput.TellMedia(MediaId, new MediaCommand.SetPlace(leg.Id, LegPlace.Apart, default)));
        _step = Step.Leaving;
        _refusal = refusal;
        Say(now, AfterWords, refusal.Words);
    }

    private void Say(DateTimeOffset now, TimeSpan patience, params ReadOnlySpan<Prompt> prompts) =>
        _deadline = now + _reception.Say(this, [.. prompts]) + patience;

    private enum Step
    {
        Arriving,
        AskNumber,
        AskPin,
        Echo,
        Leaving,
    }
}

/// <summary>Why a caller is not let in: what he hears, and what the BYE says.</summary>
internal readonly record struct Refusal(Prompt Words, string Reason);

/// <summary>An answered caller who is let in, with his leg.</summary>
/// <param name="Home">The conference among whose media the leg is; null for the reception's.</param>
internal sealed record Admission(Caller Caller, Leg Leg, string CallId, ConferenceRun? Home);

/// <summary>Whoever has a leg among a conference's media, or the reception's.</summary>
internal interface ILegOwner
{
    Guid RoomId { get; }

    void Press(char digit, DigitWay way, DateTimeOffset now);

    void LoseMedia(DateTimeOffset now);

    void Measure(MediaStatus media);
}
