using System.Globalization;

namespace Conferencing.Server.Tests.Rig;

/// <summary>
/// A mailbox server nobody here wrote (dovecot) on this machine, over the folders that <see cref="MailServer"/>s file into. It runs without rights,
/// in a folder of its own. Its users: "hop", who reads what comes back to invitations, and "moi", who is invited.
/// </summary>
internal sealed class ImapServer : IDisposable
{
    public const string Password = "mat-khau-hop-thu";

    private readonly Keeper _program;
    private readonly string _folder;

    private ImapServer(Keeper program, int port, string folder) => (_program, Port, _folder) = (program, port, folder);

    public int Port { get; }

    /// <summary>The settings of a program that reads what comes back.</summary>
    public string[] Settings =>
    [
        "--MailReplies:Host", "127.0.0.1", "--MailReplies:Port", Port.ToString(CultureInfo.InvariantCulture), "--MailReplies:Tls", "None",
        "--MailReplies:User", "hop", "--MailReplies:Password", Password,
    ];

    /// <param name="port">The port of one that was here before; null for a free one.</param>
    public static async Task<ImapServer> Start(string repliesFolder, string invitedFolder, int? port = null)
    {
        var at = port ?? MailServer.FreePort();
        var folder = Directory.CreateTempSubdirectory("conferencing-imap-").FullName;
        var (user, group) = Environment.IsPrivilegedProcess ? ("nobody", "nogroup") : (Environment.UserName, (await CalendarReader.Run("import grp, os; print(grp.getgrgid(os.getgid()).gr_name)")).Trim());
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"hop:{{PLAIN}}{Password}::::::userdb_mail=maildir:{repliesFolder}\nmoi:{{PLAIN}}{Password}::::::userdb_mail=maildir:{invitedFolder}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "dovecot.conf"), Configuration(folder, at, user, group));
        if (Environment.IsPrivilegedProcess) await CalendarReader.Run("import os, pwd, sys; who = pwd.getpwnam('nobody'); os.chown(sys.argv[1], who.pw_uid, who.pw_gid)", folder);
        var server = new ImapServer(Keeper.Start("/usr/sbin/dovecot", "-F", "-c", Path.Combine(folder, "dovecot.conf")), at, folder);
        await MailServer.Answers(at, server._program);
        return server;
    }

    private static string Configuration(string folder, int port, string user, string group) =>
        $$"""
        base_dir = {{folder}}/run
        state_dir = {{folder}}
        log_path = {{folder}}/log
        default_internal_user = {{user}}
        default_internal_group = {{group}}
        default_login_user = {{user}}
        first_valid_uid = 1
        protocols = imap
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        service imap-login {
          chroot =
          inet_listener imap {
            port = {{port}}
          }
          inet_listener imaps {
            port = 0
          }
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        passdb {
          driver = passwd-file
          args = {{folder}}/users
        }
        userdb {
          driver = passwd-file
          args = {{folder}}/users
          default_fields = uid={{user}} gid={{group}} home={{folder}}
        }

        """;

    public void Dispose()
    {
        _program.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
