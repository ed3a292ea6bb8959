import { Fragment } from 'react';
import { Link } from 'react-router';
import { useRooms } from '../api/rooms';
import type { Holiday, Occurrence } from '../api/types';
import { t } from '../i18n/language';
import { LockIcon } from '../ui/icons';
import { addDays, dayOf, formatDay, formatSpan, instantOf, weekdayOf, type Day } from '../time/time';
import classes from './calendar.module.css';
import { roomsOf, secrecyText } from './roomsOf';
import { standingOf, StatusMark } from './status';

interface ListViewProps {
  first: Day;
  days: number;
  today: Day;
  occurrences: Occurrence[];
  holidays: ReadonlyMap<Day, Holiday>;
}

/** The same days as a table, one after the other. */
export function ListView({ first, days: count, today, occurrences, holidays }: ListViewProps) {
  const rooms = new Map(useRooms().data?.map((room) => [room.id, room]));
  const days = Array.from({ length: count }, (_, index) => addDays(first, index));
  const onDay = (day: Day) =>
    occurrences
      .filter((one) => dayOf(instantOf(one.start)) === day)
      .sort((a, b) => instantOf(a.start) - instantOf(b.start));
  return (
    <div className={classes.list}>
      <table>
        <thead>
          <tr className={classes.columns}>
            <th scope="col">{t('calendar.time')}</th>
            <th scope="col">{t('calendar.briefing')}</th>
            <th scope="col">{t('calendar.status')}</th>
            <th scope="col">{t('calendar.chair')}</th>
            <th scope="col">{t('nav.rooms')}</th>
            <th scope="col">{t('calendar.host')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => {
            const list = onDay(day);
            if (list.length === 0 && day !== today) return null;
            return (
              <Fragment key={day}>
                <tr className={classes.dayRow} data-today={day === today}>
                  <th colSpan={6} scope="rowgroup">
                    {t(`day.${weekdayOf(day) as 0}`)} {formatDay(day)}
                    {day === today && ` – ${t('calendar.today')}`}
                    {holidays.has(day) && ` – ${holidays.get(day)?.name ?? ''}`}
                  </th>
                </tr>
                {list.length === 0 && (
                  <tr>
                    <td colSpan={6} className={classes.soft}>
                      {t('calendar.emptyDay')}
                    </td>
                  </tr>
                )}
                {list.map((one) => (
                  <tr key={one.id}>
                    <td className={`${classes.time ?? ''} numbers`}>
                      {formatSpan(instantOf(one.start), instantOf(one.end))}
                    </td>
                    <td>
                      <Link to={`/briefings/${one.briefingId}`}>{one.title}</Link>{' '}
                      {secrecyText(one) !== null && (
                        <span role="img" aria-label={secrecyText(one) ?? ''} title={secrecyText(one) ?? ''}>
                          <LockIcon size={13} />
                        </span>
                      )}
                      {one.recurring && (
                        <span role="img" aria-label={t('series.mark')}>
                          ↻
                        </span>
                      )}
                    </td>
                    <td>
                      <StatusMark standing={standingOf(one.status, one.phase, one.defective)} />
                    </td>
                    <td>{rooms.get(one.chairRoomId ?? '')?.name}</td>
                    <td className="numbers">{roomsOf(one).length}</td>
                    <td>{one.hostName}</td>
                  </tr>
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
