namespace Conferencing.Server.Settings;

/// <summary>How the connection to the mail server is encrypted.</summary>
internal enum MailTls
{
    /// <summary>Not at all: only for a server on this machine.</summary>
    None,

    /// <summary>By STARTTLS if the server offers it.</summary>
    WhenOffered,

    /// <summary>By STARTTLS, or no mail is sent.</summary>
    StartTls,

    /// <summary>From the first byte on, as on port 465.</summary>
    FromStart,
}

/// <summary>The mail server that invitations are given to, and what they say of whom they come from.</summary>
internal sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Empty: no mail is sent, and none is kept for later.</summary>
    public string Host { get; set; } = "";
    public int Port { get; set; } = 587;
    public MailTls Tls { get; set; } = MailTls.StartTls;

    /// <summary>Empty: the server asks for no password.</summary>
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>The address invitations come from and replies go to.</summary>
    public string From { get; set; } = "";
    public string FromName { get; set; } = "Hệ thống họp trực tuyến";

    /// <summary>Where people reach the pages; empty: mail holds no link.</summary>
    public string PagesUrl { get; set; } = "";

    /// <summary>Whether rooms of a secret briefing are told by mail that they are busy, and nothing else; false: nothing at all.</summary>
    public bool TellSecretBusy { get; set; } = true;

    /// <summary>Minutes before a session at which it is brought to mind, with commas between; empty for never.</summary>
    public string ReminderMinutes { get; set; } = "1440,60";

    /// <summary>Seconds for which mail about a change is held back, so that what is taken back at once is never told.</summary>
    public int HoldSeconds { get; set; } = 60;

    /// <summary>Once so many pieces wait, no more are taken.</summary>
    public int MaxWaiting { get; set; } = 20000;

    /// <summary>Days after which what was sent or given up is forgotten; 0 keeps it.</summary>
    public int KeepDays { get; set; } = 90;

    internal bool Enabled => Host.Length > 0;
}
