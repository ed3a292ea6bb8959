import type { BoardParticipant, MediaStatus } from '../api/types';

/** For tests: a room that is in and silent, and what is different about this one. */
export function participant(change: Partial<BoardParticipant> = {}): BoardParticipant {
  return {
    roomId: 'a',
    name: 'A',
    shortName: 'A',
    role: 'member',
    muteWanted: false,
    muted: false,
    recorded: false,
    selfMuted: false,
    treatment: { automaticGain: true, noiseGate: true },
    calledIn: false,
    awaitsChair: false,
    state: 'connected',
    reason: 'none',
    since: '2026-11-23T07:25:00+07:00',
    attempts: 1,
    digits: '',
    levelDbov: -127,
    speaking: false,
    ...change,
  };
}

/** Sound of a clean line, and what is different about this one. */
export function media(change: Partial<MediaStatus> = {}): MediaStatus {
  return {
    codec: 'PCMA',
    receivedLossPercent: 0,
    receivedJitterMs: 1,
    bufferMs: 2,
    targetBufferMs: 4,
    noiseGated: false,
    packetsReceived: 100,
    ...change,
  };
}
