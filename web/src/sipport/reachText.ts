import type { Reach } from '../api/types';
import { t } from '../i18n/language';
import { formatTime, instantOf } from '../time/time';

/** Whether a device answers, in a few words; null while nothing can be said. */
export function reachText(reach: Reach | undefined): string | null {
  if (!reach || reach.state === 'unknown') return null;
  const since = formatTime(instantOf(reach.since));
  if (reach.state === 'notRegistered') return `✕ ${t('reach.notRegistered', { since })}`;
  if (reach.state === 'silent') return `✕ ${t('reach.silent', { since })}`;
  const ms = reach.roundTripMs === null ? '' : Math.round(reach.roundTripMs);
  return `✓ ${ms === '' ? t('reach.answers') : t('reach.answersIn', { ms })}`;
}
