import { instantOf, isoOfInstant } from '../time/time';
import type { CalendarBlock, Occurrence } from './types';

/** The sessions of a block, each in full. */
export function sessionsOf({ common, connectMinutes, sessions }: CalendarBlock): Occurrence[] {
  const leadMs = connectMinutes * 60_000;
  return sessions.map(({ id, start, end }) => ({
    ...common,
    id,
    start,
    end,
    get connectAt() {
      return isoOfInstant(instantOf(start) - leadMs);
    },
  }));
}

/** By start; what starts together in the order of the identifiers. */
export function inOrder(sessions: Occurrence[]): Occurrence[] {
  // All have the province's offset, so that their texts are in the order of time.
  return sessions.sort((a, b) => compare(a.start, b.start) || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
