import { Alert, Button, Group, Switch, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { getOutbox, giveUp, outboxKey, sendAgain, sendAllAgain } from '../api/invitations';
import type { MailPiece } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { Empty, Failure, Lines, Page } from '../ui/page';
import { say } from '../ui/toast';
import classes from './invitations.module.css';
import { HeldList } from './HeldList';
import { Declined, MailboxLine } from './Mailbox';
import { MailState } from './MailState';

/** What is to be sent by mail and was not yet, why, and what to do about it. */
export default function OutboxPage() {
  const client = useQueryClient();
  const [all, setAll] = useState(false);
  const outbox = useQuery({
    queryKey: [...outboxKey, all],
    queryFn: () => getOutbox(all),
    refetchInterval: 10_000,
  });
  const run = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      say('failed', errorText(error));
    }
    await client.invalidateQueries({ queryKey: outboxKey });
  };
  const tryAll = () =>
    run(async () => {
      const { count } = await sendAllAgain();
      say('done', t('outbox.queued', { n: count }));
    });
  if (outbox.isPending)
    return (
      <Page title={t('outbox.title')}>
        <Lines />
      </Page>
    );
  if (outbox.isError)
    return (
      <Page title={t('outbox.title')}>
        <Failure error={outbox.error} retry={() => void outbox.refetch()} />
      </Page>
    );
  const { configured, server, waiting, failed, pieces, mailbox, held } = outbox.data;
  return (
    <Page title={t('outbox.title')}>
      {!configured && (
        <Alert color="yellow" variant="light" mb="md" role="status">
          {t('outbox.notConfigured')}
        </Alert>
      )}
      <Declined />
      {mailbox && <MailboxLine mailbox={mailbox} run={(act) => void run(act)} />}
      <HeldList held={held} run={(act) => void run(act)} />
      <Group mb="md">
        {configured && (
          <Text role="status">{t('outbox.counts', { waiting, failed, server: server ?? '' })}</Text>
        )}
        <Switch
          label={t('outbox.showAll')}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
        {configured && waiting + failed > 0 && (
          <Button variant="default" ml="auto" onClick={() => void tryAll()}>
            {t('outbox.sendAll')}
          </Button>
        )}
      </Group>
      {pieces.length === 0 ? (
        <Empty title={t('outbox.allSent')} />
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('outbox.to')}</th>
              <th scope="col">{t('outbox.subject')}</th>
              <th scope="col">{t('outbox.state')}</th>
              <th scope="col">{t('outbox.writtenAt')}</th>
              <th>
                <span className="visually-hidden">{t('outbox.again')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {pieces.map((piece) => (
              <Piece key={piece.id} piece={piece} run={(act) => void run(act)} />
            ))}
          </tbody>
        </table>
      )}
    </Page>
  );
}

function Piece({ piece, run }: { piece: MailPiece; run: (act: () => Promise<unknown>) => void }) {
  return (
    <tr>
      <td>
        {piece.name}
        <small>{piece.address}</small>
      </td>
      <td>
        <Link to={`/briefings/${piece.briefingId}`}>{piece.subject}</Link>
      </td>
      <td>
        <MailState piece={piece} />
      </td>
      <td className="numbers">{formatDateTime(instantOf(piece.writtenAt))}</td>
      <td className={classes.acts}>
        {piece.state !== 'sent' && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t('outbox.again')}: ${piece.address}`}
            onClick={() => run(() => sendAgain(piece.id))}
          >
            {t('outbox.again')}
          </Button>
        )}
        {(piece.state === 'waiting' || piece.state === 'failed') && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={`${t('outbox.giveUp')}: ${piece.address}`}
            onClick={() => run(() => giveUp(piece.id))}
          >
            {t('outbox.giveUp')}
          </Button>
        )}
      </td>
    </tr>
  );
}
