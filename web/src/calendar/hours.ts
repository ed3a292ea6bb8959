import type { Occurrence } from '../api/types';
import { dayMs, instantOf, minuteOfDay } from '../time/time';

/** The hours of a day that are shown, from the beginning of the first to the end of the last. */
export interface Hours {
  from: number;
  to: number;
}

/** Office hours, and earlier or later ones where something is there; the whole day where something lasts over midnight. */
export function shownHours(
  occurrences: readonly Pick<Occurrence, 'start' | 'end'>[],
  office: Hours = { from: 7, to: 18 },
): Hours {
  let { from, to } = office;
  for (const one of occurrences) {
    const start = minuteOfDay(instantOf(one.start));
    const last = minuteOfDay(instantOf(one.end) - 1);
    const overnight = last < start || instantOf(one.end) - instantOf(one.start) >= dayMs;
    from = overnight ? 0 : Math.min(from, Math.floor(start / 60));
    to = overnight ? 24 : Math.max(to, Math.ceil((last + 1) / 60));
  }
  return { from, to };
}
