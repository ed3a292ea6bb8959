import type { BriefingRequest, ClashPolicy, HolidayPolicy, Recurrence, Series } from '../api/types';
import { t } from '../i18n/language';
import { formatDay, weekdayOf, type Day } from '../time/time';
import { dayName } from '../time/weekday';

/** How a clerk wants a briefing repeated; on which day of the month it falls is said by the first day. */
export interface Repeat {
  kind: 'daily' | 'weekly' | 'monthDay' | 'monthLast' | 'monthWeekday';
  interval: string;
  /** 0 for Monday … 6 for Sunday. */
  weekdays: number[];
  ends: 'until' | 'count';
  until: Day | null;
  count: string;
  except: Day[];
  onHoliday: HolidayPolicy;
  onClash: ClashPolicy;
  choices: Record<Day, ClashPolicy>;
}

export type RepeatKind = Repeat['kind'] | 'once' | 'workdays';

const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const workdays = [0, 1, 2, 3, 4];

const isWorkdays = (repeat: Repeat): boolean =>
  repeat.kind === 'weekly' && repeat.weekdays.join() === workdays.join() && repeat.interval === '1';

export const kindOf = (repeat: Repeat | null | undefined): RepeatKind =>
  !repeat ? 'once' : isWorkdays(repeat) ? 'workdays' : repeat.kind;

/** The repetition of another kind; what was entered for the one before stays where it still means something. */
export function withKind(
  before: Repeat | null | undefined,
  kind: RepeatKind,
  day: Day | null,
): Repeat | null {
  if (kind === 'once') return null;
  const base: Repeat = before ?? {
    kind: 'weekly',
    interval: '1',
    weekdays: [],
    ends: 'until',
    until: day === null ? null : `${day.slice(0, 4)}-12-31`,
    count: '10',
    except: [],
    onHoliday: 'skip',
    onClash: 'refuse',
    choices: {},
  };
  if (kind === 'workdays') return { ...base, kind: 'weekly', interval: '1', weekdays: workdays };
  const stays = base.weekdays.length > 0 && !isWorkdays(base);
  const weekdays = kind !== 'weekly' ? [] : stays ? base.weekdays : day ? [weekdayOf(day)] : [];
  return { ...base, kind, weekdays };
}

const dayOfMonth = (day: Day): number => Number(day.slice(8));

/** Which one of its weekday in the month a day is: 1 to 4, −1 for the last. */
export const nthOf = (day: Day): number => (dayOfMonth(day) > 28 ? -1 : Math.ceil(dayOfMonth(day) / 7));

/** What is sent to the server; null while a part cannot be read. */
export function recurrenceOf(repeat: Repeat, day: Day): Recurrence | null {
  const interval = Number(repeat.interval);
  const count = Number(repeat.count);
  if (
    !Number.isInteger(interval) ||
    (repeat.ends === 'until' ? repeat.until === null : !Number.isInteger(count))
  )
    return null;
  const monthly = repeat.kind === 'monthDay' ? dayOfMonth(day) : repeat.kind === 'monthLast' ? -1 : null;
  const nth = repeat.kind === 'monthWeekday' ? nthOf(day) : null;
  return {
    frequency: repeat.kind === 'daily' ? 'daily' : repeat.kind === 'weekly' ? 'weekly' : 'monthly',
    interval,
    weekdays: (nth === null ? repeat.weekdays : [weekdayOf(day)]).flatMap((index) => names[index] ?? []),
    monthDay: monthly,
    weekOfMonth: nth,
    until: repeat.ends === 'until' ? repeat.until : null,
    count: repeat.ends === 'count' ? count : null,
    except: repeat.except,
    onHoliday: repeat.onHoliday,
    onClash: repeat.onClash,
    choices: Object.entries(repeat.choices).map(([on, onClash]) => ({ day: on, onClash })),
  };
}

export function repeatOf(series: Series): Repeat {
  const kind =
    series.frequency === 'daily' || series.frequency === 'weekly'
      ? series.frequency
      : series.weekOfMonth !== null
        ? 'monthWeekday'
        : series.monthDay === -1
          ? 'monthLast'
          : 'monthDay';
  return {
    kind,
    interval: String(series.interval),
    weekdays: kind === 'weekly' ? series.weekdays.map((name) => names.indexOf(name)).sort() : [],
    ends: series.count === null ? 'until' : 'count',
    until: series.until,
    count: String(series.count ?? 10),
    except: series.except,
    onHoliday: series.onHoliday,
    onClash: series.onClash,
    choices: {},
  };
}

/** “Thứ Hai hằng tuần đến 31/12/2027”. */
export function sentenceOf(repeat: Repeat, day: Day): string {
  const n = Number(repeat.interval) || 1;
  const what = ruleText(repeat, day, n);
  if (repeat.ends === 'count') return t('repeat.countEnd', { what, n: repeat.count });
  return repeat.until ? t('repeat.untilEnd', { what, day: formatDay(repeat.until) }) : what;
}

function ruleText(repeat: Repeat, day: Day, n: number): string {
  const weekday = dayName(weekdayOf(day));
  switch (repeat.kind) {
    case 'daily':
      return n === 1 ? t('repeat.everyDay') : t('repeat.everyDays', { n });
    case 'weekly': {
      if (isWorkdays(repeat)) return t('repeat.everyWorkday');
      const days = repeat.weekdays.map(dayName).join(', ');
      return n === 1 ? t('repeat.everyWeek', { days }) : t('repeat.everyWeeks', { days, n });
    }
    case 'monthDay':
      return monthText(t('repeat.onDay', { n: dayOfMonth(day) }), n);
    case 'monthLast':
      return monthText(t('repeat.onLast'), n);
    case 'monthWeekday': {
      const nth = nthOf(day);
      return monthText(
        nth < 0 ? t('repeat.onLastWeekday', { weekday }) : t('repeat.onNthWeekday', { weekday, n: nth }),
        n,
      );
    }
  }
}

const monthText = (what: string, n: number): string =>
  n === 1 ? t('repeat.everyMonth', { what }) : t('repeat.everyMonths', { what, n });

/** A request for the whole rule once a day and time are known. */
export function withRecurrence(
  request: BriefingRequest | null,
  repeat: Repeat | null | undefined,
  day: Day | null,
): BriefingRequest | null {
  if (!request || !repeat || !day) return request;
  const recurrence = recurrenceOf(repeat, day);
  return recurrence && { ...request, recurrence };
}
