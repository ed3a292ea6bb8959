import { Paper, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { getOwnSessions, ownSessionsKey } from '../api/briefings';
import type { OwnSession } from '../api/types';
import { standingOf, StatusMark } from '../calendar/status';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { instantOf } from '../time/time';
import { spanWithWeekday } from '../time/weekday';
import { SecrecyMark } from '../ui/SecrecyMark';
import { Empty, Failure, Lines, Page } from '../ui/page';
import classes from './mine.module.css';

/** The sessions one booked and those that name one as secretary: what is to come, and what was not long ago. */
export default function OwnSessionsPage() {
  const query = useQuery({ queryKey: ownSessionsKey, queryFn: getOwnSessions, refetchInterval: 60_000 });
  const sessions = query.data ?? [];
  const isPast = (one: OwnSession) => instantOf(one.end) <= serverNow();
  const parts = [
    { title: t('mine.ahead'), sessions: sessions.filter((one) => !isPast(one)) },
    { title: t('mine.past'), sessions: sessions.filter(isPast).toReversed() },
  ];
  return (
    <Page title={t('mine.title')}>
      <p className={classes.hint}>{t('mine.hint')}</p>
      {query.isPending && <Lines count={3} />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && sessions.length === 0 && <Empty title={t('mine.none')} />}
      {parts.map(
        (part) =>
          part.sessions.length > 0 && (
            <Paper key={part.title} withBorder p="lg" mb="lg">
              <Title order={2} size="h4" mb="xs">
                {part.title}
              </Title>
              <ul className={classes.list}>
                {part.sessions.map((one) => (
                  <Row key={one.id} session={one} />
                ))}
              </ul>
            </Paper>
          ),
      )}
    </Page>
  );
}

function Row({ session }: { session: OwnSession }) {
  const [start, end] = [instantOf(session.start), instantOf(session.end)];
  const duties = [session.booked && t('mine.booked'), session.secretary && t('mine.secretary')];
  return (
    <li className={classes.row} data-testid="own-session">
      <span className="numbers">{spanWithWeekday(start, end)}</span>
      <span>
        <Link to={`/briefings/${session.briefingId}`} className={classes.title ?? ''}>
          {session.title}
        </Link>{' '}
        <SecrecyMark secrecy={session.secrecy} />
        <span className={classes.duties}>{duties.filter(Boolean).join(' · ')}</span>
      </span>
      <span className={classes.standing}>
        <StatusMark standing={standingOf(session.status, session.phase, false)} />
        {session.phase === 'running' && <Link to={`/live/${session.id}`}>{t('briefing.board')}</Link>}
      </span>
    </li>
  );
}
