import { expect, it } from 'vitest';
import type { BoardParticipant } from '../api/types';
import { handsOf } from './hands';
import { participant } from './participant.fixture';
import { severityOf } from './severity';

const room = (shortName: string, change: Partial<BoardParticipant> = {}) =>
  participant({ roomId: shortName, name: shortName, shortName, ...change });

it('queues raised hands by the moment they were raised', () => {
  const hands = handsOf([
    room('C', { handRaisedAt: '2026-11-23T08:00:05+07:00' }),
    room('A'),
    room('B', { handRaisedAt: '2026-11-23T07:59:59+07:00' }),
    room('D', { handRaisedAt: '2026-11-23T01:00:00Z' }),
  ]);
  expect(hands.map((one) => one.shortName)).toEqual(['B', 'D', 'C']);
});

it('puts a call for help before every other trouble', () => {
  const help = severityOf(room('A', { helpWantedAt: '2026-11-23T08:00:00+07:00' }), true);
  const failed = severityOf(room('B', { state: 'failed', role: 'chair' }), true);
  expect(help).toBeGreaterThan(failed);
});
