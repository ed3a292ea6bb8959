import type { Occurrence } from '../api/types';
import { t } from '../i18n/language';

/** All rooms of a session, each once; the chair's is not told of one that is hidden. */
export const roomsOf = ({ chairRoomId, roomIds }: Pick<Occurrence, 'chairRoomId' | 'roomIds'>): string[] => [
  ...new Set(chairRoomId === null ? roomIds : [chairRoomId, ...roomIds]),
];

/** What is said of the secrecy of a session; null when there is nothing to say. */
export function secrecyText({ secrecy, hidden }: Pick<Occurrence, 'secrecy' | 'hidden'>): string | null {
  if (hidden) return t('secrecy.hidden');
  return secrecy && secrecy !== 'open' ? t('secrecy.mark', { level: t(`secrecy.${secrecy}`) }) : null;
}
