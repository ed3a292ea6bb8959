import { expect, it } from 'vitest';
import type { Occurrence } from '../api/types';
import { instantOf } from '../time/time';
import { clashesAt } from './clashesAt';

const session = (id: string, from: string, to: string, more: Partial<Occurrence> = {}): Occurrence => ({
  id,
  briefingId: `b-${id}`,
  title: id,
  status: 'approved',
  start: `2026-11-23T${from}:00+07:00`,
  end: `2026-11-23T${to}:00+07:00`,
  connectAt: `2026-11-23T${from}:00+07:00`,
  chairRoomId: 'chair',
  roomIds: ['a', 'b'],
  hostName: '',
  phase: null,
  recurring: false,
  defective: false,
  setUpMinutes: 0,
  helpWanted: false,
  secrecy: 'open',
  hidden: false,
  mayChange: true,
  ...more,
});

const span = (from: string, to: string) => ({
  start: instantOf(`2026-11-23T${from}:00+07:00`),
  end: instantOf(`2026-11-23T${to}:00+07:00`),
});
const found = (others: Occurrence[], own?: Occurrence) =>
  clashesAt(span('09:00', '10:00'), ['a', 'c'], others, own).map(
    ({ other, roomIds }) => `${other.id}: ${roomIds.join(' ')}`,
  );

it('names the sessions in the way, and their shared rooms', () => {
  expect(found([session('x', '09:30', '11:00'), session('y', '09:30', '11:00', { roomIds: ['d'] })])).toEqual(
    ['x: a'],
  );
});

it('lets ends touch', () => {
  expect(found([session('x', '08:00', '09:00'), session('y', '10:00', '11:00')])).toEqual([]);
});

it('counts set-up time, of the others and its own', () => {
  expect(found([session('x', '10:00', '11:00', { setUpMinutes: 15 })])).toEqual(['x: a']);
  expect(
    found([session('x', '08:00', '09:00')], session('own', '13:00', '14:00', { setUpMinutes: 15 })),
  ).toEqual(['x: a']);
});

it('passes over what holds no rooms, and itself', () => {
  const others = [
    session('x', '09:00', '10:00', { status: 'cancelled' }),
    session('y', '09:00', '10:00', { status: 'returned' }),
    session('z', '09:00', '10:00', { defective: true }),
    session('over', '09:00', '10:00', { phase: 'ended' }),
    session('own', '09:00', '10:00'),
  ];
  expect(found(others, session('own', '09:00', '10:00'))).toEqual([]);
});
