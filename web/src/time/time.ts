// Calendar time as people in the province read it, whatever zone the PC is set to. Viet Nam has been at UTC+7
// without summer time since 1975, so a fixed shift is exact for every date this program handles.

const zoneOffsetMs = 7 * 3_600_000;
export const dayMs = 86_400_000;

/** A calendar day, `2026-11-23`. */
export type Day = string;

/** Whether a text, such as a part of an address, is one. */
export const isDay = (text: string | null): text is Day =>
  text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

const two = (n: number): string => String(n).padStart(2, '0');
const shifted = (instant: number): Date => new Date(instant + zoneOffsetMs);

/** Milliseconds since 1970 of an ISO 8601 text with offset. */
export const instantOf = (iso: string): number => Date.parse(iso);

/** The day an instant falls on in the province. */
export function dayOf(instant: number): Day {
  return shifted(instant).toISOString().slice(0, 10);
}

/** The instant a day begins in the province. */
export const startOfDay = (day: Day): number => Date.parse(`${day}T00:00:00Z`) - zoneOffsetMs;

export const addDays = (day: Day, days: number): Day => dayOf(startOfDay(day) + days * dayMs);

/** The Monday of the week a day is in. */
export function mondayOf(day: Day): Day {
  const weekday = (shifted(startOfDay(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** 0 for Monday … 6 for Sunday. */
export const weekdayOf = (day: Day): number => (shifted(startOfDay(day)).getUTCDay() + 6) % 7;

/** Minutes after midnight in the province. */
export function minuteOfDay(instant: number): number {
  const since = (instant + zoneOffsetMs) % dayMs;
  return Math.floor((since < 0 ? since + dayMs : since) / 60_000);
}

/** `dd/MM/yyyy`. */
export function formatDay(day: Day): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** `dd/MM`. */
export const formatDayShort = (day: Day): string => `${day.slice(8, 10)}/${day.slice(5, 7)}`;

/** `HH:mm`, 24 hours. */
export function formatTime(instant: number): string {
  const date = shifted(instant);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `HH:mm:ss`, 24 hours. */
export function formatTimeWithSeconds(instant: number): string {
  return `${formatTime(instant)}:${two(shifted(instant).getUTCSeconds())}`;
}

export const formatDateTime = (instant: number): string =>
  `${formatTime(instant)} ${formatDay(dayOf(instant))}`;

/** `07:30–09:00`, or with both dates when the end is on another day. */
export function formatSpan(start: number, end: number): string {
  if (dayOf(start) === dayOf(end) || end === startOfDay(addDays(dayOf(start), 1)))
    return `${formatTime(start)}–${formatTime(end)}`;
  return `${formatTime(start)} ${formatDayShort(dayOf(start))} – ${formatTime(end)} ${formatDayShort(dayOf(end))}`;
}

/** `07:30–09:00 23/11/2026`. */
export const formatSpanWithDay = (start: number, end: number): string =>
  `${formatSpan(start, end)} ${formatDay(dayOf(start))}`;

/** Seconds as `mm:ss`, or `h:mm:ss` from an hour on. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A day and a wall clock time of the province as ISO 8601 with offset. */
export const isoOf = (day: Day, time: string): string => `${day}T${time}:00+07:00`;

/** An instant as ISO 8601 with the province's offset. */
export function isoOfInstant(instant: number): string {
  return `${shifted(instant).toISOString().slice(0, 19)}+07:00`;
}

/** `7:5`, `7h05`, `705` → `07:05`, `7h` → `07:00`; null when it is no time of day. */
export function parseTime(text: string): string | null {
  const match =
    /^(\d{1,2})(?:\s*[:hg.\s]\s*(\d{1,2})?)?$/i.exec(text.trim()) ?? /^(\d{1,2})(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const hours = Number(match[1]);
  const minutes = Number(match[2] ?? '0');
  return hours < 24 && minutes < 60 ? `${two(hours)}:${two(minutes)}` : null;
}
