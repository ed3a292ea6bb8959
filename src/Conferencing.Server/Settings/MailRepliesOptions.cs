namespace Conferencing.Server.Settings;

/// <summary>The mailbox that answers to invitations come back to. It may be one that people read too: what is not ours stays as it is.</summary>
internal sealed class MailRepliesOptions
{
    public const string Section = "MailReplies";

    /// <summary>The IMAP server; empty: no answers are read.</summary>
    public string Host { get; set; } = "";
    public int Port { get; set; } = 993;
    public MailTls Tls { get; set; } = MailTls.FromStart;
    public string User { get; set; } = "";
    public string Password { get; set; } = "";
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Where new mail lies.</summary>
    public string Folder { get; set; } = "INBOX";

    /// <summary>The folder answers are put into once they are noted; empty: they are marked as read and stay.</summary>
    public string DoneFolder { get; set; } = "Replies";

    /// <summary>Seconds between two looks.</summary>
    public int PauseSeconds { get; set; } = 60;

    internal bool Enabled => Host.Length > 0;
}
