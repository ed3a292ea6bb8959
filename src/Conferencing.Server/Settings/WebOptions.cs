namespace Conferencing.Server.Settings;

/// <summary>Where the pages and the API are served.</summary>
internal sealed class WebOptions
{
    public const string Section = "Web";

    public int Port { get; set; } = 5080;

    /// <summary>The address to listen on. A demo always listens on 127.0.0.1.</summary>
    public string Bind { get; set; } = "0.0.0.0";

    /// <summary>Sign-in attempts a minute from one address.</summary>
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>Reads of calendar feeds a minute from one address.</summary>
    public int FeedReadsPerMinute { get; set; } = 300;

    /// <summary>Wrong passwords in a row after which an account is locked.</summary>
    public int LockoutAfter { get; set; } = 5;

    public int LockoutMinutes { get; set; } = 5;

    /// <summary>Hours a sign-in lasts without use.</summary>
    public int SessionHours { get; set; } = 12;
}
