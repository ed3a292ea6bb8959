import type { RefObject } from 'react';
import type { Holiday } from '../api/types';
import { t } from '../i18n/language';
import { formatDayShort, weekdayOf, type Day } from '../time/time';
import type { Scale } from './scale';
import classes from './timeline.module.css';

interface TimelineHeadProps {
  scale: Scale;
  today: Day;
  holidays: ReadonlyMap<Day, Holiday>;
  line: RefObject<HTMLDivElement | null>;
}

/** The hours of a day, or the days of a week with the hours they show. */
export function TimelineHead({ scale, today, holidays, line }: TimelineHeadProps) {
  const { days, hours } = scale;
  const marks = Array.from({ length: hours.to - hours.from }, (_, index) => hours.from + index);
  return (
    <div role="row" aria-rowindex={1} className={classes.head}>
      <span role="columnheader" className={classes.name}>
        {t('calendar.roomColumn')}
      </span>
      <div role="columnheader" className={classes.hours} ref={line}>
        {days.length === 1
          ? marks.map((hour) => (
              <span key={hour} className="numbers">
                {clock(hour)}
              </span>
            ))
          : days.map((day) => (
              <span key={day} className="numbers" data-today={day === today}>
                <b>
                  {t(`day.${weekdayOf(day) as 0}`)} {formatDayShort(day)}
                </b>{' '}
                {holidays.get(day)?.name ?? `${clock(hours.from)}–${clock(hours.to)}`}
              </span>
            ))}
      </div>
    </div>
  );
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
