using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Conferencing.Server.Tests.Rig;

/// <summary>A mail server nobody here wrote (aiosmtpd) on this machine: it takes every message and files it as it came.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Below what the system gives to whoever asks for any port: nobody else takes it while the server is away.</summary>
    private static int _nextPort = Random.Shared.Next(11_000, 17_000);
    private Keeper? _program;

    private MailServer(int port, string folder) => (Port, Folder) = (port, folder);

    public int Port { get; }

    /// <summary>A maildir.</summary>
    public string Folder { get; }

    /// <summary>The settings of a program that sends by it.</summary>
    public string[] Settings =>
        ["--Mail:Host", "127.0.0.1", "--Mail:Port", Port.ToString(CultureInfo.InvariantCulture), "--Mail:Tls", "None", "--Mail:From", "hop@khanhhoa.gov.vn", "--Mail:ReminderMinutes", "60", "--Mail:HoldSeconds", "0"];

    /// <summary>Its port is known, and nobody answers there.</summary>
    public static MailServer Away() => new(FreePort(), Path.Combine(Path.GetTempPath(), $"conferencing-mail-{Guid.NewGuid():N}"));

    public static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _nextPort);
            using var socket = new TcpListener(IPAddress.Loopback, port);
            try
            {
                socket.Start();
                return port;
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
            }
        }
    }

    public static async Task<MailServer> Start(params string[] more)
    {
        var server = Away();
        await server.Open(more);
        return server;
    }

    public async Task Open(params string[] more)
    {
        _program = Keeper.Start([Python, "-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{Port}", .. more, "-c", "aiosmtpd.handlers.Mailbox", Folder]);
        await Answers(Port, _program);
    }

    /// <summary>Waits until somebody answers there.</summary>
    public static async Task Answers(int port, Keeper program)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (since.Elapsed < Patience && !program.HasEnded)
            {
            }
        }
    }

    public string[] Files => Directory.Exists(Path.Combine(Folder, "new")) ? Directory.GetFiles(Path.Combine(Folder, "new")) : [];

    /// <summary>Waits until so many messages have come, and reads all that came by a library that is not the one they were written with.</summary>
    public async Task<List<Mail>> Received(int count)
    {
        for (var since = Stopwatch.StartNew(); Files.Length < count && since.Elapsed < Patience;) await Task.Delay(50);
        var read = await CalendarReader.Read(Folder);
        Assert.True(read.Count == count, $"{read.Count} messages came, not {count}: {string.Join("; ", read.Select(mail => mail.Subject))}");
        return read;
    }

    public ValueTask DisposeAsync()
    {
        _program?.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A message as Python's mail library and the icalendar package read it.</summary>
/// <param name="Headers">How many headers of the message have each name, for those that no text of people may add to.</param>
/// <param name="Starts">When its sessions begin, as the package recurring-ical-events finds them.</param>
internal sealed record Mail(
    string Id, string Subject, string To, string ToName, string From, string Plain, string Html, string? Method, string? ContentMethod, string? Uid, int? Sequence, string? Status, string? Summary,
    string[] Recurrences, string[] Starts, string? Attendee, Dictionary<string, int> Headers, string? Calendar);

internal static class CalendarReader
{
    private const string Script =
        """
        import sys, os, json, email, email.policy, datetime
        import icalendar, recurring_ical_events
        out = []
        folder = os.path.join(sys.argv[1], 'new')
        for name in os.listdir(folder) if os.path.isdir(folder) else []:
            with open(os.path.join(folder, name), 'rb') as file:
                mail = email.message_from_binary_file(file, policy=email.policy.default)
            one = dict(id=mail['Message-ID'], subject=str(mail['Subject']), to=mail['To'].addresses[0].addr_spec, toName=mail['To'].addresses[0].display_name, **{'from': mail['From'].addresses[0].addr_spec},
                       plain=mail.get_body(('plain',)).get_content(), html=mail.get_body(('html',)).get_content(), recurrences=[], starts=[],
                       headers={key: len(mail.get_all(key, [])) for key in ('To', 'Cc', 'Bcc', 'From', 'Subject', 'X-Evil')})
            one['date'] = os.path.getmtime(os.path.join(folder, name))
            for part in mail.walk():
                if part.get_content_type() != 'text/calendar': continue
                text = part.get_payload(decode=True)
                calendar = icalendar.Calendar.from_ical(text)
                # Written again by this library and read again, it says the same.
                assert icalendar.Calendar.from_ical(calendar.to_ical()) .to_ical() == calendar.to_ical()
                events = [event for event in calendar.walk('VEVENT')]
                first = events[0]
                one.update(method=str(calendar['METHOD']), contentMethod=part.get_param('method'), uid=str(first['UID']), sequence=int(first['SEQUENCE']), status=str(first['STATUS']),
                           summary=str(first['SUMMARY']), attendee=str(first['ATTENDEE']), calendar=text.decode('utf-8'))
                one['recurrences'] = [event['RECURRENCE-ID'].dt.strftime('%Y-%m-%d %H:%M') for event in events if 'RECURRENCE-ID' in event]
                assert all(event['DTSTART'].dt.utcoffset() == datetime.timedelta(hours=7) for event in events)
                found = recurring_ical_events.of(calendar).between(datetime.datetime(2020, 1, 1), datetime.datetime(2040, 1, 1))
                one['starts'] = sorted(event['DTSTART'].dt.strftime('%Y-%m-%d %H:%M') for event in found)
            out.append(one)
        out.sort(key=lambda one: one['date'])
        print(json.dumps(out))
        """;

    public static async Task<List<Mail>> Read(string folder) =>
        System.Text.Json.JsonSerializer.Deserialize<List<Mail>>(await Run(Script, folder), System.Text.Json.JsonSerializerOptions.Web)!;

    /// <summary>What a Python program writes.</summary>
    public static async Task<string> Run(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(MailServer.Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return text;
    }
}
