using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>A room's leg among its conference's media: there from the answer to the end of the call, by whatever way the room came in.</summary>
internal sealed partial class ParticipantRun
{
    private Leg? _leg;

    public Leg? Leg => _leg;

    /// <summary>The call of who is in, and not before the door.</summary>
    public CallHandle? Member => _leg is null || _hangingUp || _status.AwaitsChair ? null : _call;

    /// <summary>Measured media; not a change of state.</summary>
    public void Measure(MediaStatus media) => _status = _status with { Media = media };

    /// <summary>RTP and RTCP have both stopped. A room on hold may be silent.</summary>
    public void LoseMedia(DateTimeOffset now)
    {
        if (_leg is not { Held: false })
            return;
        HangUp(LegReason.MediaLost, now);
        Fail(new(LegReason.MediaLost, null), now);
    }

    private void Join(NegotiatedAudio media, DateTimeOffset now)
    {
        var settings = LegAgreement.Settings(media, _board.NewSource(), Conference.CanonicalName);
        if (settings is null)
        {
            HangUp(LegReason.NoUsableMedia, now);
            Fail(new(LegReason.NoUsableMedia, $"The room answered with {media.Format.Name}."), now);
            return;
        }

        if (IsBelowPolicy(settings))
        {
            EndBelowPolicy(now);
            return;
        }

        var leg = new Leg
        {
            Id = Conference.NewLeg(this),
            Settings = settings,
            Rtp = media.RemoteRtp,
            Rtcp = media.RemoteRtcp,
            Record = Evidence(now),
        };
        Seat(leg, isNew: true, now);
    }

    /// <summary>The room is in.</summary>
    /// <param name="isNew">The leg is not among the conference's media yet.</param>
    private void Seat(Leg leg, bool isNew, DateTimeOffset now)
    {
        _schedule.Reach();
        (_commands, _digits) = (default, default);
        _leg = isNew ? leg with { Settings = Treated(leg.Settings) } : leg;
        _status = _status with { Digits = "", Media = null, AwaitsChair = IsGuest && !IsChairPresent && Conference.GuestsWait, Arrival = Arrived };
        if (isNew)
        {
            AddLegMedia();
        }
        else
        {
            Treat();
            PlaceLegMedia();
        }

        Conference.NoteMembers();
        _board.Put(new DirectorOutput.Evidence(leg.Record));
        Enter(leg.Held ? LegState.Held : LegState.Connected, default, now);
        Greet();
        Conference.TellOfRecording(leg.Id);
        if (IsChairPresent)
            Conference.LetWaitingIn();
    }

    /// <summary>Who called in, or was moved here, is told where he is; who was called knows.</summary>
    private void Greet()
    {
        if (_status.AwaitsChair)
            Say(Prompt.WaitForChair);
        else if ((_status.CalledIn || _status.Arrival is { Way: MoveWay.SameCall }) && !Conference.IsLoadRun)
            Say(Prompt.YouAreIn);
    }

    /// <summary>The conference's media had to start over. A stream of our own that begins again under the same key needs another SSRC (RFC 3711 9.1).</summary>
    public void ReopenLegMedia()
    {
        if (_leg is not { } leg)
            return;
        _leg = leg with { Settings = leg.Settings with { Ssrc = _board.NewSource() } };
        _asideWith = null;
        AddLegMedia();
    }

    /// <summary>The plan may ask for more than a call under way gives.</summary>
    public void EnforceEncryption(DateTimeOffset now)
    {
        if (_leg is { } leg && IsBelowPolicy(leg.Settings))
            EndBelowPolicy(now);
    }

    private bool IsBelowPolicy(LegSettings settings) => Conference.IsBelowPolicy(settings);

    private void EndBelowPolicy(DateTimeOffset now)
    {
        HangUp(LegReason.NotEncrypted, now);
        Fail(new(LegReason.NotEncrypted, "The call was not encrypted."), now);
    }

    /// <summary>The plan may want another treatment of its sound than before.</summary>
    private void Treat()
    {
        if (_leg is not { } leg || Treated(leg.Settings) is var treated && treated == leg.Settings)
            return;
        _leg = leg with { Settings = treated };
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.ChangeLeg(leg.Id, treated)));
    }

    private LegSettings Treated(LegSettings settings) =>
        settings with { AutomaticGain = Plan.Treatment.AutomaticGain, NoiseGate = Plan.Treatment.NoiseGate };

    private void AddLegMedia()
    {
        if (_leg is not { } leg)
            return;
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.AddLeg(leg.Id, leg.Settings, IsSilenced)));
        if (_status.AwaitsChair)
            _board.Put(new DirectorOutput.TellMedia(Conference.Id, PlaceOf(leg.Id)));
        _board.Put(new DirectorOutput.Expect(Conference.Id, leg.Id, leg.Rtp, leg.Rtcp));
    }

    /// <summary>A leg that is among the media already, before the door, takes its place.</summary>
    private void PlaceLegMedia()
    {
        if (_leg is not { } leg)
            return;
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.SetMuted(leg.Id, IsSilenced)));
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, PlaceOf(leg.Id)));
    }

    private LegRecord Evidence(DateTimeOffset now)
    {
        return new LegRecord
        {
            LegId = _board.NewId(),
            ConferenceId = Conference.Id,
            RoomId = RoomId,
            CallId = _status.CallId ?? "",
            JoinedAt = now,
        };
    }

    private void ChangeLeg(Leg leg, NegotiatedAudio media, DateTimeOffset now)
    {
        if (LegAgreement.Settings(media, leg.Settings.Ssrc, leg.Settings.CanonicalName) is not { } settings)
        {
            HangUp(LegReason.NoUsableMedia, now);
            Fail(new(LegReason.NoUsableMedia, $"The room changed to {media.Format.Name}."), now);
            return;
        }

        if (IsBelowPolicy(settings))
        {
            EndBelowPolicy(now);
            return;
        }

        settings = Treated(settings);
        _leg = leg with { Settings = settings, Rtp = media.RemoteRtp, Rtcp = media.RemoteRtcp };
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.ChangeLeg(leg.Id, settings)));
        if (!leg.Rtp.Equals(media.RemoteRtp) || !leg.Rtcp.Equals(media.RemoteRtcp))
            _board.Put(new DirectorOutput.Expect(Conference.Id, leg.Id, media.RemoteRtp, media.RemoteRtcp));
        Enter(_leg.Held ? LegState.Held : LegState.Connected, default, now);
    }

    private void CloseLeg(LegReason reason, DateTimeOffset now)
    {
        if (_leg is not { } leg)
            return;
        _leg = null;
        _asideWith = null;
        Conference.NoteMembers();
        Conference.ForgetLeg(leg.Id);
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.RemoveLeg(leg.Id)));
        _board.Put(new DirectorOutput.Evidence(leg.Record with { LeftAt = now, EndReason = reason }));
        Show(_status with { Media = null, SelfMuted = false, AwaitsChair = false });
    }
}
