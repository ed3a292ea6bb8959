import type { Briefing, BriefingSession, Unit } from '../api/types';
import { dayOf, formatTime, instantOf, weekdayOf, type Day } from '../time/time';

const weekdays = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'];

/** "ngày 05 tháng 02 năm 2026": days below ten and the first two months with a zero (Decree 30/2020/NĐ-CP, appendix I). */
export function formalDay(day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `ngày ${date} tháng ${Number(month) > 2 ? String(Number(month)) : month} năm ${year}`;
}

/** "08 giờ 00 phút, Thứ Hai, ngày 30 tháng 11 năm 2026". */
export function formalTime(instant: number): string {
  const [hour = '', minute = ''] = formatTime(instant).split(':');
  const day = dayOf(instant);
  return `${hour} giờ ${minute} phút, ${weekdays[weekdayOf(day)] ?? ''}, ${formalDay(day)}`;
}

/** Sessions a letter names: those that are still to come, or all when none is. */
export function namedSessions(briefing: Briefing, now: number): BriefingSession[] {
  const held = briefing.occurrences.filter((one) => one.status !== 'cancelled' && !one.defective);
  const ahead = held.filter((one) => instantOf(one.end) > now);
  return ahead.length > 0 ? ahead : held;
}

/** The body that issues the letter, and the one above it. */
export function issuers(briefing: Briefing, units: readonly Unit[]): { above: string; body: string } {
  const host = units.find((unit) => unit.id === briefing.dossier.hostUnitId);
  const above = units.find((unit) => unit.id === host?.parentId);
  return { above: above?.name ?? '', body: host?.name ?? '' };
}

/** The level as it is stamped on paper; null where there is none. */
export const stampOf = (briefing: Briefing): string | null =>
  ({ open: null, confidential: 'MẬT', secret: 'TỐI MẬT', topSecret: 'TUYỆT MẬT' })[briefing.secrecy];
