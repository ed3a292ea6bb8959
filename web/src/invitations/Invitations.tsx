import { Button, Group, Paper, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getInvitations, inviteAgain, invitationsKey, tellNow } from '../api/invitations';
import type { Briefing } from '../api/types';
import { t } from '../i18n/language';
import { formatTime, instantOf } from '../time/time';
import { errorText } from '../ui/errorText';
import { say } from '../ui/toast';
import classes from './invitations.module.css';
import { MailState } from './MailState';
import { Replies } from './Replies';

/** Who was told of a briefing by mail and how far each piece has come; and the letter on paper. */
export function Invitations({ briefing }: { briefing: Briefing }) {
  const client = useQueryClient();
  const key = invitationsKey(briefing.id);
  const told = useQuery({
    queryKey: key,
    queryFn: () => getInvitations(briefing.id),
    refetchInterval: 30_000,
  });
  const again = async () => {
    try {
      const { count } = await inviteAgain(briefing.id);
      say('done', t('outbox.queued', { n: count }));
    } catch (error) {
      say('failed', errorText(error));
    }
    await client.invalidateQueries({ queryKey: key });
  };
  const tell = async () => {
    try {
      const { count } = await tellNow(briefing.id, false);
      say('done', t('outbox.queued', { n: count }));
    } catch (error) {
      say('failed', errorText(error));
    }
    await client.invalidateQueries({ queryKey: key });
  };
  const pieces = told.data?.pieces ?? [];
  const count = (state: string) => pieces.filter((piece) => piece.state === state).length;
  return (
    <Paper withBorder p="lg" mt="lg" className="no-print" data-testid="invitations">
      <Group mb="xs">
        <Title order={2} size="h4">
          {t('invitations.title')}
        </Title>
        <Button
          component={Link}
          to={`/briefings/${briefing.id}/letter`}
          variant="default"
          size="compact-md"
          ml="auto"
        >
          {t('invitations.letter')}
        </Button>
        {told.data?.configured && briefing.status === 'approved' && briefing.may.documents && (
          <Button variant="default" size="compact-md" onClick={() => void again()}>
            {t('invitations.again')}
          </Button>
        )}
      </Group>
      {told.data?.configured === false && <p className={classes.soft}>{t('outbox.notConfigured')}</p>}
      {told.data?.configured && pieces.length === 0 && (
        <p className={classes.soft}>{t('invitations.none')}</p>
      )}
      {told.data && told.data.heldUntil !== null && (
        <Group mb="xs" data-testid="held">
          <span role="status">{t('held.change', { time: formatTime(instantOf(told.data.heldUntil)) })}</span>
          {briefing.may.edit && (
            <Button variant="default" size="compact-md" onClick={() => void tell()}>
              {t('held.now')}
            </Button>
          )}
        </Group>
      )}
      {pieces.length > 0 && (
        <details>
          <summary>
            {t('invitations.tally', {
              sent: count('sent'),
              waiting: count('waiting'),
              failed: count('failed'),
            })}
          </summary>
          <table className={classes.table}>
            <tbody>
              {pieces.map((piece) => (
                <tr key={piece.id}>
                  <td>
                    {piece.name}
                    <small>{piece.address}</small>
                  </td>
                  <td>{piece.subject}</td>
                  <td>
                    <MailState piece={piece} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {told.data && (
        <Replies invited={told.data.invited} others={told.data.others} isRead={told.data.repliesRead} />
      )}
    </Paper>
  );
}
