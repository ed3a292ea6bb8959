using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Conferences;

/// <summary>What a room says by its keys, and what it is told in answer; nobody else hears that.</summary>
internal sealed partial class ParticipantRun
{
    private DtmfCommands _commands;
    private DigitFilter _digits;

    public void Press(char digit, DigitWay way, DateTimeOffset now)
    {
        if (_leg is null || !_digits.TryTake(digit, way, now))
            return;
        var digits = _status.Digits + digit;
        Show(_status with { Digits = digits.Length > DigitsKept ? digits[^DigitsKept..] : digits });
        if (_commands.Press(digit, now) is { } command && !_status.AwaitsChair)
            Obey(command, now);
    }

    /// <summary>A technician took the room off the queue.</summary>
    public void LowerHand() => Show(_status with { HandRaisedAt = null });

    /// <summary>A technician saw to it.</summary>
    public void AnswerHelp() => Show(_status with { HelpWantedAt = null });

    private void Obey(DtmfCommand command, DateTimeOffset now)
    {
        switch (command)
        {
            case DtmfCommand.RaiseHand:
                Show(_status with { HandRaisedAt = _status.HandRaisedAt ?? now });
                Say(Prompt.HandRaised);
                break;
            case DtmfCommand.LowerHand:
                LowerHand();
                Say(Prompt.HandLowered);
                break;
            case DtmfCommand.CallHelp:
                Show(_status with { HelpWantedAt = _status.HelpWantedAt ?? now });
                Say(Prompt.HelpCalled);
                break;
            case DtmfCommand.ToggleMute when Plan.Muted:
                Say(Prompt.MutedByTechnician);
                break;
            case DtmfCommand.ToggleMute:
                Mute(Plan.Muted, !_status.SelfMuted);
                Say(_status.SelfMuted ? Prompt.Muted : Prompt.Unmuted);
                break;
            default:
                throw new UnreachableException($"Command {command} is not known.");
        }
    }

    private void Say(Prompt prompt)
    {
        if (_leg is { } leg)
            _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.Play(leg.Id, _board.Prompts[prompt])));
    }

    /// <summary>A technician unmuted the room since: its own mute is over.</summary>
    private void Overrule(int unmutes)
    {
        if (unmutes != _unmutes)
            Mute(_status.Muted, selfMuted: false);
        _unmutes = unmutes;
    }

    /// <summary>Heard when neither the plan nor the room itself says otherwise.</summary>
    private void Mute(bool muted, bool selfMuted)
    {
        var before = IsSilenced;
        Show(_status with { Muted = muted, SelfMuted = selfMuted });
        if (_leg is { } leg && IsSilenced != before)
            _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.SetMuted(leg.Id, IsSilenced)));
    }

    public bool IsMuted => _status.Muted || _status.SelfMuted;
}
