import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  formatDateTime,
  formatDay,
  formatDuration,
  formatSpan,
  formatTime,
  instantOf,
  isDay,
  isoOf,
  isoOfInstant,
  minuteOfDay,
  mondayOf,
  parseTime,
  startOfDay,
  weekdayOf,
} from './time';

describe('the province’s calendar', () => {
  it('reads the day of an instant whatever the PC’s zone', () => {
    expect(dayOf(instantOf('2026-11-22T16:59:59Z'))).toBe('2026-11-22');
    expect(dayOf(instantOf('2026-11-22T17:00:00Z'))).toBe('2026-11-23');
    expect(dayOf(instantOf('2026-12-31T23:30:00-08:00'))).toBe('2027-01-01');
  });

  it('begins the week on Monday', () => {
    expect(mondayOf('2026-11-23')).toBe('2026-11-23');
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(mondayOf('2027-01-01')).toBe('2026-12-28');
    expect([weekdayOf('2026-11-23'), weekdayOf('2026-11-29')]).toEqual([0, 6]);
  });

  it('agrees with the time zone data base of the browser', () => {
    const intl = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Asia/Ho_Chi_Minh',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    for (const iso of [
      '2026-11-23T00:30:00Z',
      '2026-06-30T17:00:00Z',
      '2012-02-29T16:59:00Z',
      '2030-12-31T17:01:00Z',
    ]) {
      const instant = instantOf(iso);
      expect(`${formatDay(dayOf(instant))}, ${formatTime(instant)}`).toBe(intl.format(instant));
    }
  });

  it('writes dd/MM/yyyy and a 24-hour clock', () => {
    expect(formatDateTime(instantOf('2026-11-03T14:05:00+07:00'))).toBe('14:05 03/11/2026');
  });

  it('writes a span short on one day and with dates across midnight', () => {
    const at = (text: string) => instantOf(`${text}:00+07:00`);
    expect(formatSpan(at('2026-11-23T07:30'), at('2026-11-23T09:00'))).toBe('07:30–09:00');
    expect(formatSpan(at('2026-11-23T22:00'), at('2026-11-24T00:00'))).toBe('22:00–00:00');
    expect(formatSpan(at('2026-11-23T22:00'), at('2026-11-24T01:00'))).toBe('22:00 23/11 – 01:00 24/11');
  });

  it('adds days across months and finds minutes of the day', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(minuteOfDay(instantOf('2026-11-23T07:45:59+07:00'))).toBe(465);
    expect(isoOfInstant(startOfDay('2026-11-23'))).toBe('2026-11-23T00:00:00+07:00');
    expect(instantOf(isoOf('2026-11-23', '07:30'))).toBe(instantOf('2026-11-23T00:30:00Z'));
  });

  it.each([
    [0, '00:00'],
    [59.9, '00:59'],
    [754, '12:34'],
    [3600, '1:00:00'],
    [5025, '1:23:45'],
    [-3, '00:00'],
  ])('writes %s seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('isDay', () => {
  it.each([
    ['2026-11-23', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['23/11/2026', false],
    ['', false],
    [null, false],
  ])('says of %j: %j', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });
});

describe('parseTime', () => {
  it.each([
    ['7', '07:00'],
    ['7h', '07:00'],
    ['7h30', '07:30'],
    ['07:05', '07:05'],
    ['7:5', '07:05'],
    ['1430', '14:30'],
    ['730', '07:30'],
    [' 23:59 ', '23:59'],
    ['24:00', null],
    ['12:60', null],
    ['chiều', null],
    ['', null],
  ])('reads %j as %j', (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });
});
