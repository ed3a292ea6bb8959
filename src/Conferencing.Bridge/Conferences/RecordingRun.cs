using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// The recording of one conference, converging to what the plan wants: begun and ended by it, ended and begun anew when each room is wanted by
/// itself, or no longer, and given up when the recorder gives up, until somebody starts it anew or wishes for it again. Tells the rooms. Neither writes nor mixes.
/// </summary>
/// <param name="tellAll">Has all rooms hear a prompt.</param>
internal sealed class RecordingRun(Guid conferenceId, Switchboard board, Action<Prompt, DateTimeOffset> tellAll)
{
    private readonly Dictionary<LegId, (Guid RoomId, string Name)> _rooms = [];
    private RecordingPlan? _plan;
    private string _title = "";
    private bool _running;

    /// <summary>The recording that was ordered and has not been ended; null while there is none.</summary>
    private Guid? _ordered;

    /// <summary>It was ordered with a file for each room.</summary>
    private bool _tracks;

    /// <summary>Nothing of a secret session is kept, whatever else its plan says.</summary>
    private bool _secret;

    /// <summary>It was told to have begun.</summary>
    private bool _begun;

    /// <summary>What the recorder gave up; null once somebody has wanted it no more, or otherwise.</summary>
    private (int Take, bool Tracks)? _givenUp;

    /// <summary>When it has to be begun; the end of time when nothing is to come.</summary>
    public DateTimeOffset NextDeadline =>
        _running && _ordered is null && IsWanted ? _plan!.From : DateTimeOffset.MaxValue;

    private bool IsWanted => !_secret && _plan is { Wanted: true } plan && _givenUp != (plan.Take, plan.Tracks);

    /// <param name="running">Rooms are being called, or are in.</param>
    public void Follow(ConferencePlan plan, bool running, DateTimeOffset now)
    {
        (_plan, _title, _running, _secret) = (plan.Recording, plan.Title, running, plan.Secrecy != SecrecyLevel.Open);
        if (_givenUp is not null && (_plan is not { Wanted: true } || IsWanted))
            _givenUp = null;
        Advance(now);
    }

    public void Advance(DateTimeOffset now)
    {
        bool wanted = _running && IsWanted && _plan!.From <= now;
        if (_ordered is { } recordingId && !(wanted && _tracks == _plan!.Tracks))
        {
            board.Put(new DirectorOutput.StopRecording(recordingId));
            _ordered = null;
        }

        if (wanted && _ordered is null)
            Begin();
    }

    /// <summary>The conference's media are new: what was recorded of the old ones has ended by itself.</summary>
    public void MediaReopened(DateTimeOffset now)
    {
        _ordered = null;
        _begun = false;
        Advance(now);
    }

    /// <summary>Whose leg it is, before it is heard.</summary>
    public void Name(LegId leg, Guid roomId, string name)
    {
        _rooms[leg] = (roomId, name);
        if (_ordered is { } recordingId)
            board.Put(new DirectorOutput.NameRecorded(recordingId, leg, roomId, name));
    }

    public void Forget(LegId leg) => _rooms.Remove(leg);

    /// <summary>Who comes in while it is recorded hears that it is.</summary>
    public void Greet(LegId leg)
    {
        if (_begun && _plan is { Announce: true })
            board.Put(new DirectorOutput.TellMedia(conferenceId, new MediaCommand.Play(leg, board.Prompts[Prompt.RecordingOn])));
    }

    /// <summary>What the recorder tells; of an older recording it is only passed on.</summary>
    /// <param name="heard">Somebody is there to hear it.</param>
    public void Receive(RecordingStatus status, bool heard, DateTimeOffset now)
    {
        board.Put(new DirectorOutput.Recording(conferenceId, status));
        if (status.State == RecordingState.Recording)
        {
            if (!_begun && _ordered == status.RecordingId)
                Announce(Prompt.RecordingStarted, heard, now);
            _begun |= _ordered == status.RecordingId;
            return;
        }

        bool isPresent = _ordered == status.RecordingId;
        if (isPresent)
            (_ordered, _givenUp) = (null, (_plan!.Take, _tracks));
        if (_ordered is null && _begun)
            Announce(Prompt.RecordingStopped, heard, now);
        _begun &= _ordered is not null;
    }

    private void Begin()
    {
        (_ordered, _tracks) = (board.NewId(), _plan!.Tracks);
        _begun = false;
        board.Put(new DirectorOutput.StartRecording(conferenceId, _ordered.Value, _tracks, _title));
        foreach (var (leg, (roomId, name)) in _rooms)
            board.Put(new DirectorOutput.NameRecorded(_ordered.Value, leg, roomId, name));
    }

    private void Announce(Prompt prompt, bool heard, DateTimeOffset now)
    {
        if (heard && _plan is { Announce: true })
            tellAll(prompt, now);
    }
}
