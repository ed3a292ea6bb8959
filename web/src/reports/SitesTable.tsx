import type { Report } from '../api/types';
import { t } from '../i18n/language';
import { SortedTable, type Column } from './SortedTable';

type Site = Report['sites'][number];

const columns = (): Column<Site>[] => [
  { key: 'name', name: t('report.col.site'), cell: (site) => site.name ?? t('report.noSite') },
  {
    key: 'faults',
    name: t('report.col.faults'),
    number: true,
    hint: t('report.faultsHint'),
    cell: (site) => <span data-bad={site.faults > 0 || undefined}>{site.faults}</span>,
  },
  { key: 'missed', name: t('report.col.missed'), number: true, cell: (site) => site.missed },
  { key: 'lost', name: t('report.col.lost'), number: true, cell: (site) => site.lost },
  {
    key: 'present',
    name: t('report.col.present'),
    number: true,
    cell: (site) => `${site.present}/${site.expected}`,
  },
  { key: 'rooms', name: t('report.col.rooms'), number: true, cell: (site) => site.rooms },
];

/** Every site with a room that was booked: where rooms stay away or lose their calls. */
export function SitesTable({ sites }: { sites: readonly Site[] }) {
  return <SortedTable columns={columns()} rows={sites} idOf={(site) => site.siteId ?? ''} />;
}
