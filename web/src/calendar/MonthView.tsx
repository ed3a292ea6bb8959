import { useMemo } from 'react';
import { Link } from 'react-router';
import type { Holiday, Occurrence } from '../api/types';
import { t } from '../i18n/language';
import {
  addDays,
  dayOf,
  formatDay,
  formatSpan,
  formatTime,
  instantOf,
  weekdayOf,
  type Day,
} from '../time/time';
import { collect } from '../rooms/groups';
import classes from './month.module.css';
import { secrecyText } from './roomsOf';
import { standingOf, standingShape, standingText } from './status';

interface MonthViewProps {
  /** Any day of the month that is shown. */
  day: Day;
  /** The Monday its first week begins with. */
  first: Day;
  weeks: number;
  today: Day;
  occurrences: readonly Occurrence[];
  holidays: ReadonlyMap<Day, Holiday>;
  onDay: (day: Day) => void;
}

const most = 4;

/** A month at a glance: what there is each day, and which days are off. A day opens in full. */
export function MonthView({ day, first, weeks, today, occurrences, holidays, onDay }: MonthViewProps) {
  const days = Array.from({ length: weeks * 7 }, (_, index) => addDays(first, index));
  const byDay = useMemo(() => collect(occurrences, (one) => dayOf(instantOf(one.start))), [occurrences]);
  return (
    <div className={classes.scroll} role="region" aria-label={t('calendar.asMonth')} tabIndex={0}>
      <table className={classes.month}>
        <thead>
          <tr>
            {days.slice(0, 7).map((one) => (
              <th key={one} scope="col">
                {t(`day.${weekdayOf(one) as 0}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: weeks }, (_, week) => (
            <tr key={week}>
              {days.slice(week * 7, week * 7 + 7).map((one) => (
                <td
                  key={one}
                  className={classes.day}
                  data-outside={one.slice(0, 7) !== day.slice(0, 7)}
                  data-today={one === today}
                  data-weekend={weekdayOf(one) > 4}
                >
                  <DayCell
                    day={one}
                    holiday={holidays.get(one)}
                    sessions={byDay.get(one) ?? []}
                    onOpen={() => onDay(one)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DayCellProps {
  day: Day;
  holiday: Holiday | undefined;
  sessions: readonly Occurrence[];
  onOpen: () => void;
}

function DayCell({ day, holiday, sessions, onOpen }: DayCellProps) {
  const shown = sessions.length > most ? sessions.slice(0, most - 1) : sessions;
  return (
    <>
      <button
        type="button"
        className={`${classes.number ?? ''} numbers`}
        aria-label={t('calendar.openDay', { day: formatDay(day), n: sessions.length })}
        onClick={onOpen}
      >
        {Number(day.slice(8))}
      </button>
      {holiday && (
        <span className={classes.holiday} data-kind={holiday.kind ?? ''}>
          {holiday.name}
        </span>
      )}
      {shown.map((one) => (
        <Session key={one.id} one={one} />
      ))}
      {sessions.length > shown.length && (
        <button type="button" className={classes.more} onClick={onOpen}>
          {t('calendar.moreThatDay', { n: sessions.length - shown.length })}
        </button>
      )}
    </>
  );
}

function Session({ one }: { one: Occurrence }) {
  const standing = standingOf(one.status, one.phase, one.defective);
  const [start, end] = [instantOf(one.start), instantOf(one.end)];
  return (
    <Link
      to={`/briefings/${one.briefingId}`}
      className={classes.session ?? ''}
      data-status={standing}
      title={[formatSpan(start, end), one.title, secrecyText(one), standingText(standing)]
        .filter(Boolean)
        .join(' · ')}
    >
      <span aria-hidden="true">{standingShape(standing)}</span>
      <span className="visually-hidden">{standingText(standing)}</span>{' '}
      <span className="numbers">{formatTime(start)}</span> {one.title}
    </Link>
  );
}
