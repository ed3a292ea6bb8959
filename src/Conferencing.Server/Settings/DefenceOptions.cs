using System.Globalization;

namespace Conferencing.Server.Settings;

/// <summary>Limits of the SIP port for each source, handed to the bridge node: so many at once, then so many a second or minute.</summary>
internal sealed class DefenceOptions
{
    public const string Section = "Defence";

    public int RequestsBurst { get; set; } = 100;
    public int RequestsPerSecond { get; set; } = 20;
    public int KnownRequestsBurst { get; set; } = 2000;
    public int KnownRequestsPerSecond { get; set; } = 500;
    public int RegistrationsBurst { get; set; } = 400;
    public int RegistrationsPerSecond { get; set; } = 20;
    public int FailedAuthenticationsBurst { get; set; } = 100;
    public int FailedAuthenticationsPerMinute { get; set; } = 20;
    public int PinTriesBurst { get; set; } = 12;
    public int PinTriesPerMinute { get; set; } = 1;
    public int HalfOpenCalls { get; set; } = 5;
    public int KnownHalfOpenCalls { get; set; } = 200;
    public int FirstBanSeconds { get; set; } = 60;
    public int LongestBanSeconds { get; set; } = 3600;

    /// <summary>Hosts that may call in without an account, besides those of the rooms; separated by commas.</summary>
    public string TrustedPeers { get; set; } = "";

    /// <summary>Every number with its name: for the page, and for the node.</summary>
    public IEnumerable<(string Name, int Value)> Limits() =>
    [
        (nameof(RequestsBurst), RequestsBurst), (nameof(RequestsPerSecond), RequestsPerSecond),
        (nameof(KnownRequestsBurst), KnownRequestsBurst), (nameof(KnownRequestsPerSecond), KnownRequestsPerSecond),
        (nameof(RegistrationsBurst), RegistrationsBurst), (nameof(RegistrationsPerSecond), RegistrationsPerSecond),
        (nameof(FailedAuthenticationsBurst), FailedAuthenticationsBurst), (nameof(FailedAuthenticationsPerMinute), FailedAuthenticationsPerMinute),
        (nameof(PinTriesBurst), PinTriesBurst), (nameof(PinTriesPerMinute), PinTriesPerMinute),
        (nameof(HalfOpenCalls), HalfOpenCalls), (nameof(KnownHalfOpenCalls), KnownHalfOpenCalls),
        (nameof(FirstBanSeconds), FirstBanSeconds), (nameof(LongestBanSeconds), LongestBanSeconds),
    ];

    public IEnumerable<(string Name, string Value)> ForNode() =>
        Limits().Select(limit => ($"{Section}:{limit.Name}", limit.Value.ToString(CultureInfo.InvariantCulture)));
}
