import { describe, expect, it } from 'vitest';
import type { BoardDelta, BoardParticipant, BoardSnapshot } from '../api/types';
import { boardOf, reduce, type Board } from './reduce';

const head: BoardSnapshot['head'] = {
  title: 'Giao ban tuần',
  connectAt: '2026-11-23T07:25:00+07:00',
  startAt: '2026-11-23T07:30:00+07:00',
  endAt: '2026-11-23T09:00:00+07:00',
  phase: 'running',
  planRevision: 4,
  bridgeOnline: true,
};

const room = (roomId: string, change: Partial<BoardParticipant> = {}): BoardParticipant => ({
  roomId,
  name: `Phòng họp ${roomId}`,
  shortName: roomId,
  role: 'member',
  muteWanted: false,
  muted: false,
  selfMuted: false,
  treatment: { automaticGain: true, noiseGate: true },
  calledIn: false,
  awaitsChair: false,
  recorded: false,
  state: 'connected',
  reason: 'none',
  since: '2026-11-23T07:25:02+07:00',
  attempts: 1,
  digits: '',
  levelDbov: -127,
  speaking: false,
  ...change,
});

const start = (): Board =>
  boardOf({
    conferenceId: 'c',
    briefingId: 'b',
    version: 10,
    runId: 'run-1',
    head,
    participants: [room('a'), room('b')],
    serverTime: '2026-11-23T07:31:00+07:00',
  });

const delta = (change: Partial<BoardDelta>): BoardDelta => ({
  conferenceId: 'c',
  runId: 'run-1',
  version: 11,
  head,
  participants: [],
  removed: [],
  serverTime: '2026-11-23T07:31:01+07:00',
  ...change,
});

describe('reduce', () => {
  it('applies the next version and keeps what did not change', () => {
    const before = start();
    const result = reduce(
      before,
      delta({ participants: [room('b', { state: 'redialling', reason: 'mediaLost' })] }),
    );
    if (result.kind !== 'applied') throw new Error(result.kind);
    expect(result.board.version).toBe(11);
    expect(result.board.participants.get('b')?.reason).toBe('mediaLost');
    expect(result.board.participants.get('a')).toBe(before.participants.get('a'));
    expect(before.participants.get('b')?.state).toBe('connected');
  });

  it('adds new rooms and removes those that left the plan', () => {
    const result = reduce(start(), delta({ participants: [room('c')], removed: ['a'] }));
    if (result.kind !== 'applied') throw new Error(result.kind);
    expect([...result.board.participants.keys()]).toEqual(['b', 'c']);
  });

  it('shares the map when only the head changed', () => {
    const before = start();
    const result = reduce(before, delta({ head: { ...head, endAt: '2026-11-23T09:15:00+07:00' } }));
    if (result.kind !== 'applied') throw new Error(result.kind);
    expect(result.board.participants).toBe(before.participants);
    expect(result.board.head.endAt).toBe('2026-11-23T09:15:00+07:00');
  });

  it.each([
    ['a gap', delta({ version: 12 })],
    ['another run of the server', delta({ runId: 'run-2', version: 11 })],
    ['another run with a lower version', delta({ runId: 'run-2', version: 1 })],
  ])('asks for a snapshot after %s', (_, change) => {
    expect(reduce(start(), change).kind).toBe('resync');
  });

  it.each([
    ['the same version again', delta({ version: 10 })],
    ['an older version', delta({ version: 3 })],
    ['another conference', delta({ conferenceId: 'x' })],
  ])('ignores %s', (_, change) => {
    expect(reduce(start(), change).kind).toBe('ignored');
  });

  it('reaches the same board whatever is repeated on the way', () => {
    const deltas = [1, 2, 3, 4, 5].map((step) =>
      delta({ version: 10 + step, participants: [room('a', { attempts: step })] }),
    );
    const noisy = [0, 0, 1, 0, 2, 1, 3, 3, 4, 2].map((index) => deltas[index] as BoardDelta);
    const play = (list: BoardDelta[]) =>
      list.reduce((board, one) => {
        const result = reduce(board, one);
        return result.kind === 'applied' ? result.board : board;
      }, start());
    expect(play(noisy)).toEqual(play(deltas));
  });
});
