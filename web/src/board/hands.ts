import type { BoardParticipant } from '../api/types';
import { compareNames } from '../search/fold';
import { instantOf } from '../time/time';

/** Those who asked to speak, the first one first. */
export function handsOf(participants: Iterable<BoardParticipant>): BoardParticipant[] {
  const at = (one: BoardParticipant) => instantOf(one.handRaisedAt ?? '');
  return [...participants]
    .filter((one) => Boolean(one.handRaisedAt))
    .sort((a, b) => at(a) - at(b) || compareNames(a.shortName, b.shortName));
}
