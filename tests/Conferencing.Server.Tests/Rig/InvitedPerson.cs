using System.Globalization;

namespace Conferencing.Server.Tests.Rig;

/// <summary>
/// Somebody who is invited and answers, by programs nobody here wrote: Python's imaplib reads his mailbox, the icalendar package the invitation and
/// writes the answer, smtplib sends it.
/// </summary>
internal sealed record InvitedPerson(ImapServer Mailbox, MailServer Office)
{
    private const string Script =
        """
        import sys, imaplib, smtplib, datetime, email, email.policy, email.message, time
        import icalendar
        imap, smtp, password, uid, wanted, partstat, comment, session, to = sys.argv[1:]
        def newest():
            box = imaplib.IMAP4('127.0.0.1', int(imap))
            box.login('moi', password)
            box.select('INBOX')
            found = None
            for number in box.search(None, 'ALL')[1][0].split():
                mail = email.message_from_bytes(box.fetch(number, '(RFC822)')[1][0][1], policy=email.policy.default)
                for part in mail.walk():
                    if part.get_content_type() != 'text/calendar': continue
                    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
                    if str(calendar['METHOD']) == 'REQUEST' and str(calendar.walk('VEVENT')[0]['UID']) == uid: found = calendar
            box.logout()
            return found
        for _ in range(1200):
            invitation = newest()
            if invitation is not None and int(invitation.walk('VEVENT')[0]['SEQUENCE']) >= int(wanted): break
            time.sleep(0.1)
        asked = invitation.walk('VEVENT')[0]
        reply = icalendar.Calendar()
        for name, value in (('prodid', '-//Somebody//Else//EN'), ('version', '2.0'), ('method', 'REPLY')): reply.add(name, value)
        event = icalendar.Event()
        for name in ('UID', 'SEQUENCE', 'ORGANIZER', 'DTSTART', 'DTEND', 'SUMMARY'): event[name] = asked[name]
        event.add('dtstamp', datetime.datetime.now(datetime.timezone.utc))
        if session: event.add('recurrence-id', asked['DTSTART'].dt + datetime.timedelta(days=int(session)))
        attendee = asked['ATTENDEE']
        attendee.params.clear()
        attendee.params['PARTSTAT'] = partstat
        if to: attendee.params['DELEGATED-TO'] = 'mailto:' + to
        event.add('attendee', attendee, encode=0)
        if comment: event.add('comment', comment)
        reply.add_component(event)
        mail = email.message.EmailMessage()
        mail['From'] = str(attendee)[len('mailto:'):]
        mail['To'] = str(asked['ORGANIZER'])[len('mailto:'):]
        mail['Subject'] = partstat.title() + ': ' + str(asked['SUMMARY'])
        mail['Message-ID'] = email.utils.make_msgid()
        mail.set_content('Trả lời giấy mời')
        mail.add_alternative(reply.to_ical().decode('utf-8'), subtype='calendar', params={'method': 'REPLY'})
        with smtplib.SMTP('127.0.0.1', int(smtp)) as server: server.send_message(mail)
        """;

    /// <summary>Waits for the newest invitation, at least of that version, and answers it.</summary>
    /// <param name="session">Days after the first session of the series; null for all.</param>
    public Task Answers(Guid briefing, string partstat, string comment = "", int? session = null, string to = "", int version = 0) => CalendarReader.Run(
        Script, Text(Mailbox.Port), Text(Office.Port), ImapServer.Password, briefing.ToString(), Text(version), partstat, comment, session is { } days ? Text(days) : "", to);

    /// <summary>Messages as they are given, each to the office, byte by byte.</summary>
    public Task Sends(params string[] messages) => CalendarReader.Run(
        "import sys, smtplib\nwith smtplib.SMTP('127.0.0.1', int(sys.argv[1])) as server:\n    for name in sys.argv[2:]:\n        server.sendmail('ke.la@example.vn', ['hop@khanhhoa.gov.vn'], open(name, 'rb').read())",
        [Text(Office.Port), .. messages]);

    /// <summary>What lies in a folder of the office's mailbox: subjects, and of what nobody has read yet "*" before them.</summary>
    public async Task<string[]> OfficeHas(string folder)
    {
        const string script =
            """
            import sys, imaplib, email, email.policy
            box = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))
            box.login('hop', sys.argv[2])
            if box.select(sys.argv[3], readonly=True)[0] == 'OK':
                for number in box.search(None, 'ALL')[1][0].split():
                    flags, head = box.fetch(number, '(FLAGS BODY.PEEK[HEADER])')[1][0]
                    print(('' if b'Seen' in flags else '*') + str(email.message_from_bytes(head, policy=email.policy.default)['Subject']))
            """;
        return (await CalendarReader.Run(script, Text(Mailbox.Port), ImapServer.Password, folder)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
