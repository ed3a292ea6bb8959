import type { AsideStatus, BoardParticipant } from '../api/types';
import { t } from '../i18n/language';
import { formatTimeWithSeconds, instantOf } from '../time/time';

/** The private talk with a room that is under way; null when there is none, or it has ended. */
export const talkOf = ({ aside }: Pick<BoardParticipant, 'aside'>): AsideStatus | null =>
  aside && aside.state !== 'ended' ? aside : null;

export const isAside = (participant: Pick<BoardParticipant, 'aside'>): boolean =>
  participant.aside?.state === 'talking';

export function talkText(aside: AsideStatus): string {
  return aside.state === 'ended' ? '' : t(`aside.${aside.state}`, { name: aside.operator });
}

/** Why the last talk came to nothing; null for one that went as it should. */
export function failureText({ aside }: Pick<BoardParticipant, 'aside'>): string | null {
  if (aside?.state !== 'ended' || aside.reason === 'roomHungUp') return null;
  const reason = t(`reason.${aside.reason ?? 'none'}`).toLowerCase();
  return t('aside.failed', {
    time: formatTimeWithSeconds(instantOf(aside.since)),
    reason: aside.detail ? `${reason} (${aside.detail})` : reason,
  });
}
