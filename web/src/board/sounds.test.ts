import { describe, expect, it } from 'vitest';
import { participant } from './participant.fixture';
import { playedSounds, warningOf, type SoundStatus } from './sounds';

const at = (second: number) =>
  new Date(Date.parse('2026-11-23T08:00:00+07:00') + second * 1000).toISOString();
const now = (second: number) => Date.parse(at(second));

const sound = (change: Partial<SoundStatus>): SoundStatus => ({
  soundId: 'one',
  sound: 'testTone',
  roomId: null,
  since: at(0),
  until: at(60),
  rooms: 3,
  minutes: null,
  ...change,
});

const rooms = new Map([['a', participant({ roomId: 'a', shortName: 'Sở Y tế' })]]);

describe('what is played into rooms', () => {
  it('is all there is, also what was ordered before the newest', () => {
    const all = [
      sound({}),
      sound({ soundId: 'two', sound: 'mutePlease', roomId: 'a', until: at(4), rooms: 1 }),
    ];
    expect(playedSounds(all, rooms, now(1)).map((one) => [one.id, one.room?.name, one.waits])).toEqual([
      ['one', undefined, false],
      ['two', 'Sở Y tế', false],
    ]);
    expect(playedSounds(all, rooms, now(5)).map((one) => one.id)).toEqual(['one']);
    expect(playedSounds(all, rooms, now(60))).toEqual([]);
  });

  it('waits until it is heard', () => {
    const behind = [sound({ soundId: 'two', since: at(60), until: at(64) })];
    expect(playedSounds(behind, rooms, now(59)).map((one) => one.waits)).toEqual([true]);
    expect(playedSounds(behind, rooms, now(60)).map((one) => one.waits)).toEqual([false]);
  });

  it('warned of the end, it is told as that from when it is heard until the end', () => {
    const warning = sound({ sound: 'endWarning', minutes: 5, since: at(10), until: at(14) });
    const all = [warning, sound({ soundId: 'two', sound: 'mutePlease', since: at(14), until: at(18) })];
    expect([warningOf(all, at(310), now(9)), playedSounds(all, rooms, now(9)).length]).toEqual([
      undefined,
      2,
    ]);
    expect([warningOf(all, at(310), now(16)), playedSounds(all, rooms, now(16)).length]).toEqual([
      warning,
      1,
    ]);
    expect(warningOf(all, at(310), now(310))).toBeUndefined();
  });
});
