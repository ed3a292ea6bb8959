import type { Occurrence } from '../api/types';
import { dayOf, instantOf, minuteOfDay } from '../time/time';

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
    const start = instantOf(one.start);
    const end = instantOf(one.end);
    const overnight = dayOf(start) !== dayOf(end - 1);
    from = overnight ? 0 : Math.min(from, Math.floor(minuteOfDay(start) / 60));
    to = overnight ? 24 : Math.max(to, Math.ceil((minuteOfDay(end - 1) + 1) / 60));
  }
  return { from, to };
}
