import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { useRooms, useUnits } from '../api/rooms';
import type { Holiday, Occurrence } from '../api/types';
import { shownHours } from '../calendar/hours';
import { t } from '../i18n/language';
import { addDays, formatDayShort, instantOf, startOfDay, weekdayOf, type Day } from '../time/time';
import { Lines } from '../ui/page';
import { Grid } from './Grid';
import type { Scale } from './scale';
import classes from './timeline.module.css';

interface TimelineProps {
  day: Day;
  monday: Day;
  today: Day;
  /** Whether all days of the week are shown, or one. */
  wholeWeek: boolean;
  occurrences: Occurrence[];
  holidays: ReadonlyMap<Day, Holiday>;
  query: string;
  mayBook: boolean;
  onDay: (day: Day) => void;
  onWholeWeek: () => void;
}

/** All rooms, a line each, over a day or a week: what is free is seen, drawn on and booked; sessions are dragged and stretched. */
export function Timeline(props: TimelineProps) {
  const { day, monday, wholeWeek, occurrences } = props;
  const rooms = useRooms().data;
  const units = useUnits().data;
  const scale = useMemo(
    () => (wholeWeek ? scaleOfWeek(monday, occurrences) : scaleOfDay(day, occurrences)),
    [wholeWeek, day, monday, occurrences],
  );
  if (!rooms || !units) return <Lines count={10} height={34} />;
  return (
    <div className={classes.view}>
      <DayChooser {...props} />
      <Grid {...props} scale={scale} rooms={rooms} units={units} />
    </div>
  );
}

const week = 'week';
const weekFrom = (monday: Day): Day[] => Array.from({ length: 7 }, (_, index) => addDays(monday, index));

function DayChooser({ day, monday, today, wholeWeek, onDay, onWholeWeek }: TimelineProps) {
  return (
    <SegmentedControl
      className="no-print"
      style={{ alignSelf: 'flex-start' }}
      mb="xs"
      aria-label={t('booking.date')}
      value={wholeWeek ? week : day}
      onChange={(next) => (next === week ? onWholeWeek() : onDay(next))}
      data={[
        { value: week, label: t('timeline.wholeWeek') },
        ...weekFrom(monday).map((one) => ({
          value: one,
          label: `${t(`day.${weekdayOf(one) as 0}`)} ${formatDayShort(one)}${one === today ? ` (${t('calendar.today')})` : ''}`,
        })),
      ]}
    />
  );
}

const scaleOfWeek = (monday: Day, occurrences: readonly Occurrence[]): Scale => ({
  days: weekFrom(monday),
  hours: shownHours(occurrences),
});

function scaleOfDay(day: Day, occurrences: readonly Occurrence[]): Scale {
  const [from, to] = [startOfDay(day), startOfDay(addDays(day, 1))];
  const here = occurrences.filter((one) => instantOf(one.end) > from && instantOf(one.start) < to);
  return { days: [day], hours: shownHours(here, { from: 6, to: 20 }) };
}
