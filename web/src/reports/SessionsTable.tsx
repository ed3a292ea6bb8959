import { Link } from 'react-router';
import type { Report } from '../api/types';
import { t } from '../i18n/language';
import { dayOf, formatDay, formatSpan, instantOf } from '../time/time';
import classes from './reports.module.css';
import { SortedTable, type Column } from './SortedTable';

type Session = Report['sessions'][number];

const shapes: Record<Session['fate'], string> = {
  coming: '◷',
  running: '●',
  held: '✓',
  nobodyCame: '▲',
  notApproved: '◔',
  defective: '▲',
  returned: '↩',
  cancelled: '✕',
};

const span = (start: string, end: string) => formatSpan(instantOf(start), instantOf(end));

const columns = (): Column<Session>[] => [
  {
    key: 'start',
    name: t('report.col.start'),
    cell: (one) => (
      <span className="numbers">
        {formatDay(dayOf(instantOf(one.start)))} {span(one.start, one.end)}
      </span>
    ),
  },
  {
    key: 'title',
    name: t('report.col.title'),
    cell: (one) =>
      one.briefingId ? <Link to={`/briefings/${one.briefingId}`}>{one.title}</Link> : one.title,
  },
  { key: 'hostUnit', name: t('report.col.host'), cell: (one) => one.hostUnit },
  {
    key: 'fate',
    name: t('report.col.fate'),
    cell: (one) => (
      <span className={classes.fate} data-fate={one.fate}>
        <span aria-hidden="true">{shapes[one.fate]}</span> {t(`report.fate.${one.fate}`)}
      </span>
    ),
  },
  {
    key: 'actualStart',
    name: t('report.col.actual'),
    cell: (one) =>
      one.actualStart && one.actualEnd ? (
        <span className="numbers">{span(one.actualStart, one.actualEnd)}</span>
      ) : (
        t('report.unknown')
      ),
  },
  {
    key: 'present',
    name: t('report.col.present'),
    number: true,
    cell: (one) =>
      one.fate === 'held' || one.fate === 'running' ? `${one.present}/${one.expected}` : one.expected,
  },
  { key: 'onTime', name: t('report.col.onTime'), number: true, cell: (one) => one.onTime },
  { key: 'lost', name: t('report.col.lost'), number: true, cell: (one) => one.lost },
];

/** Every session, planned against held. */
export function SessionsTable({ sessions }: { sessions: readonly Session[] }) {
  return <SortedTable columns={columns()} rows={sessions} idOf={(one) => one.id} />;
}
