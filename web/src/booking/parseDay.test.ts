import { expect, it } from 'vitest';
import { parseDay } from './parseDay';

it.each([
  ['24/11/2026', '2026-11-24'],
  ['1/2/2027', '2027-02-01'],
  ['24-11-26', '2026-11-24'],
  ['29/02/2028', '2028-02-29'],
  ['29/02/2027', null],
  ['31/11/2026', null],
  ['11/24/2026', null],
  ['mai', null],
  ['', null],
])('reads %j as %j, the day first', (text, day) => {
  expect(parseDay(text)).toBe(day);
});

it('takes this year when none is given', () => {
  expect(parseDay('5/3')).toMatch(/^\d{4}-03-05$/);
});
