import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useLiveList } from '../api/live';
import { t } from '../i18n/language';
import { formatSpan, instantOf } from '../time/time';
import classes from './calendar.module.css';

/** What is going on right now, one line each, with the way to its board. */
export function RunningBar() {
  const running = useLiveList().data?.filter((conference) => conference.phase === 'running') ?? [];
  if (running.length === 0) return null;
  return (
    <div className={`${classes.running ?? ''} no-print`}>
      {running.map((conference) => (
        <div key={conference.id} className={classes.runningLine}>
          <span aria-hidden="true" className={classes.runningDot}>
            ●
          </span>
          <b>{t('calendar.runningBar', { title: conference.title })}</b>
          <span className="numbers">
            {formatSpan(instantOf(conference.startAt), instantOf(conference.endAt))}
          </span>
          <Button
            component={Link}
            to={`/live/${conference.id}`}
            size="compact-sm"
            variant="default"
            ml="auto"
          >
            {t('calendar.toBoard')}
          </Button>
        </div>
      ))}
    </div>
  );
}
