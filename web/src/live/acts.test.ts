import { expect, it } from 'vitest';
import type { RoomAct } from '../api/live';
import type { BoardParticipant } from '../api/types';
import { participant } from '../board/participant.fixture';
import { effectSeen } from './acts';

const room = participant;

it.each<[RoomAct, Partial<BoardParticipant>, boolean]>([
  ['mute', { muteWanted: true, muted: false }, false],
  ['mute', { muteWanted: true, muted: true }, true],
  [
    'mute',
    {
      muteWanted: true,
      muted: false,
      selfMuted: false,
      calledIn: false,
      awaitsChair: false,
      recorded: false,
      state: 'redialling',
    },
    true,
  ],
  ['unmute', { muteWanted: false, muted: true }, false],
  ['unmute', { muteWanted: false, muted: false }, true],
  ['floor', { muteWanted: false, muted: false }, true],
  ['call', { state: 'redialling' }, false],
  ['call', { state: 'dialling' }, true],
  ['call', { state: 'redialling', attempts: 2 }, true],
  ['hang-up', { state: 'connected' }, false],
  ['hang-up', { state: 'left' }, true],
])('%s with %j counts as done: %s', (act, now, done) => {
  expect(effectSeen(act, room({}), room(now))).toBe(done);
});
