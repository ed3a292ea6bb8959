import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardDelta, BoardParticipant, BoardSnapshot } from '../api/types';
import { BoardStore } from './boardStore';

const head: BoardSnapshot['head'] = {
  title: 'Giao ban',
  connectAt: '2026-11-23T07:25:00+07:00',
  startAt: '2026-11-23T07:30:00+07:00',
  endAt: '2026-11-23T09:00:00+07:00',
  phase: 'running',
  planRevision: 1,
  bridgeOnline: true,
};
const room = (roomId: string, change: Partial<BoardParticipant> = {}): BoardParticipant => ({
  roomId,
  name: roomId,
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
  since: head.startAt,
  attempts: 1,
  digits: '',
  levelDbov: -127,
  speaking: false,
  ...change,
});
const snapshot = (version: number, change: Partial<BoardSnapshot> = {}): BoardSnapshot => ({
  conferenceId: 'c',
  briefingId: 'b',
  version,
  runId: 'r1',
  head,
  participants: [room('a'), room('b')],
  serverTime: head.startAt,
  ...change,
});
const delta = (version: number, change: Partial<BoardDelta> = {}): BoardDelta => ({
  conferenceId: 'c',
  runId: 'r1',
  version,
  head,
  participants: [],
  removed: [],
  serverTime: head.startAt,
  ...change,
});

describe('the board store', () => {
  let answers: (BoardSnapshot | null)[];
  let asked: number;
  let now: number;
  let store: BoardStore;
  beforeEach(() => {
    answers = [snapshot(5)];
    asked = 0;
    now = 1000;
    const source = {
      isConnected: true,
      watch: () => {
        asked += 1;
        return Promise.resolve(answers.shift() ?? null);
      },
    };
    store = new BoardStore('c', source, () => now);
  });

  it('applies deltas that came before the snapshot, and only those after it', async () => {
    store.receive(delta(5, { participants: [room('a', { attempts: 99 })] }));
    const synced = store.sync();
    store.receive(delta(7, { participants: [room('b', { attempts: 7 })] }));
    store.receive(delta(6, { participants: [room('a', { attempts: 6 })] }));
    await synced;
    expect(store.board()?.version).toBe(7);
    expect([store.participant('a')?.attempts, store.participant('b')?.attempts]).toEqual([6, 7]);
    expect(asked).toBe(1);
  });

  it('asks again after a gap and after a restart of the server', async () => {
    await store.sync();
    answers = [snapshot(9), snapshot(2, { runId: 'r2' })];
    store.receive(delta(8));
    await vi.waitFor(() => expect(store.board()?.version).toBe(9));
    store.receive(delta(2, { runId: 'r2' }));
    await vi.waitFor(() => expect(store.board()?.runId).toBe('r2'));
    expect(asked).toBe(3);
  });

  it('tells a tile only of its own changes', async () => {
    await store.sync();
    const told: string[] = [];
    store.subscribeRoom('a', () => told.push('a'));
    store.subscribeRoom('b', () => told.push('b'));
    store.receive(delta(6, { participants: [room('b', { muted: true })] }));
    store.receive(delta(7));
    expect(told).toEqual(['b']);
  });

  it('paints levels without telling tiles, and tells them who speaks', async () => {
    await store.sync();
    const painted: number[] = [];
    let told = 0;
    store.onLevel('a', (dbov) => painted.push(dbov));
    store.subscribeRoom('a', () => (told += 1));
    const levels = (levelDbov: number, speaking: boolean) =>
      store.receiveLevels({ conferenceId: 'c', levels: [{ roomId: 'a', levelDbov, speaking }] });
    levels(-30, true);
    levels(-20, true);
    expect([store.isSpeaking('a'), told]).toEqual([true, 1]);
    store.receiveLevels({ conferenceId: 'c', levels: [] });
    expect(painted).toEqual([-127, -30, -20, -127]);
    expect([store.isSpeaking('a'), told]).toEqual([false, 2]);
  });

  it('keeps the last board when the connection is lost, and says how old it is', async () => {
    await store.sync();
    now = 5200;
    store.connectionLost();
    expect([store.status(), store.ageSeconds(), store.board()?.version]).toEqual(['lost', 4, 5]);
    answers = [snapshot(6)];
    await store.sync();
    expect([store.status(), store.ageSeconds()]).toEqual(['live', 0]);
  });

  it('is missing when there is no such conference', async () => {
    answers = [null];
    await store.sync();
    expect(store.status()).toBe('missing');
    store.close();
  });
});
