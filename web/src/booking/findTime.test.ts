import { expect, it } from 'vitest';
import type { FoundTime } from '../api/types';
import { instantOf } from '../time/time';
import { blank, emptyDraft, type Draft } from './draft';
import { missingText, questionOf, timesRequestOf, withFound } from './findTime';

const now = instantOf('2026-11-23T09:12:00+07:00');
const draft: Draft = {
  ...emptyDraft(now),
  ...blank,
  day: '2026-11-25',
  start: '08:00',
  end: '09:30',
  chairRoomId: 'chair',
  roomIds: ['a', 'b'],
  optionalIds: ['b', 'gone'],
  setUp: '15',
};

it('starts from what is in the form, never in the past', () => {
  expect(questionOf(draft, now)).toMatchObject({ minutes: '90', from: '2026-11-25', to: '2026-12-08' });
  expect(questionOf({ ...draft, day: '2026-11-01', end: '' }, now)).toMatchObject({
    minutes: '60',
    from: '2026-11-23',
  });
});

it('asks with all rooms, the set-up time and the session itself', () => {
  expect(timesRequestOf(questionOf(draft, now), draft, 'own')).toEqual({
    chairRoomId: 'chair',
    roomIds: ['chair', 'a', 'b'],
    optionalRoomIds: ['b'],
    loweredRooms: [],
    minutes: 90,
    setUpMinutes: 15,
    from: '2026-11-25',
    to: '2026-12-08',
    dayBegins: '07:00:00',
    dayEnds: '18:00:00',
    workingDaysOnly: true,
    occurrenceId: 'own',
  });
});

it.each([
  { minutes: 'x' },
  { minutes: '4' },
  { minutes: '1441' },
  { from: null },
  { to: '2026-11-24' },
  { to: '2026-12-26' },
  { begins: 'sáng' },
  { begins: '18:00' },
])('does not ask what makes no sense: %o', (part) => {
  expect(timesRequestOf({ ...questionOf(draft, now), ...part }, draft, null)).toBeNull();
});

const found: FoundTime = {
  start: '2026-11-26T14:00:00+07:00',
  end: '2026-11-26T15:30:00+07:00',
  free: 2,
  missing: [{ roomId: 'a', roomName: 'Xã A', optional: false, squeezed: false }],
};

it('goes into the form, with or without those who are missing', () => {
  expect(withFound(draft, found, false)).toMatchObject({
    day: '2026-11-26',
    start: '14:00',
    end: '15:30',
    roomIds: ['a', 'b'],
  });
  expect(withFound(draft, found, true).roomIds).toEqual(['b']);
});

it('names the first who are missing', () => {
  const room = (name: string, optional = false) => ({
    roomId: name,
    roomName: name,
    optional,
    squeezed: false,
  });
  expect(missingText(found, new Map())).toBe('Vắng: Xã A');
  expect(missingText(found, new Map([['a', 'A']]))).toBe('Vắng: A');
  expect(
    missingText(
      { ...found, missing: [room('A', true), ...['B', 'C', 'D', 'E', 'F'].map((n) => room(n))] },
      new Map(),
    ),
  ).toBe('Vắng: A (không bắt buộc), B, C, D và 2 nơi khác');
  expect(missingText({ ...found, missing: [{ ...room('B'), squeezed: true }] }, new Map())).toBe(
    'Vắng: B (đường truyền đầy)',
  );
});
