import type { BoardParticipant } from '../api/types';
import type { RoomAct } from '../api/live';

const calling: ReadonlySet<BoardParticipant['state']> = new Set(['dialling', 'ringing', 'connected', 'held']);

/** Whether a room is in the session with a call that stands. */
export const isIn = (participant: BoardParticipant): boolean =>
  participant.state === 'connected' || participant.state === 'held';

/** Whether a call to the room stands or is being made. */
export const hasCall = (participant: BoardParticipant): boolean => calling.has(participant.state);

/**
 * Whether the board shows that an act was done. `before` is the room as it was when the button was pressed. For a room that is
 * not in, muting is a wish of the plan, and the plan having it is all there is to see.
 */
export function effectSeen(
  act: RoomAct,
  before: BoardParticipant,
  now: BoardParticipant | undefined,
): boolean {
  if (!now) return act === 'hang-up';
  switch (act) {
    case 'mute':
      return now.muteWanted && (now.muted || !isIn(now));
    case 'unmute':
    case 'floor':
      return !now.muteWanted && ((!now.muted && !now.selfMuted) || !isIn(now));
    case 'call':
      return hasCall(now) || now.attempts > before.attempts;
    case 'hang-up':
      return !hasCall(now);
  }
}
