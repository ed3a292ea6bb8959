import { describe, expect, it } from 'vitest';
import { inOrder, sessionsOf } from './blocks';
import type { CalendarBlock } from './types';

const block = (title: string, ...times: [id: string, start: string, end: string][]): CalendarBlock => ({
  common: {
    id: 'a',
    briefingId: title,
    title,
    status: 'approved',
    start: '2026-11-23T07:30:00+07:00',
    end: '2026-11-23T08:30:00+07:00',
    connectAt: '2026-11-23T07:25:00+07:00',
    chairRoomId: 'r1',
    roomIds: ['r1', 'r2'],
    hostName: 'Lê Thị B',
    phase: null,
    recurring: true,
    defective: false,
    setUpMinutes: 0,
    helpWanted: false,
    secrecy: 'open',
    hidden: false,
    mayChange: true,
  },
  connectMinutes: 5,
  sessions: times.map(([id, start, end]) => ({ id, start, end })),
});

describe('blocks of sessions', () => {
  it('give every session in full, each with its own times', () => {
    const sessions = sessionsOf(
      block(
        'Giao ban',
        ['a', '2026-11-23T07:30:00+07:00', '2026-11-23T08:30:00+07:00'],
        ['b', '2026-11-30T00:00:00+07:00', '2026-11-30T01:00:00+07:00'],
      ),
    );
    expect(sessions.map((one) => [one.id, one.title, one.roomIds, one.connectAt])).toEqual([
      ['a', 'Giao ban', ['r1', 'r2'], '2026-11-23T07:25:00+07:00'],
      ['b', 'Giao ban', ['r1', 'r2'], '2026-11-29T23:55:00+07:00'],
    ]);
  });

  it('are brought into the order of time', () => {
    const all = [
      block('Chiều', ['c', '2026-11-23T14:00:00+07:00', '2026-11-23T15:00:00+07:00']),
      block('Sáng', ['b', '2026-11-23T07:30:00+07:00', '2026-11-23T08:00:00+07:00']),
      block('Cùng giờ', ['a', '2026-11-23T07:30:00+07:00', '2026-11-23T08:00:00+07:00']),
    ].flatMap(sessionsOf);
    expect(inOrder(all).map((one) => one.id)).toEqual(['a', 'b', 'c']);
  });
});
