using System.Globalization;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;
using NodaTime;

namespace Conferencing.Server.Invitations;

/// <summary>How it stands with the mailbox.</summary>
/// <param name="ReadAt">When it was last read to its end; null for not yet.</param>
/// <param name="Error">Why it cannot be read, in the server's words; null if it can.</param>
/// <param name="NextAt">When it is looked at again.</param>
internal sealed record MailboxState(Instant? ReadAt, string? Error, Instant? NextAt);

/// <summary>
/// Reads what comes back to invitations by IMAP, each message once and in order, a bounded number and size at a time, and puts away what was
/// ours. Changes nothing about other mail. A server that is away is asked again after ever longer pauses. What it means is <see cref="ReplyDesk"/>'s.
/// </summary>
internal sealed partial class ReplyMailbox(
    ReplyDesk desk, PlainSql sql, WriteGate gate, MailRepliesOptions options, Counters counters, TimeProvider clock, ILogger<ReplyMailbox> log) : BackgroundService
{
    private const int Batch = 100;
    private const int MaxBytes = 1 << 20;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _reading = new(1);
    private volatile MailboxState _state = new(null, null, null);

    public MailboxState State => _state;

    /// <summary>Somebody does not want to wait.</summary>
    public void Wake()
    {
        if (options.Enabled && _wake.CurrentCount == 0) _wake.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled) return;
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                failures = await Read(stoppingToken) ? 0 : failures + 1;
                var pause = failures == 0 ? Duration.FromSeconds(options.PauseSeconds) : Retry.After(failures) ?? Retry.Longest;
                _state = _state with { NextAt = clock.Now() + pause };
                await _wake.WaitAsync(pause.ToTimeSpan(), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogFault(fault);
                await Task.Delay(TimeSpan.FromSeconds(options.PauseSeconds), CancellationToken.None);
            }
        }
    }

    /// <summary>Reads all there is. False when the server cannot be used, and why is in <see cref="State"/>.</summary>
    public async Task<bool> Read(CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            using var server = new ImapClient { Timeout = options.TimeoutSeconds * 1000 };
            await server.ConnectAsync(options.Host, options.Port, MailSettings.Encryption(options.Tls), cancel);
            await server.AuthenticateAsync(options.User, options.Password, cancel);
            var folder = await server.GetFolderAsync(options.Folder, cancel);
            await folder.OpenAsync(FolderAccess.ReadWrite, cancel);
            while (await ReadBatch(server, folder, cancel) == Batch)
            {
            }
            await server.DisconnectAsync(quit: true, cancel);
            _state = new MailboxState(clock.Now(), null, null);
            return true;
        }
        catch (Exception fault) when (IsLine(fault))
        {
            var reason = fault.Message.Length <= 500 ? fault.Message : fault.Message[..500];
            if (_state.Error is null) LogAway(reason);
            _state = _state with { Error = reason };
            return false;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>How many messages were looked at.</summary>
    private async Task<int> ReadBatch(ImapClient server, IMailFolder folder, CancellationToken cancel)
    {
        var last = await LastRead(folder.UidValidity, cancel);
        // The last message is always found (RFC 3501 6.4.8, "n:*").
        var all = await folder.SearchAsync(SearchQuery.Uids(new UniqueIdRange(folder.UidValidity, last + 1, uint.MaxValue)), cancel);
        var next = all.Where(uid => uid.Id > last).OrderBy(uid => uid.Id).Take(Batch).ToList();
        if (next.Count == 0) return 0;
        try
        {
            var found = (await folder.FetchAsync(next, MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.BodyStructure, cancel)).ToDictionary(one => one.UniqueId.Id);
            foreach (var uid in next)
            {
                // Another program may have moved it meanwhile.
                if (found.TryGetValue(uid.Id, out var one) && MayBeOurs(one) && await Take(folder, one, cancel)) await PutAway(server, folder, uid, cancel);
                last = uid.Id;
            }
        }
        finally
        {
            await Keep(folder.UidValidity, last, CancellationToken.None);
        }
        return next.Count;
    }

    /// <summary>By its parts, so that other mail is not fetched. A server that does not say them leaves it to us.</summary>
    private static bool MayBeOurs(IMessageSummary one) => one.Body is null || one.Body.ContentType.IsMimeType("multipart", "report")
        || one.BodyParts.Any(part => part.ContentType.IsMimeType("text", "calendar") || part.ContentType.IsMimeType("application", "ics"));

    /// <summary>Whether the message was ours. One that cannot be taken apart, whatever is wrong with it, does not keep the next from being read.</summary>
    private async Task<bool> Take(IMailFolder folder, IMessageSummary one, CancellationToken cancel)
    {
        if (one.Size is null or > MaxBytes)
        {
            counters.Count("replies.tooBig");
            return false;
        }
        try
        {
            await using var bytes = await folder.GetStreamAsync(one.UniqueId, cancel);
            using var message = await MimeMessage.LoadAsync(ReplyMail.Parsing, bytes, cancel);
            return await desk.Note(ReplyMail.Of(message), cancel);
        }
        catch (MessageNotFoundException)
        {
            return false;
        }
        catch (Exception fault) when (fault is ImapCommandException || !IsLine(fault) && fault is not OperationCanceledException)
        {
            counters.Count("replies.unreadable");
            LogUnreadable(fault);
            return false;
        }
    }

    private async Task PutAway(ImapClient server, IMailFolder folder, UniqueId uid, CancellationToken cancel)
    {
        await folder.AddFlagsAsync(uid, MessageFlags.Seen, silent: true, cancel);
        if (options.DoneFolder.Length == 0) return;
        await folder.MoveToAsync(uid, await DoneFolder(server, cancel), cancel);
    }

    private async Task<IMailFolder> DoneFolder(ImapClient server, CancellationToken cancel)
    {
        var root = server.GetFolder(server.PersonalNamespaces[0]);
        try
        {
            return await root.GetSubfolderAsync(options.DoneFolder, cancel);
        }
        catch (FolderNotFoundException)
        {
            return await root.CreateAsync(options.DoneFolder, isMessageFolder: true, cancel) ?? await root.GetSubfolderAsync(options.DoneFolder, cancel);
        }
    }

    /// <summary>A mailbox that was made anew is read from its beginning: what was noted before is known by its key.</summary>
    private async Task<uint> LastRead(uint validity, CancellationToken cancel)
    {
        var kept = (await sql.Read("SELECT Value FROM Facts WHERE Name = @name", row => row.GetString(0), cancel, ("@name", FactRow.RepliesRead))).SingleOrDefault();
        return kept?.Split(':') is [var known, var last] && known == validity.ToString(CultureInfo.InvariantCulture) ? uint.Parse(last, CultureInfo.InvariantCulture) : 0;
    }

    private Task Keep(uint validity, uint last, CancellationToken cancel) => gate.WritePlain(connection => PlainSql.Execute(
        connection, "INSERT INTO Facts (Name, Value) VALUES (@name, @value) ON CONFLICT (Name) DO UPDATE SET Value = @value", cancel,
        ("@name", FactRow.RepliesRead), ("@value", string.Create(CultureInfo.InvariantCulture, $"{validity}:{last}"))), cancel);

    /// <summary>What a line or a server may do to us.</summary>
    private static bool IsLine(Exception fault) => fault is IOException or System.Net.Sockets.SocketException or ImapProtocolException or ImapCommandException or TimeoutException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or MailKit.Security.SslHandshakeException or MailKit.Security.AuthenticationException
        or FolderNotFoundException or NotSupportedException;

    public override void Dispose()
    {
        _wake.Dispose();
        _reading.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The mailbox of answers cannot be read: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "A message that came back cannot be read; it is left where it is")]
    private partial void LogUnreadable(Exception fault);

    [LoggerMessage(LogLevel.Error, "Reading the mailbox of answers failed")]
    private partial void LogFault(Exception fault);
}
