import type { Report } from '../api/types';
import { t } from '../i18n/language';
import { hoursText } from './figures';
import { SortedTable, type Column } from './SortedTable';

type Unit = Report['units'][number];

const columns = (): Column<Unit>[] => [
  { key: 'name', name: t('report.col.host'), cell: (unit) => unit.name ?? t('report.noHost') },
  { key: 'sessions', name: t('report.col.count'), number: true, cell: (unit) => unit.sessions },
  { key: 'held', name: t('report.col.held'), number: true, cell: (unit) => unit.held },
  { key: 'cancelled', name: t('report.col.cancelled'), number: true, cell: (unit) => unit.cancelled },
  {
    key: 'hoursHeld',
    name: t('report.col.hoursHeld'),
    number: true,
    cell: (unit) => hoursText(unit.hoursHeld),
  },
  {
    key: 'leadDays',
    name: t('report.col.lead'),
    number: true,
    cell: (unit) => (unit.leadDays === null ? t('report.unknown') : hoursText(unit.leadDays)),
  },
];

/** Who held sessions, and how long ahead they were booked. */
export function UnitsTable({ units }: { units: readonly Unit[] }) {
  return <SortedTable columns={columns()} rows={units} idOf={(unit) => unit.unitId ?? ''} />;
}
