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
    private SoundStatus? _sound;

    /// <summary>The rooms were told of an end that was then moved.</summary>
    private bool _warned;

    public void Play(SoundOrder order, DateTimeOffset now)
    {
        var sound = order.Sound == Sound.TestTone
            ? Tone.Sine(1000, TimeSpan.FromSeconds(Math.Clamp(order.Seconds, 1, SoundOrder.LongestSeconds)), TestToneDbov)
            : _board.Prompts[PromptOf(order.Sound)];
        if (order.RoomId is not { } roomId)
            PlayToAll(order.SoundId, order.Sound, null, [sound], now);
        else if (ParticipantOf(roomId)?.Leg is { } leg)
            PlayTo(leg.Id, order, sound, now);
    }

    /// <summary>Whatever technicians had played falls silent.</summary>
    public void StopSound(DateTimeOffset now)
    {
        if (_sound is not { } sound || sound.Until <= now)
            return;
        var leg = sound.RoomId is { } roomId ? ParticipantOf(roomId)?.Leg?.Id : null;
        if (sound.RoomId is null || leg is not null)
            _board.Put(new DirectorOutput.TellMedia(Id, new MediaCommand.StopPlaying(leg)));
        Tell(sound with { Until = now });
    }

    private void PlayTo(LegId leg, SoundOrder order, ReadOnlyMemory<short> sound, DateTimeOffset now)
    {
        _board.Put(new DirectorOutput.TellMedia(Id, new MediaCommand.Play(leg, sound)));
        Tell(new SoundStatus(order.SoundId, order.Sound, order.RoomId, now, now + PromptSet.Length(sound), Rooms: 1, null));
    }

    private void PlayToAll(Guid soundId, Sound what, int? minutes, ReadOnlySpan<ReadOnlyMemory<short>> sounds, DateTimeOffset now)
    {
        var length = TimeSpan.Zero;
        foreach (var sound in sounds)
        {
            _board.Put(new DirectorOutput.TellMedia(Id, new MediaCommand.Play(null, sound)));
            length += PromptSet.Length(sound);
        }

        Tell(new SoundStatus(soundId, what, null, now, now + length, _participants.Values.Count(room => room.Leg is not null), minutes));
    }

    private void Tell(SoundStatus sound)
    {
        _sound = sound;
        _board.Put(new DirectorOutput.Played(Id, sound));
    }

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
        if (_warned && Plan.EndAt > before && Plan.EndWarningSpoken && _legs.Count > 0 && Phase == ConferencePhase.Running)
            PlayToAll(_board.NewId(), Sound.Extended, null, [_board.Prompts[Prompt.Extended]], now);
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
