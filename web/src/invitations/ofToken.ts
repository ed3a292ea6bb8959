import type { Feed } from '../api/types';
import { t } from '../i18n/language';
import { formatDateTime, instantOf } from '../time/time';

/**
 * With which token a calendar's address ends and when, or that it has ended; null for one that was made on the pages.
 * @param now In milliseconds since 1970.
 */
export function ofToken({ token, expiresAt }: Pick<Feed, 'token' | 'expiresAt'>, now: number): string | null {
  if (token === null) return null;
  if (expiresAt === null) return t('feeds.ofToken', { name: token });
  const end = instantOf(expiresAt);
  return t(end > now ? 'feeds.ofTokenUntil' : 'feeds.ofTokenEnded', {
    name: token,
    time: formatDateTime(end),
  });
}
