import { expect, it } from 'vitest';
import { periodOf, type PeriodName } from './periods';

it.each<[PeriodName, string, string, string]>([
  ['month', '2026-11-27', '2026-11-01', '2026-11-30'],
  ['month', '2028-02-10', '2028-02-01', '2028-02-29'],
  ['lastMonth', '2026-01-31', '2025-12-01', '2025-12-31'],
  ['lastMonth', '2026-03-31', '2026-02-01', '2026-02-28'],
  ['quarter', '2026-12-31', '2026-10-01', '2026-12-31'],
  ['quarter', '2026-05-01', '2026-04-01', '2026-06-30'],
  ['year', '2026-07-15', '2026-01-01', '2026-12-31'],
])('%s around %s', (name, today, from, to) => {
  expect(periodOf(name, today)).toEqual({ from, to });
});
