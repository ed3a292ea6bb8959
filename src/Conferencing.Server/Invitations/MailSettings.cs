using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Invitations;

/// <summary>What is wrong with the mail settings is said at the start, not when the first invitation is due.</summary>
internal static class MailSettings
{
    private const int MaxLead = 14 * 24 * 60;

    public static void Check(MailOptions options)
    {
        if (Leads(options) is null) throw new StartRefusedException($"Mail:ReminderMinutes is '{options.ReminderMinutes}', but minutes like '1440,60' are wanted.");
        if (!options.Enabled) return;
        if (!MailAddress.IsPlausible(options.From)) throw new StartRefusedException($"Mail:From is '{options.From}', which is no mail address.");
        if (options.Port is < 1 or > 65535) throw new StartRefusedException($"Mail:Port is {options.Port}.");
        if (options.HoldSeconds is < 0 or > 3600) throw new StartRefusedException($"Mail:HoldSeconds is {options.HoldSeconds}, but 0 to 3600 are wanted.");
        if (options.PagesUrl.Length > 0 && !(Uri.TryCreate(options.PagesUrl, UriKind.Absolute, out var pages) && pages.Scheme is "http" or "https"))
            throw new StartRefusedException($"Mail:PagesUrl is '{options.PagesUrl}', which is no web address.");
    }

    public static void Check(MailRepliesOptions options)
    {
        if (!options.Enabled) return;
        if (options.Port is < 1 or > 65535) throw new StartRefusedException($"MailReplies:Port is {options.Port}.");
        if (options.User.Length == 0) throw new StartRefusedException("MailReplies:User is empty, but a mailbox has a user.");
        if (options.Folder.Length == 0 || options.Folder == options.DoneFolder) throw new StartRefusedException("MailReplies:Folder and MailReplies:DoneFolder must be two folders.");
        if (options.PauseSeconds is < 1 or > 86_400) throw new StartRefusedException($"MailReplies:PauseSeconds is {options.PauseSeconds}, but 1 to 86400 are wanted.");
        if (options.TimeoutSeconds is < 1 or > 600) throw new StartRefusedException($"MailReplies:TimeoutSeconds is {options.TimeoutSeconds}, but 1 to 600 are wanted.");
    }

    /// <summary>As the mail library says it.</summary>
    public static MailKit.Security.SecureSocketOptions Encryption(MailTls tls) => tls switch
    {
        MailTls.None => MailKit.Security.SecureSocketOptions.None,
        MailTls.WhenOffered => MailKit.Security.SecureSocketOptions.StartTlsWhenAvailable,
        MailTls.StartTls => MailKit.Security.SecureSocketOptions.StartTls,
        MailTls.FromStart => MailKit.Security.SecureSocketOptions.SslOnConnect,
        _ => throw new System.Diagnostics.UnreachableException("A way of encryption without a meaning."),
    };

    /// <summary>The longest first; null if they cannot be read.</summary>
    public static ImmutableArray<int>? Leads(MailOptions options)
    {
        var leads = ImmutableArray.CreateBuilder<int>();
        foreach (var text in options.ReminderMinutes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes is < 1 or > MaxLead) return null;
            leads.Add(minutes);
        }
        return [.. leads.Distinct().OrderDescending()];
    }
}
