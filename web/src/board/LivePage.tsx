import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useLiveList } from '../api/live';
import type { LiveConference } from '../api/types';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, formatSpan, formatSpanWithDay, formatTime, instantOf } from '../time/time';
import { Empty, Failure, Lines, Page } from '../ui/page';
import classes from './live.module.css';
import { countsOf } from './severity';

/** What is going on and what is about to begin. */
export default function LivePage() {
  const list = useLiveList();
  return (
    <Page title={t('live.title')}>
      {list.isPending && <Lines count={3} height={92} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <Empty title={t('live.none')}>
          <p>{t('live.noneHint')}</p>
          <Button component={Link} to="/calendar" variant="default">
            {t('nav.calendar')}
          </Button>
        </Empty>
      )}
      <ul className={classes.list}>
        {list.data
          ?.toSorted((a, b) => instantOf(a.startAt) - instantOf(b.startAt))
          .map((conference) => (
            <Line key={conference.id} conference={conference} />
          ))}
      </ul>
    </Page>
  );
}

function Line({ conference }: { conference: LiveConference }) {
  const counts = countsOf(conference.participants);
  const start = instantOf(conference.startAt);
  const end = instantOf(conference.endAt);
  const today = dayOf(start) === dayOf(serverNow());
  const running = conference.phase === 'running';
  return (
    <li className={classes.line} data-phase={conference.phase}>
      <div>
        <Link to={`/live/${conference.id}`} className={classes.title ?? ''}>
          {conference.title}
        </Link>
        <p className={classes.facts}>
          <b data-phase={conference.phase}>
            {running && <span aria-hidden="true">● </span>}
            {t(`phase.${conference.phase ?? 'waiting'}`)}
          </b>
          <span className="numbers">{today ? formatSpan(start, end) : formatSpanWithDay(start, end)}</span>
          {running ? (
            <>
              <span className="numbers">{t('live.inSession', { n: counts.in, total: counts.total })}</span>
              {counts.total > counts.in && (
                <span className={classes.bad}>
                  <span aria-hidden="true">▲</span> {t('live.absent', { n: counts.total - counts.in })}
                </span>
              )}
            </>
          ) : (
            <>
              <span className="numbers">
                {t('live.connectAt', { time: formatTime(instantOf(conference.connectAt)) })}
              </span>
              <span className="numbers">{t('word.rooms', { n: counts.total })}</span>
            </>
          )}
        </p>
      </div>
      <Button component={Link} to={`/live/${conference.id}`} variant={running ? 'filled' : 'default'}>
        {t('calendar.toBoard')}
      </Button>
    </li>
  );
}
