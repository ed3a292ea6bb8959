import { SegmentedControl } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { Link } from 'react-router';
import { useRooms, useUnits } from '../api/rooms';
import type { Occurrence, Room } from '../api/types';
import { t } from '../i18n/language';
import { groupRooms } from '../rooms/groups';
import { serverNow, useMinute } from '../time/clock';
import {
  addDays,
  formatDayShort,
  formatSpan,
  instantOf,
  startOfDay,
  weekdayOf,
  type Day,
} from '../time/time';
import { Lines } from '../ui/page';
import classes from './dayRooms.module.css';
import { roomsOf } from './roomsOf';
import { standingOf, standingShape, standingText } from './status';

interface DayRoomsViewProps {
  day: Day;
  monday: Day;
  today: Day;
  occurrences: Occurrence[];
  onDay: (day: Day) => void;
}

const hourMs = 3_600_000;
const fromHour = 6;
const toHour = 20;

type Row = { kind: 'group'; key: string; name: string } | { kind: 'room'; key: string; room: Room };

/** One row per room over one day, rooms under their units. Only the rows in sight are drawn. */
export function DayRoomsView({ day, monday, today, occurrences, onDay }: DayRoomsViewProps) {
  const rooms = useRooms();
  const units = useUnits();
  const scroll = useRef<HTMLDivElement>(null);
  const from = startOfDay(day) + fromHour * hourMs;
  const to = startOfDay(day) + toHour * hourMs;
  const rows = useMemo(() => rowsOf(rooms.data ?? [], units.data ?? []), [rooms.data, units.data]);
  const byRoom = useMemo(() => {
    const map = new Map<string, Occurrence[]>();
    for (const one of occurrences) {
      if (instantOf(one.end) <= from || instantOf(one.start) >= to) continue;
      for (const id of roomsOf(one)) map.set(id, [...(map.get(id) ?? []), one]);
    }
    return map;
  }, [occurrences, from, to]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 34,
    overscan: 12,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  const hours = Array.from({ length: toHour - fromHour }, (_, index) => fromHour + index);

  if (rooms.isPending || units.isPending) return <Lines count={10} height={34} />;
  return (
    <div className={classes.view}>
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        mb="sm"
        aria-label={t('booking.date')}
        value={day}
        onChange={onDay}
        data={Array.from({ length: 7 }, (_, index) => addDays(monday, index)).map((one) => ({
          value: one,
          label: `${t(`day.${weekdayOf(one) as 0}`)} ${formatDayShort(one)}${one === today ? ` (${t('calendar.today')})` : ''}`,
        }))}
      />
      <div
        className={classes.scroll}
        ref={scroll}
        tabIndex={0}
        role="group"
        aria-label={t('calendar.asRooms')}
      >
        <div className={classes.head}>
          <span className={classes.name}>{t('calendar.roomColumn')}</span>
          <div className={classes.hours}>
            {hours.map((hour) => (
              <span key={hour} className="numbers">
                {String(hour).padStart(2, '0')}:00
              </span>
            ))}
          </div>
        </div>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const style = { transform: `translateY(${item.start}px)`, height: item.size };
            if (row.kind === 'group')
              return (
                <div key={row.key} className={classes.group} style={style}>
                  {row.name || t('word.noUnit')}
                </div>
              );
            return (
              <div key={row.key} className={classes.row} style={style}>
                <span className={classes.name} title={row.room.name}>
                  {row.room.shortName}
                </span>
                <div className={classes.track}>
                  {byRoom.get(row.room.id)?.map((one) => (
                    <Bar key={one.id} occurrence={one} from={from} to={to} />
                  ))}
                </div>
              </div>
            );
          })}
          {day === today && <Now from={from} to={to} />}
        </div>
      </div>
    </div>
  );
}

function rowsOf(rooms: Room[], units: Parameters<typeof groupRooms>[1]): Row[] {
  return groupRooms(
    rooms.filter((room) => room.active),
    units,
  ).flatMap((group) => [
    { kind: 'group' as const, key: `u${group.id}`, name: group.name },
    ...group.rooms.map((room) => ({ kind: 'room' as const, key: room.id, room })),
  ]);
}

function Bar({ occurrence, from, to }: { occurrence: Occurrence; from: number; to: number }) {
  const start = Math.max(instantOf(occurrence.start), from);
  const end = Math.min(instantOf(occurrence.end), to);
  const time = formatSpan(instantOf(occurrence.start), instantOf(occurrence.end));
  const standing = standingOf(occurrence.status, occurrence.phase);
  return (
    <Link
      to={`/briefings/${occurrence.briefingId}`}
      className={classes.bar ?? ''}
      data-status={standing}
      title={`${time} ${occurrence.title} – ${standingText(standing)}`}
      style={{
        left: `${(100 * (start - from)) / (to - from)}%`,
        width: `${(100 * (end - start)) / (to - from)}%`,
      }}
    >
      <span aria-hidden="true">{standingShape(standing)}</span> {occurrence.title}
    </Link>
  );
}

function Now({ from, to }: { from: number; to: number }) {
  useMinute();
  const now = serverNow();
  if (now < from || now > to) return null;
  return (
    <div className={classes.now} style={{ '--at': (now - from) / (to - from) } as React.CSSProperties} />
  );
}
