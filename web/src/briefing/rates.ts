import type { Briefing, BriefingSession } from '../api/types';
import { t } from '../i18n/language';

type Rates = NonNullable<BriefingSession['loweredRooms']>;

/** The rates of a session where they are not those of its briefing; null where it has none of its own. */
export function ownRates(session: BriefingSession, briefing: Briefing): Rates | null {
  if (!session.loweredRooms) return null;
  const calls = session.roomIds && new Set(session.roomIds);
  const usual = new Map(
    briefing.rooms
      .filter((room) => room.kbits !== null && (calls?.has(room.id) ?? true))
      .map((room) => [room.id, room.kbits]),
  );
  const same =
    session.loweredRooms.length === usual.size &&
    session.loweredRooms.every(({ roomId, kbits }) => usual.get(roomId) === kbits);
  return same ? null : session.loweredRooms;
}

/** In words: each room with its rate, or that all are called at their own. */
export function ratesText(rates: Rates, shortNames: ReadonlyMap<string, string>): string {
  if (rates.length === 0) return t('capacity.notLowered');
  const rooms = rates.map(({ roomId, kbits }) =>
    t('capacity.roomAt', { name: shortNames.get(roomId) ?? '', kbits }),
  );
  return `${t('capacity.lowered')}: ${rooms.join(', ')}`;
}
