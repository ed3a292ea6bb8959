import { serverNow } from '../time/clock';
import { dayOf } from '../time/time';

/** `24/11/2026`, `24/11/26`, `24-11` and `24/11` (this year) as a calendar day. */
export function parseDay(text: string): string | null {
  const match = /^\s*(\d{1,2})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{2}|\d{4}))?\s*$/.exec(text);
  if (!match) return null;
  const [, day = '', month = '', year = dayOf(serverNow()).slice(0, 4)] = match;
  const full = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${full}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== full ? null : full;
}
