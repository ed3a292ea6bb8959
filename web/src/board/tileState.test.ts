import { describe, expect, it } from 'vitest';
import type { BoardParticipant } from '../api/types';
import { media, participant } from './participant.fixture';
import { countsOf } from './severity';
import { arrivalText, gainText, gateText, lookOf, stateWord, whyText } from './tileState';

const room = participant;

const departed = room({
  state: 'left',
  reason: 'moved',
  departure: { to: 'b', toTitle: 'Họp bão' },
});

describe('a room that is moved', () => {
  it('says where it went, and is counted there and not here', () => {
    expect(stateWord(departed, lookOf(departed, false), 0)).toBe('Đã chuyển');
    expect(whyText(departed)).toBe('Đã chuyển sang “Họp bão”');
    expect(countsOf([departed, room()])).toMatchObject({ total: 1, in: 1, out: 0 });
  });

  it('says that it is coming while its device is waited for', () => {
    const coming = room({ state: 'dialling', reason: 'moved' });
    expect(whyText(coming)).toBe('Đang chuyển sang đây');
    expect(whyText(coming, true)).toBe('Đang chuyển');
  });

  it.each<[string | null, BoardParticipant['arrival']]>([
    [null, undefined],
    [null, { from: 'x', way: 'refer', isDone: false, detail: null }],
    ['thiết bị tự gọi sang', { from: 'x', way: 'refer', isDone: true, detail: null }],
    ['giữ nguyên cuộc gọi', { from: 'x', way: 'sameCall', isDone: true, detail: null }],
    [
      'thiết bị không tự gọi sang được nên cầu giữ nguyên cuộc gọi',
      { from: 'x', way: 'sameCall', isDone: true, detail: 'The device did not call by itself: 405' },
    ],
    ['gọi lại bằng cuộc gọi mới', { from: 'x', way: 'newCall', isDone: true, detail: null }],
  ])('says how it came: %s', (words, arrival) => {
    expect(arrivalText(room(arrival ? { arrival } : {}))).toBe(words);
  });
});

describe('what is done to a room’s sound', () => {
  it('says that a room sends back what it is sent, until it is muted', () => {
    const echoing = room({ media: media({ echoDelayMs: 240 }) });
    expect(lookOf(echoing, true)).toBe('poor');
    expect(stateWord(echoing, 'poor', 0)).toBe('Dội tiếng');
    expect(whyText(echoing)).toBe('Gửi trả tiếng của các điểm khác');
    expect(whyText({ ...echoing, muted: true })).toBeNull();
  });

  it('says that noise is faded out', () => {
    const humming = room({ media: media({ noiseGated: true }) });
    expect(stateWord(humming, lookOf(humming, false), 0)).toBe('Đã vào – đang lọc ồn');
    expect(stateWord(humming, lookOf(humming, false), 0, true)).toBe('Lọc ồn');
  });

  it.each<[number | null, string]>([
    [null, 'đang tắt'],
    [0.4, 'không đổi'],
    [6.2, '+6 dB, nâng tiếng nói nhỏ'],
    [-4, '−4 dB, giảm tiếng nói quá to'],
  ])('says what gain does: %s dB', (gain, words) => {
    expect(gainText(gain)).toBe(words);
  });

  it.each<[boolean | null, string]>([
    [null, 'đang tắt'],
    [false, 'không chặn'],
    [true, 'đang chặn: chỉ có tiếng ồn nền; tự mở khi có người nói'],
  ])('says what the gate does: %s', (gated, words) => {
    expect(gateText(gated)).toBe(words);
  });
});
