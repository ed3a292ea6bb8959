namespace Conferencing.Bridge.Conferences;

/// <summary>What a room may ask for by its keys while it is in.</summary>
internal enum DtmfCommand
{
    /// <summary>*1: asks to speak.</summary>
    RaiseHand,

    /// <summary>*2: no longer asks to speak.</summary>
    LowerHand,

    /// <summary>*6: mutes itself, or takes that back.</summary>
    ToggleMute,

    /// <summary>*0: calls a technician.</summary>
    CallHelp,
}

/// <summary>
/// Key presses into commands: a star and one digit within <see cref="Window"/>. A digit without its star does nothing, and no two codes
/// differ by a digit that went missing, so one lost press is never another command.
/// </summary>
internal struct DtmfCommands
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    private DateTimeOffset? _starAt;

    public DtmfCommand? Press(char digit, DateTimeOffset now)
    {
        var armed = _starAt is { } star && now - star <= Window;
        _starAt = digit == '*' ? now : null;
        return armed ? Meaning(digit) : null;
    }

    private static DtmfCommand? Meaning(char digit) => digit switch
    {
        '1' => DtmfCommand.RaiseHand,
        '2' => DtmfCommand.LowerHand,
        '6' => DtmfCommand.ToggleMute,
        '0' => DtmfCommand.CallHelp,
        _ => null,
    };
}

/// <summary>How a press was told.</summary>
internal enum DigitWay
{
    /// <summary>RFC 4733, among the sound.</summary>
    Event,

    /// <summary>A SIP INFO.</summary>
    Info,
}

/// <summary>Devices may tell one press both ways: the second telling of it is dropped.</summary>
internal struct DigitFilter
{
    private static readonly TimeSpan SamePress = TimeSpan.FromSeconds(1);

    private (char Digit, DigitWay Way, DateTimeOffset At)? _last;

    public bool TryTake(char digit, DigitWay way, DateTimeOffset now)
    {
        if (_last is { } last && last.Digit == digit && last.Way != way && now - last.At < SamePress)
            return false;
        _last = (digit, way, now);
        return true;
    }
}
