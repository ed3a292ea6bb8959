import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { declinedKey, getDeclined, readMailbox } from '../api/invitations';
import type { Mailbox } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import classes from './invitations.module.css';

/** How it stands with the mailbox that answers come to. */
export function MailboxLine({
  mailbox,
  run,
}: {
  mailbox: Mailbox;
  run: (act: () => Promise<unknown>) => void;
}) {
  const time = (at: string | null) => (at ? formatDateTime(instantOf(at)) : t('replies.never'));
  return (
    <Group mb="md" data-testid="mailbox">
      <Text role="status" c={mailbox.error === null ? undefined : 'var(--bad)'}>
        {mailbox.error === null
          ? t('replies.mailbox', { ...mailbox, time: time(mailbox.readAt) })
          : t('replies.mailboxAway', { error: mailbox.error, time: time(mailbox.nextAt) })}
      </Text>
      <Button variant="default" size="compact-md" onClick={() => run(readMailbox)}>
        {t('replies.readNow')}
      </Button>
    </Group>
  );
}

/** Who is needed and will not come, the next session first. */
export function Declined() {
  const { data } = useQuery({ queryKey: declinedKey, queryFn: getDeclined });
  if (!data?.length) return null;
  return (
    <Alert color="red" variant="light" mb="md" title={t('replies.declinedTitle')} data-testid="declined">
      <ul className={classes.declined}>
        {data.map((one, index) => (
          <li key={index}>
            <span className="numbers">{formatDateTime(instantOf(one.start))}</span>{' '}
            <Link to={`/briefings/${one.briefingId}`}>{one.title}</Link>:{' '}
            <b>{one.rooms.join(', ') || one.name}</b>
            {one.comment && (
              <>
                {' '}
                <q>{one.comment}</q>
              </>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
