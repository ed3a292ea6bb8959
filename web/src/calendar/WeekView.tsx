import type { MouseEvent } from 'react';
import { useNavigate } from 'react-router';
import type { Holiday, Occurrence } from '../api/types';
import { t } from '../i18n/language';
import { serverNow, useMinute } from '../time/clock';
import {
  addDays,
  formatDayShort,
  formatTime,
  instantOf,
  isoOfInstant,
  startOfDay,
  weekdayOf,
  type Day,
} from '../time/time';
import { EventCard } from './EventCard';
import { shownHours, type Hours } from './hours';
import { placeInLanes } from './lanes';
import classes from './week.module.css';

interface WeekViewProps {
  monday: Day;
  today: Day;
  occurrences: Occurrence[];
  mayBook: boolean;
  holidays: ReadonlyMap<Day, Holiday>;
}

const hourMs = 3_600_000;

/** Seven columns of hours. Office hours are always shown; earlier and later hours when something is there. */
export function WeekView({ monday, today, occurrences, mayBook, holidays }: WeekViewProps) {
  const days = Array.from({ length: 7 }, (_, index) => addDays(monday, index));
  const hours = shownHours(occurrences);
  const marks = Array.from({ length: hours.to - hours.from }, (_, index) => hours.from + index);
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('calendar.asWeek')}>
      <div className={classes.week} style={{ '--hours': hours.to - hours.from } as React.CSSProperties}>
        <div className={classes.corner} />
        {days.map((day) => (
          <div key={day} className={classes.dayHead} data-today={day === today}>
            <span>{t(`day.${weekdayOf(day) as 0}`)}</span> <b className="numbers">{formatDayShort(day)}</b>
            {holidays.has(day) && (
              <span className={classes.holiday} data-kind={holidays.get(day)?.kind ?? ''}>
                {holidays.get(day)?.name}
              </span>
            )}
          </div>
        ))}
        <div className={classes.hours} aria-hidden="true">
          {marks.map((hour) => (
            <span key={hour} className="numbers">
              {String(hour).padStart(2, '0')}:00
            </span>
          ))}
        </div>
        {days.map((day) => (
          <DayColumn
            key={day}
            day={day}
            today={today}
            hours={hours}
            occurrences={occurrences}
            mayBook={mayBook}
          />
        ))}
      </div>
    </div>
  );
}

interface DayColumnProps {
  day: Day;
  today: Day;
  hours: Hours;
  occurrences: Occurrence[];
  mayBook: boolean;
}

function DayColumn({ day, today, hours, occurrences, mayBook }: DayColumnProps) {
  const navigate = useNavigate();
  const from = startOfDay(day) + hours.from * hourMs;
  const to = startOfDay(day) + hours.to * hourMs;
  const percent = (instant: number) => (100 * (instant - from)) / (to - from);
  const spans = occurrences
    .map((one) => ({
      one,
      start: Math.max(instantOf(one.start), from),
      end: Math.min(instantOf(one.end), to),
    }))
    .filter((span) => span.start < span.end);

  const book = (event: MouseEvent<HTMLDivElement>) => {
    if (!mayBook || event.target !== event.currentTarget) return;
    const box = event.currentTarget.getBoundingClientRect();
    const halfHours = Math.floor(((event.clientY - box.top) / box.height) * (hours.to - hours.from) * 2);
    const start = isoOfInstant(from + (halfHours * hourMs) / 2);
    void navigate(`/calendar/new?start=${encodeURIComponent(start)}`);
  };

  return (
    <div className={classes.day} data-today={day === today} data-weekend={weekdayOf(day) > 4} onClick={book}>
      {placeInLanes(spans).map(({ item, lane, lanes }) => (
        <EventCard
          key={item.one.id}
          occurrence={item.one}
          style={{
            top: `${percent(item.start)}%`,
            height: `${percent(item.end) - percent(item.start)}%`,
            left: `${(100 * lane) / lanes}%`,
            width: `${100 / lanes}%`,
          }}
        />
      ))}
      {day === today && <NowLine percent={percent} />}
    </div>
  );
}

function NowLine({ percent }: { percent: (instant: number) => number }) {
  useMinute();
  const now = serverNow();
  const top = percent(now);
  if (top < 0 || top > 100) return null;
  return (
    <div className={classes.now} style={{ top: `${top}%` }}>
      <span className="numbers" title={t('calendar.now', { time: formatTime(now) })}>
        {formatTime(now)}
      </span>
    </div>
  );
}
