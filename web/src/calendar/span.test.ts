import { expect, it } from 'vitest';
import { spanOf, spanText, stepped } from './span';

it.each([
  ['week', '2026-11-29', { first: '2026-11-23', days: 7 }],
  ['rooms', '2026-11-23', { first: '2026-11-23', days: 7 }],
  // November 2026 begins on a Sunday and ends on a Monday.
  ['month', '2026-11-15', { first: '2026-10-26', days: 42 }],
  ['month', '2026-12-31', { first: '2026-11-30', days: 35 }],
  // February 2027 is four whole weeks.
  ['month', '2027-02-10', { first: '2027-02-01', days: 28 }],
] as const)('shows whole weeks (%s of %s)', (view, day, span) => {
  expect(spanOf(view, day)).toEqual(span);
});

it.each([
  ['month', false, '2027-01-31', 1, '2027-02-28'],
  ['month', false, '2026-12-15', 1, '2027-01-15'],
  ['month', false, '2027-01-15', -1, '2026-12-15'],
  ['week', false, '2026-11-27', -1, '2026-11-20'],
  ['rooms', false, '2026-11-30', 1, '2026-12-01'],
  ['rooms', true, '2026-11-30', 1, '2026-12-07'],
] as const)('steps by what is shown (%s)', (view, wholeWeek, day, steps, result) => {
  expect(stepped(view, wholeWeek, day, steps)).toBe(result);
});

it('says what is shown', () => {
  expect(spanText('month', '2026-11-15', spanOf('month', '2026-11-15'))).toBe('Tháng 11/2026');
  expect(spanText('list', '2026-11-29', spanOf('list', '2026-11-29'))).toBe('Tuần 23/11 – 29/11/2026');
});
