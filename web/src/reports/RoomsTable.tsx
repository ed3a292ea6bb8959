import { useState } from 'react';
import type { Report } from '../api/types';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { SearchBox } from '../ui/SearchBox';
import { hoursText, percentText } from './figures';
import classes from './reports.module.css';
import { SortedTable, type Column } from './SortedTable';

type Room = Report['rooms'][number];

const columns = (): Column<Room>[] => [
  {
    key: 'name',
    name: t('report.col.room'),
    cell: (room) => (
      <>
        {room.name}
        {room.site && room.site !== room.name && <small>{room.site}</small>}
      </>
    ),
  },
  { key: 'unit', name: t('report.col.unit'), cell: (room) => room.unit },
  { key: 'sessions', name: t('report.col.count'), number: true, cell: (room) => room.sessions },
  { key: 'hours', name: t('report.col.hours'), number: true, cell: (room) => hoursText(room.hours) },
  {
    key: 'usePercent',
    name: t('report.col.use'),
    number: true,
    hint: t('report.useHint'),
    cell: (room) => percentText(room.usePercent),
  },
  {
    key: 'present',
    name: t('report.col.present'),
    number: true,
    cell: (room) => `${room.present}/${room.expected}`,
  },
  { key: 'onTime', name: t('report.col.onTime'), number: true, cell: (room) => room.onTime },
  {
    key: 'missed',
    name: t('report.col.missed'),
    number: true,
    cell: (room) => <span data-bad={room.missed > 0 || undefined}>{room.missed}</span>,
  },
  {
    key: 'hoursPresent',
    name: t('report.col.hoursPresent'),
    number: true,
    cell: (room) => hoursText(room.hoursPresent),
  },
  {
    key: 'lost',
    name: t('report.col.lost'),
    number: true,
    cell: (room) => <span data-bad={room.lost > 0 || undefined}>{room.lost}</span>,
  },
];

/** Every room that was booked: how much it was used, and whether it came. */
export function RoomsTable({ rooms }: { rooms: readonly Room[] }) {
  const [query, setQuery] = useState('');
  const shown = rooms.filter(
    (room) => query === '' || matches(query, room.name, room.site ?? '', room.unit ?? ''),
  );
  return (
    <>
      <div className={`${classes.find ?? ''} no-print`}>
        <SearchBox label={t('report.searchRooms')} value={query} onChange={setQuery} width={320} />
      </div>
      <SortedTable columns={columns()} rows={shown} idOf={(room) => room.roomId} />
    </>
  );
}
