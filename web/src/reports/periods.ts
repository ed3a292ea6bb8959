import type { Period } from '../api/reports';
import { addDays, type Day } from '../time/time';

/** The periods people report on. */
export const periods = ['month', 'lastMonth', 'quarter', 'year'] as const;
export type PeriodName = (typeof periods)[number];

export const periodText = (name: PeriodName): `report.period.${PeriodName}` => `report.period.${name}`;

const two = (n: number): string => String(n).padStart(2, '0');
const firstOf = (year: number, month: number): Day =>
  `${String(year + Math.floor((month - 1) / 12))}-${two(((month - 1 + 12) % 12) + 1)}-01`;

/** From its first to its last day, of the calendar around `today`. */
export function periodOf(name: PeriodName, today: Day): Period {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  const whole = (from: number, months: number): Period => ({
    from: firstOf(year, from),
    to: addDays(firstOf(year, from + months), -1),
  });
  switch (name) {
    case 'month':
      return whole(month, 1);
    case 'lastMonth':
      return whole(month - 1, 1);
    case 'quarter':
      return whole(month - ((month - 1) % 3), 3);
    case 'year':
      return whole(1, 12);
  }
}
