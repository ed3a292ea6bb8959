import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import { useRooms } from '../api/rooms';
import type { Occurrence } from '../api/types';
import { t } from '../i18n/language';
import { LockIcon } from '../ui/icons';
import { formatSpan, formatTime, instantOf } from '../time/time';
import { roomsOf, secrecyText } from './roomsOf';
import { standingOf, standingShape, standingText } from './status';
import classes from './week.module.css';

interface EventCardProps {
  occurrence: Occurrence;
  style: CSSProperties;
}

/** One briefing in the week. The words come in the order they matter, and the last ones give way when it is short. */
export function EventCard({ occurrence, style }: EventCardProps) {
  const rooms = useRooms().data;
  const chair = rooms?.find((room) => room.id === occurrence.chairRoomId);
  const standing = standingOf(occurrence.status, occurrence.phase, occurrence.defective);
  const start = instantOf(occurrence.start);
  const end = instantOf(occurrence.end);
  const state = standingText(standing);
  const count = t('calendar.rooms', { n: roomsOf(occurrence).length });
  return (
    <Link
      to={`/briefings/${occurrence.briefingId}`}
      className={classes.event ?? ''}
      data-status={standing}
      style={style}
      title={[
        formatSpan(start, end),
        occurrence.title,
        secrecyText(occurrence),
        state,
        occurrence.recurring && t('series.mark'),
        count,
        chair?.name,
      ]
        .filter(Boolean)
        .join(' · ')}
    >
      <span className={classes.inner}>
        <span className={classes.eventTime}>
          <span className="numbers">
            {formatTime(start)}
            <span className={classes.until}>–{formatTime(end)}</span>
          </span>
          <span className={classes.eventState}>
            <span aria-hidden="true">{standingShape(standing)}</span>{' '}
            <span className={classes.stateWord}>{state}</span>
          </span>
        </span>
        <b className={classes.eventTitle}>
          {occurrence.recurring && (
            <span aria-label={t('series.mark')} role="img">
              ↻{' '}
            </span>
          )}
          {secrecyText(occurrence) !== null && (
            <span aria-label={secrecyText(occurrence) ?? ''} role="img">
              <LockIcon size={13} />{' '}
            </span>
          )}
          {occurrence.title}
        </b>
        <span className={classes.eventMore}>
          {count}
          {chair && ` · ${chair.shortName}`}
        </span>
      </span>
    </Link>
  );
}
