using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Media.Prompts;

namespace Conferencing.Bridge.Conferences;

/// <summary>What rooms hear besides each other: what a technician has played, and the plan's warnings before the end. Tells what was heard, and by how many.</summary>
internal sealed partial class ConferenceRun
{
    /// <summary>RMS of a sine 20 dB below the full-scale one, which is −3 dBov.</summary>
    private const double TestToneDbov = -23;

    private static readonly ReadOnlyMemory<short> WarningTone = Tone.Warning();

    private readonly List<(DateTimeOffset At, int Minutes)> _warnings = [];
    private readonly PlayedSounds _sounds = new();

    /// <summary>The rooms were told of an end that was then moved.</summary>
    private bool _warned;

    /// <summary>A room something is played into has left.</summary>
    private DateTimeOffset SoundDeadline => _sounds.HasStray(_legs) ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue;

    /// <summary>The name of a refusal, or null.</summary>
    public string? Play(SoundOrder order, DateTimeOffset now)
    {
        var leg = order.RoomId is { } roomId ? ParticipantOf(roomId)?.Leg?.Id : null;
        if (order.RoomId is not null && leg is null)
            return "sound.RoomNotIn";
        if (_sounds.IsFull(leg, now))
            return "sound.QueueFull";
        var sound = order.Sound == Sound.TestTone
            ? Tone.Sine(1000, TimeSpan.FromSeconds(Math.Clamp(order.Seconds, 1, SoundOrder.LongestSeconds)), TestToneDbov)
            : _board.Prompts[PromptOf(order.Sound)];
        if (leg is { } one)
            PlayTo(one, order, sound, now);
        else
            PlayToAll(order.SoundId, order.Sound, null, [sound], now);
        return null;
    }

    /// <summary>Whatever is played, into all and into single rooms, falls silent.</summary>
    public void StopSound(DateTimeOffset now)
    {
        var silent = _sounds.End(now);
        foreach (var leg in silent)
            _board.Put(new DirectorOutput.TellMedia(Id, new MediaCommand.StopPlaying(leg)));
        if (!silent.IsEmpty)
            TellSounds();
    }

    private void PlayTo(LegId leg, SoundOrder order, ReadOnlyMemory<short> sound, DateTimeOffset now)
    {
        _board.Put(new DirectorOutput.TellMedia(Id, new MediaCommand.Play(leg, sound)));
        _sounds.Add(leg, new SoundStatus(order.SoundId, order.Sound, order.RoomId, now, now + PromptSet.Length(sound), Rooms: 1, null));
        TellSounds();
    }

    private void PlayToAll(Guid soundId, Sound what, int? minutes, ReadOnlySpan<ReadOnlyMemory<short>> sounds, DateTimeOffset now)
    {
        var length = TimeSpan.Zero;
        foreach (var sound in sounds)
        {
            _board.Put(new DirectorOutput.TellMedia(Id, new MediaCommand.Play(null, sound)));
            length += PromptSet.Length(sound);
        }

        _sounds.Add(null, new SoundStatus(soundId, what, null, now, now + length, _participants.Values.Count(room => room.Leg is not null), minutes));
        TellSounds();
    }

    /// <summary>What all hear of the recording.</summary>
    private void Announce(Prompt prompt, DateTimeOffset now)
    {
        _board.Put(new DirectorOutput.TellMedia(Id, new MediaCommand.Play(null, _board.Prompts[prompt])));
        _sounds.AddUntold(PromptSet.Length(_board.Prompts[prompt]), now);
    }

    /// <summary>Nothing is heard in rooms that have left.</summary>
    private void DropStraySounds()
    {
        if (!_sounds.HasStray(_legs))
            return;
        _sounds.DropStrays(_legs);
        TellSounds();
    }

    /// <summary>The media have forgotten what they played.</summary>
    private void LoseSounds(DateTimeOffset now)
    {
        if (!_sounds.End(now).IsEmpty)
            TellSounds();
    }

    private void TellSounds() => _board.Put(new DirectorOutput.Played(Id, _sounds.Told));

    /// <summary>Only warnings that are still to come when the end becomes known.</summary>
    private void ExpectWarnings(DateTimeOffset now)
    {
        _warnings.Clear();
        foreach (var minutes in Plan.EndWarningMinutes)
        {
            var warning = Plan.EndAt - TimeSpan.FromMinutes(minutes);
            if (minutes > 0 && warning > now)
                _warnings.Add((warning, minutes));
        }
    }

    /// <summary>The end was moved; rooms that were told of the earlier one are told that too.</summary>
    private void NoteMovedEnd(DateTimeOffset before, DateTimeOffset now)
    {
        bool wasTold = _sounds.ForgetWarning();
        if (_warned && Plan.EndAt > before && Plan.EndWarningSpoken && _legs.Count > 0 && Phase == ConferencePhase.Running)
            PlayToAll(_board.NewId(), Sound.Extended, null, [_board.Prompts[Prompt.Extended]], now);
        else if (wasTold)
            TellSounds();
        _warned = false;
    }

    /// <summary>Of several that are due at once, as after a standstill, the last is said.</summary>
    private void Warn(DateTimeOffset now)
    {
        var due = _warnings.FindAll(warning => warning.At <= now);
        if (due.Count == 0)
            return;
        _warnings.RemoveAll(warning => warning.At <= now);
        if (_legs.Count == 0)
            return;
        _warned = true;
        int minutes = due.Min(warning => warning.Minutes);
        if (Plan.EndWarningSpoken && EndPrompt(minutes) is { } prompt)
            PlayToAll(_board.NewId(), Sound.EndWarning, minutes, [WarningTone, _board.Prompts[prompt]], now);
        else
            PlayToAll(_board.NewId(), Sound.EndWarning, minutes, [WarningTone], now);
    }

    /// <summary>Null where no words are recorded: the tone alone is heard.</summary>
    private static Prompt? EndPrompt(int minutes) => minutes switch
    {
        1 => Prompt.EndsInOne,
        5 => Prompt.EndsInFive,
        10 => Prompt.EndsInTen,
        15 => Prompt.EndsInFifteen,
        _ => null,
    };

    private static Prompt PromptOf(Sound sound) => sound switch
    {
        Sound.StartsSoon => Prompt.StartsSoon,
        Sound.MutePlease => Prompt.MutePlease,
        Sound.BreakBegins => Prompt.BreakBegins,
        Sound.BreakEnds => Prompt.BreakEnds,
        Sound.TechnicalFault => Prompt.TechnicalFault,
        _ => throw new UnreachableException($"Nobody can order {sound}."),
    };
}
