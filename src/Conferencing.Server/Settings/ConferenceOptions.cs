using Conferencing.Contract;

namespace Conferencing.Server.Settings;

/// <summary>What every plan says about calling and warning.</summary>
internal sealed class ConferenceOptions
{
    public const string Section = "Conference";

    /// <summary>Seconds a room may ring.</summary>
    public int RingSeconds { get; set; } = 45;

    /// <summary>Minutes before the end at which rooms hear the warning tone.</summary>
    public int EndWarningMinutes { get; set; } = 1;

    /// <summary>Off, Preferred or Required: whether rooms are called with encrypted media.</summary>
    public EncryptionPolicy Encryption { get; set; } = EncryptionPolicy.Preferred;
}
