import { t } from '../i18n/language';
import { addDays, formatDay, formatDayShort, mondayOf, type Day } from '../time/time';

export type View = 'week' | 'month' | 'list' | 'rooms';

/** The whole weeks a view shows. */
export interface Span {
  first: Day;
  days: number;
}

const isView = (text: string | null): text is View => text === 'month' || text === 'list' || text === 'rooms';

export const viewOf = (text: string | null): View => (isView(text) ? text : 'week');

/** The weeks a view needs to show a day: its own, or all that its month touches. */
export function spanOf(view: View, day: Day): Span {
  if (view !== 'month') return { first: mondayOf(day), days: 7 };
  const first = mondayOf(`${day.slice(0, 7)}-01`);
  const last = addDays(`${nextMonth(day, 1).slice(0, 7)}-01`, -1);
  return { first, days: (Date.parse(addDays(mondayOf(last), 7)) - Date.parse(first)) / 86_400_000 };
}

/** The first day that is no longer shown. */
export const dayAfter = ({ first, days }: Span): Day => addDays(first, days);

/** The day as far on as one step of the view goes; of months the same date, or the last of a shorter one. */
export function stepped(view: View, wholeWeek: boolean, day: Day, steps: number): Day {
  if (view === 'month') return nextMonth(day, steps);
  return addDays(day, steps * (view === 'rooms' && !wholeWeek ? 1 : 7));
}

function nextMonth(day: Day, steps: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + steps + 1, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

/** What is shown, in words. */
export function spanText(view: View, day: Day, { first }: Span): string {
  if (view === 'month') return t('calendar.month', { month: Number(day.slice(5, 7)), year: day.slice(0, 4) });
  return t('calendar.week', { from: formatDayShort(first), to: formatDay(addDays(first, 6)) });
}

/** What the buttons beside it do. */
export function stepText(view: View, wholeWeek: boolean, forward: boolean): string {
  if (view === 'month') return t(forward ? 'calendar.nextMonth' : 'calendar.previousMonth');
  if (view === 'rooms' && !wholeWeek) return t(forward ? 'calendar.nextDay' : 'calendar.previousDay');
  return t(forward ? 'calendar.next' : 'calendar.previous');
}
