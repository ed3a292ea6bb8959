namespace Conferencing.Booking;

/// <summary>How secret a briefing is, by the levels of the law on state secrets.</summary>
public enum Secrecy
{
    /// <summary>No state secret.</summary>
    Open,
    Confidential,
    Secret,
    TopSecret,
}

/// <summary>Whether the calls of a briefing are encrypted.</summary>
public enum Protection
{
    /// <summary>As the installation is set.</summary>
    Default,
    Off,
    Preferred,
    Required,
}

/// <summary>What a booking says of recording.</summary>
public enum RecordingMode
{
    None,
    /// <summary>One file of what all hear.</summary>
    Mix,
    /// <summary>Besides, a file of each room.</summary>
    Tracks,
}

/// <summary>On what terms the sessions of a briefing are held: who may know of them, whether calls are encrypted, whether sound is kept.</summary>
public sealed record Terms(Secrecy Secrecy = Secrecy.Open, Protection Protection = Protection.Default, RecordingMode Recording = RecordingMode.None)
{
    public static Terms Plain { get; } = new();

    public bool IsSecret => Secrecy != Secrecy.Open;
}

/// <summary>The terms a request names; what it leaves out stays as it is.</summary>
public sealed record TermsWish(Secrecy? Secrecy = null, Protection? Protection = null, RecordingMode? Recording = null)
{
    public Terms Over(Terms before) => new(Secrecy ?? before.Secrecy, Protection ?? before.Protection, Recording ?? before.Recording);
}
