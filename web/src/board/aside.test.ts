import { describe, expect, it } from 'vitest';
import type { AsideStatus } from '../api/types';
import { failureText, isAside, talkOf, talkText } from './aside';
import { participant } from './participant.fixture';
import { lookOf, stateWord } from './tileState';

const status = (change: Partial<AsideStatus>): AsideStatus => ({
  asideId: 'x',
  roomId: 'a',
  operator: 'Lan',
  state: 'talking',
  reason: 'none',
  detail: null,
  since: '2026-11-23T07:25:00+07:00',
  ...change,
});

describe('a room a technician talks to in private', () => {
  it.each([
    ['calling', 'Đang gọi Lan để nói riêng', false],
    ['ringing', 'Máy của Lan đang đổ chuông', false],
    ['waiting', 'Lan đang chờ điểm cầu kết nối lại', false],
    ['talking', 'Đang nói riêng với Lan', true],
  ] as const)('says how far it is: %s', (state, words, away) => {
    const room = participant({ aside: status({ state }) });
    expect(talkText(status({ state }))).toBe(words);
    expect(talkOf(room)).not.toBeNull();
    expect(isAside(room)).toBe(away);
  });

  it('is in private whatever else is so, and never speaking in the session', () => {
    const room = participant({ aside: status({}), muteWanted: true, muted: true });
    expect(stateWord(room, lookOf(room, true), 0)).toBe('Nói riêng');
  });

  it('says why it came to nothing, and nothing when the technician hung up', () => {
    const failed = participant({
      aside: status({ state: 'ended', reason: 'busy', detail: '486 Busy Here' }),
    });
    expect(talkOf(failed)).toBeNull();
    expect(failureText(failed)).toBe('Không nói riêng được lúc 07:25:00: máy bận (486 Busy Here).');
    expect(failureText(participant({ aside: status({ state: 'ended', reason: 'roomHungUp' }) }))).toBeNull();
    expect(failureText(participant())).toBeNull();
  });
});
