import type { Occurrence } from '../api/types';
import { roomsOf } from '../calendar/roomsOf';
import { instantOf } from '../time/time';
import type { Span } from './scale';

/** Another session that holds some of the rooms at that time. */
export interface LocalClash {
  other: Occurrence;
  roomIds: string[];
}

const minuteMs = 60_000;

const holds = (one: Occurrence): boolean =>
  (one.status === 'approved' || one.status === 'pending') && !one.defective && one.phase !== 'ended';

/**
 * What stands in the way at first sight, among the sessions at hand, while something is being dragged. The server judges: it knows
 * which rooms may be missing and what lies outside the days shown.
 */
export function clashesAt(
  span: Span,
  roomIds: readonly string[],
  occurrences: readonly Occurrence[],
  own?: Pick<Occurrence, 'id' | 'setUpMinutes'>,
): LocalClash[] {
  const wanted = new Set(roomIds);
  const from = span.start - (own?.setUpMinutes ?? 0) * minuteMs;
  return occurrences.flatMap((other) => {
    if (other.id === own?.id || !holds(other)) return [];
    if (instantOf(other.start) - other.setUpMinutes * minuteMs >= span.end || instantOf(other.end) <= from)
      return [];
    const shared = roomsOf(other).filter((id) => wanted.has(id));
    return shared.length > 0 ? [{ other, roomIds: shared }] : [];
  });
}
