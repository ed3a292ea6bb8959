import { expect, it } from 'vitest';
import { formatSpanWithDay, instantOf } from '../time/time';
import { drawn, fractionOf, instantAt, isShown, nudged, pulled, type Scale, type Span } from './scale';

const at = (text: string): number => instantOf(`2026-11-${text}:00+07:00`);
const span = (from: string, to: string): Span => ({ start: at(from), end: at(to) });
const text = ({ start, end }: Span): string => formatSpanWithDay(start, end);

const day: Scale = { days: ['2026-11-23'], hours: { from: 7, to: 17 } };
const week: Scale = {
  days: ['23', '24', '25', '26', '27', '28', '29'].map((one) => `2026-11-${one}`),
  hours: { from: 7, to: 17 },
};

it.each([
  [day, '23T07:00', 0],
  [day, '23T12:00', 0.5],
  [day, '23T17:00', 1],
  [day, '22T12:00', 0],
  [day, '24T12:00', 1],
  [week, '23T12:00', 0.5 / 7],
  [week, '24T07:00', 1 / 7],
  // The night between two days lies on their border.
  [week, '23T20:00', 1 / 7],
  [week, '24T03:00', 1 / 7],
  [week, '29T17:00', 1],
])('says where an instant lies', (scale, instant, fraction) => {
  expect(fractionOf(scale, at(instant))).toBeCloseTo(fraction, 10);
});

it('finds the instant at every place again', () => {
  for (const scale of [day, week])
    for (let step = 0; step <= 700; step++)
      expect(fractionOf(scale, instantAt(scale, step / 700))).toBeCloseTo(step / 700, 10);
});

it('shows nothing of what lies in the night or on other days', () => {
  expect(isShown(week, span('23T18:00', '23T20:00'))).toBe(false);
  expect(isShown(day, span('24T08:00', '24T09:00'))).toBe(false);
  expect(isShown(day, span('23T16:00', '23T22:00'))).toBe(true);
});

it.each([
  ['whole', '23T09:10', '23T10:25', '09:15–10:45 23/11/2026'],
  // From one day to another, with the same length.
  ['whole', '23T08:30', '25T14:40', '14:15–15:45 25/11/2026'],
  // Never begins in hours that are not shown.
  ['whole', '23T09:20', '24T07:00', '07:00–08:30 24/11/2026'],
  ['start', '23T08:00', '23T07:20', '07:15–09:30 23/11/2026'],
  ['start', '23T08:00', '23T16:00', '09:15–09:30 23/11/2026'],
  ['end', '23T09:30', '23T11:08', '08:00–11:15 23/11/2026'],
  ['end', '23T09:30', '23T07:00', '08:00–08:15 23/11/2026'],
] as const)('pulls a session by its %s', (grip, from, to, result) => {
  expect(text(pulled(week, span('23T08:00', '23T09:30'), grip, at(from), at(to)))).toBe(result);
});

it('lets nothing get longer than a day', () => {
  const pulledFar = pulled(week, span('23T08:00', '23T09:30'), 'end', at('23T09:30'), at('26T12:00'));
  expect(pulledFar.end - pulledFar.start).toBe(24 * 3_600_000);
});

it.each([
  ['whole', 2, '08:30–10:00 23/11/2026'],
  ['end', -1, '08:00–09:15 23/11/2026'],
  ['end', -20, '08:00–08:15 23/11/2026'],
] as const)('steps by quarter-hours (%s)', (grip, steps, result) => {
  expect(text(nudged(span('23T08:00', '23T09:30'), grip, steps))).toBe(result);
});

it.each([
  ['23T08:05', '23T09:50', '08:00–10:00 23/11/2026'],
  ['23T09:50', '23T08:05', '08:00–10:00 23/11/2026'],
  ['23T08:05', '23T08:06', '08:00–08:15 23/11/2026'],
  ['23T16:00', '24T08:00', '16:00–00:00 23/11/2026'],
])('draws a new one either way, within a day', (from, to, result) => {
  expect(text(drawn(at(from), at(to)))).toBe(result);
});
