import type { Hours } from '../calendar/hours';
import { addDays, dayOf, startOfDay, dayMs, type Day } from '../time/time';

/** Days in a row of which certain hours are shown, as a line from 0 to 1. What falls into hidden hours lies on their border. */
export interface Scale {
  days: readonly Day[];
  hours: Hours;
}

export interface Span {
  start: number;
  end: number;
}

export type Grip = 'whole' | 'start' | 'end';

const hourMs = 3_600_000;

/** Sessions are drawn and moved on the quarter-hour. */
export const stepMs = 15 * 60_000;
const longestMs = dayMs;

export const snap = (instant: number): number => Math.round(instant / stepMs) * stepMs;

const shownMs = ({ hours }: Scale): number => (hours.to - hours.from) * hourMs;

const firstOf = ({ days, hours }: Scale): number => startOfDay(days[0] ?? dayOf(0)) + hours.from * hourMs;

/** Where an instant lies, from 0 to 1. */
export function fractionOf(scale: Scale, instant: number): number {
  const since = instant - firstOf(scale);
  const day = Math.floor(since / dayMs);
  const within = Math.min(since - day * dayMs, shownMs(scale)) / shownMs(scale);
  return Math.min(1, Math.max(0, (day + within) / scale.days.length));
}

/** The instant at a place of the line; the inverse of `fractionOf` for what is shown. */
export function instantAt(scale: Scale, fraction: number): number {
  const place = Math.min(1, Math.max(0, fraction)) * scale.days.length;
  const day = Math.min(Math.floor(place), scale.days.length - 1);
  return firstOf(scale) + day * dayMs + (place - day) * shownMs(scale);
}

/** Whether a span is wide enough for the beginning of a name, on the narrowest line there is (820 pixels a day, 1540 a week). */
export const fitsWords = (scale: Scale, span: Span): boolean =>
  fractionOf(scale, span.end) - fractionOf(scale, span.start) > 1 / 45;

/** Whether any of a span is shown at all. */
export const isShown = (scale: Scale, span: Span): boolean =>
  fractionOf(scale, span.end) > fractionOf(scale, span.start);

/**
 * A span that was gripped at `from` and pulled to `at`, on the quarter-hour. A whole one keeps its length and begins within the
 * shown hours of the day it is over; an end never passes the other, and nothing gets longer than a day.
 */
export function pulled(scale: Scale, span: Span, grip: Grip, from: number, at: number): Span {
  if (grip === 'start') return { ...span, start: clamp(snap(at), span.end - longestMs, span.end - stepMs) };
  if (grip === 'end') return { ...span, end: clamp(snap(at), span.start + stepMs, span.start + longestMs) };
  const length = span.end - span.start;
  const begins = startOfDay(dayOf(at)) + scale.hours.from * hourMs;
  const latest = startOfDay(dayOf(at)) + scale.hours.to * hourMs - stepMs;
  const start = clamp(snap(at - (from - span.start)), begins, Math.max(begins, latest));
  return { start, end: start + length };
}

/** A span moved, or its end, by quarter-hours. */
export function nudged(span: Span, grip: Grip, steps: number): Span {
  const by = steps * stepMs;
  if (grip === 'end')
    return { ...span, end: clamp(span.end + by, span.start + stepMs, span.start + longestMs) };
  if (grip === 'start')
    return { ...span, start: clamp(span.start + by, span.end - longestMs, span.end - stepMs) };
  return { start: span.start + by, end: span.end + by };
}

/** What is drawn from one place to another, whichever way, at least a quarter of an hour, within one day. */
export function drawn(from: number, at: number): Span {
  const [low, high] = from <= at ? [from, at] : [at, from];
  const start = Math.floor(low / stepMs) * stepMs;
  const midnight = startOfDay(addDays(dayOf(start), 1));
  return { start, end: Math.min(midnight, Math.max(start + stepMs, Math.ceil(high / stepMs) * stepMs)) };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
