import { describe, expect, it } from 'vitest';
import type { BoardParticipant } from '../api/types';
import { media, participant } from './participant.fixture';
import { alarmsOf, countsOf, severityOf } from './severity';

const room = (shortName: string, change: Partial<BoardParticipant> = {}) =>
  participant({ roomId: shortName, name: shortName, shortName, ...change });

describe('severity', () => {
  it.each<[string, Partial<BoardParticipant>, boolean, boolean]>([
    ['a good room', {}, true, false],
    ['a fair line', { quality: 'fair' }, true, false],
    ['a bad line', { quality: 'bad' }, true, true],
    ['an echo', { media: media({ echoDelayMs: 240 }) }, true, true],
    ['an echo that is muted', { muted: true, media: media({ echoDelayMs: 240 }) }, true, false],
    ['noise that is filtered', { media: media({ noiseGated: true }) }, true, false],
    ['waiting before the time', { state: 'waiting' }, false, false],
    ['waiting although it should be in', { state: 'waiting' }, true, true],
    ['the first call', { state: 'ringing' }, true, false],
    ['a repeated call', { state: 'dialling', attempts: 3 }, true, true],
    ['redialling', { state: 'redialling', reason: 'busy' }, true, true],
    ['failed', { state: 'failed', reason: 'badAddress' }, false, true],
    ['hung up by us', { state: 'left', reason: 'hungUpByTechnician' }, true, false],
    ['left by itself', { state: 'left', reason: 'roomHungUp' }, true, true],
    ['moved to another session', { state: 'left', reason: 'moved' }, true, false],
    ['released at the end', { state: 'left', reason: 'sessionEnded' }, true, false],
  ])('%s', (_, change, expected, isAlarm) => {
    expect(severityOf(room('A', change), expected) > 0).toBe(isAlarm);
  });

  it('lists the worst first, the chair before others, then the longest waiting', () => {
    const list = [
      room('poor', { quality: 'terrible' }),
      room('young', { state: 'redialling', since: '2026-11-23T07:29:00+07:00' }),
      room('old', { state: 'redialling', since: '2026-11-23T07:26:00+07:00' }),
      room('chair', { state: 'redialling', role: 'chair', since: '2026-11-23T07:29:30+07:00' }),
      room('fine'),
      room('wrong', { state: 'failed' }),
    ];
    expect(alarmsOf(list, true).map((one) => one.shortName)).toEqual([
      'wrong',
      'chair',
      'old',
      'young',
      'poor',
    ]);
  });
});

it('counts every room exactly once', () => {
  const counts = countsOf([
    room('a'),
    room('b', { state: 'held' }),
    room('c', { state: 'ringing' }),
    room('d', { state: 'redialling' }),
    room('e', { state: 'failed' }),
    room('f', { state: 'waiting' }),
    room('g', { quality: 'bad' }),
  ]);
  expect(counts).toEqual({ total: 7, in: 3, calling: 1, redialling: 1, out: 2, poor: 1 });
  expect(counts.in + counts.calling + counts.redialling + counts.out).toBe(counts.total);
});
