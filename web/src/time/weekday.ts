import { t } from '../i18n/language';
import { dayOf, formatSpanWithDay, weekdayOf } from './time';

/** A day of the week by its number from 0, as `weekdayOf` gives it. */
export const dayName = (index: number): string => t(`day.${index as 0}`);

/** `Thứ Sáu, 19:30–20:30 08/01/2027`. */
export const spanWithWeekday = (start: number, end: number): string =>
  `${dayName(weekdayOf(dayOf(start)))}, ${formatSpanWithDay(start, end)}`;
