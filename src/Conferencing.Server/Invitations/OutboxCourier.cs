using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Invitations;

/// <summary>
/// Gives what lies in the outbox to the mail server, piece by piece, and notes of each what became of it. A server that is away, or says "later",
/// is asked again after ever longer pauses; what is refused for good waits for a person. Between the server's yes and our note of it a crash
/// sends a piece twice, with the same Message-ID.
/// </summary>
internal sealed partial class OutboxCourier(
    WriteGate gate, IDbContextFactory<Db> contexts, HeldDesk held, ReminderDesk reminders, DecisionDesk decisions, MailOptions options, TimeProvider clock, ILogger<OutboxCourier> log) : BackgroundService
{
    private const int Batch = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Something was put into the outbox.</summary>
    public void Wake()
    {
        if (options.Enabled && _wake.CurrentCount == 0) _wake.Release();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await held.Write(stoppingToken);
                await reminders.Write(stoppingToken);
                await decisions.Write(stoppingToken);
                while (await SendDue(stoppingToken) == Batch)
                {
                }
                await _wake.WaitAsync(Pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogFault(fault);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    /// <summary>Tries what is due once. How many pieces were taken up.</summary>
    public async Task<int> SendDue(CancellationToken cancel)
    {
        await Expire(cancel);
        var now = clock.Now();
        List<OutboxRow> due;
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            due = await db.Outbox.AsNoTracking().Include(piece => piece.Letter)
                .Where(piece => piece.State == MailState.Waiting && piece.DueAt <= now).OrderBy(piece => piece.Id).Take(Batch).ToListAsync(cancel);
        }
        if (due.Count == 0) return 0;
        using var server = new SmtpClient { Timeout = options.TimeoutSeconds * 1000 };
        if (await WhyNoConnection(server, cancel) is { } reason)
        {
            LogAway(reason);
            await PutOff(reason, cancel);
            return 0;
        }
        foreach (var piece in due)
        {
            if (!await Send(server, piece, cancel)) return 0;
        }
        await server.DisconnectAsync(quit: true, cancel);
        return due.Count;
    }

    /// <summary>False when the connection is lost: the rest is tried another time.</summary>
    private async Task<bool> Send(SmtpClient server, OutboxRow piece, CancellationToken cancel)
    {
        try
        {
            using var message = MailWriter.Write(piece, options, clock.GetUtcNow());
            await server.SendAsync(message, cancel);
        }
        catch (SmtpCommandException refused)
        {
            await Note(piece, refused.Message, isFinal: (int)refused.StatusCode >= 500, cancel);
            return server.IsConnected;
        }
        catch (Exception lost) when (IsLine(lost))
        {
            await Note(piece, lost.Message, isFinal: false, CancellationToken.None);
            return false;
        }
        var now = clock.Now();
        // Whoever stops the program now must not make it send the piece again.
        await gate.Write(db => db.Outbox.Where(row => row.Id == piece.Id).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, MailState.Sent).SetProperty(one => one.SentAt, now).SetProperty(one => one.Error, (string?)null), CancellationToken.None), CancellationToken.None);
        return true;
    }

    private async Task<string?> WhyNoConnection(SmtpClient server, CancellationToken cancel)
    {
        try
        {
            await server.ConnectAsync(options.Host, options.Port, MailSettings.Encryption(options.Tls), cancel);
            if (options.User.Length > 0) await server.AuthenticateAsync(options.User, options.Password, cancel);
            return null;
        }
        catch (Exception fault) when (IsLine(fault) || fault is SmtpCommandException or AuthenticationException or NotSupportedException)
        {
            return fault.Message;
        }
    }

    /// <summary>What a line or a server may do to us.</summary>
    private static bool IsLine(Exception fault) => fault is IOException or System.Net.Sockets.SocketException or SmtpProtocolException
        or MailKit.ServiceNotConnectedException or MailKit.ServiceNotAuthenticatedException or SslHandshakeException or TimeoutException;

    private Task<int> Note(OutboxRow piece, string reason, bool isFinal, CancellationToken cancel)
    {
        var attempts = piece.Attempts + 1;
        var pause = isFinal ? null : Retry.After(attempts);
        var (state, dueAt, why) = (pause is null ? MailState.Failed : MailState.Waiting, clock.Now() + (pause ?? Duration.Zero), Short(reason));
        return gate.Write(db => db.Outbox.Where(row => row.Id == piece.Id && row.State == MailState.Waiting).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, state).SetProperty(one => one.Attempts, attempts).SetProperty(one => one.DueAt, dueAt).SetProperty(one => one.Error, why), cancel), cancel);
    }

    /// <summary>The server is away: all that is due is put off, each by its own count.</summary>
    private Task<int> PutOff(string reason, CancellationToken cancel) => gate.Write(async db =>
    {
        var (now, why) = (clock.Now(), Short(reason));
        var due = db.Outbox.Where(piece => piece.State == MailState.Waiting && piece.DueAt <= now);
        foreach (var before in await due.Select(piece => piece.Attempts).Distinct().OrderDescending().ToListAsync(cancel))
        {
            var pause = Retry.After(before + 1);
            var (state, dueAt) = (pause is null ? MailState.Failed : MailState.Waiting, now + (pause ?? Duration.Zero));
            await due.Where(piece => piece.Attempts == before).ExecuteUpdateAsync(
                row => row.SetProperty(one => one.Attempts, before + 1).SetProperty(one => one.State, state).SetProperty(one => one.DueAt, dueAt).SetProperty(one => one.Error, why), cancel);
        }
        return 0;
    }, cancel);

    /// <summary>An invitation to what is over helps nobody; what is long settled is forgotten.</summary>
    private async Task Expire(CancellationToken cancel)
    {
        var now = clock.Now();
        var old = options.KeepDays > 0 ? now - Duration.FromDays(options.KeepDays) : Instant.MinValue;
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var useless = db.Outbox.Where(piece => piece.State == MailState.Waiting && piece.Letter!.UsefulUntil <= now);
        var settled = db.Letters.Where(letter => letter.At < old && !letter.Pieces.Any(piece => piece.State == MailState.Waiting));
        if (await useless.AnyAsync(cancel) || await settled.AnyAsync(cancel)) await gate.Write(Clean, cancel);

        async Task<int> Clean(Db write)
        {
            await write.Outbox.Where(piece => piece.State == MailState.Waiting && piece.Letter!.UsefulUntil <= now).ExecuteUpdateAsync(
                row => row.SetProperty(one => one.State, MailState.GivenUp), cancel);
            return await write.Letters.Where(letter => letter.At < old && !letter.Pieces.Any(piece => piece.State == MailState.Waiting)).ExecuteDeleteAsync(cancel);
        }
    }

    private static string Short(string reason) => reason.Length <= 500 ? reason : reason[..500];

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The mail server cannot be used: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Error, "Sending mail failed")]
    private partial void LogFault(Exception fault);
}
