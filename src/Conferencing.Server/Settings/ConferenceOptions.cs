using Conferencing.Contract;

namespace Conferencing.Server.Settings;

/// <summary>What every plan says about calling and warning.</summary>
internal sealed class ConferenceOptions
{
    public const string Section = "Conference";

    /// <summary>Seconds a room may ring.</summary>
    public int RingSeconds { get; set; } = 45;

    /// <summary>Minutes before the end at which rooms are warned, with commas between; 0 or nothing for none.</summary>
    public string EndWarningMinutes { get; set; } = "5,1";

    /// <summary>Whether the warning is said in words after its tone.</summary>
    public bool EndWarningSpoken { get; set; } = true;

    /// <summary>Off, Preferred or Required: whether rooms are called with encrypted media.</summary>
    public EncryptionPolicy Encryption { get; set; } = EncryptionPolicy.Preferred;
}
