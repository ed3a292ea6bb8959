import type { Day } from '../time/time';
import { answer, api } from './client';

export const reportsKey = ['reports'] as const;

/** A period of whole days, both inclusive. */
export interface Period {
  from: Day;
  to: Day;
}

export const getReport = (period: Period) =>
  answer(api.GET('/api/reports/use', { params: { query: period } }));

/** Where a browser saves a report from: a workbook of all tables, or one table as text. */
export function reportSheetAddress(
  { from, to }: Period,
  table?: 'sessions' | 'rooms' | 'sites' | 'units',
): string {
  const query = new URLSearchParams({ from, to, format: table ? 'csv' : 'xlsx' });
  if (table) query.set('table', table);
  return `/api/reports/use/sheet?${query.toString()}`;
}
