import { describe, expect, it } from 'vitest';
import type { Briefing, BriefingSession } from '../api/types';
import { ownRates, ratesText } from './rates';

const room = (id: string, kbits: number | null) => ({ id, kbits });
const briefing = {
  rooms: [room('ubnd', null), room('dien-khanh', 128), room('khanh-vinh', 64)],
} as unknown as Briefing;
const at = (roomId: string, kbits: number) => ({ roomId, kbits });
const session = (loweredRooms: BriefingSession['loweredRooms'], roomIds: string[] | null = null) =>
  ({ loweredRooms, roomIds }) as unknown as BriefingSession;

describe('the rates of a session', () => {
  it.each([
    ['never changed by itself', session(null)],
    ['the same, in another order', session([at('khanh-vinh', 64), at('dien-khanh', 128)])],
    ['the same in fewer rooms', session([at('khanh-vinh', 64)], ['ubnd', 'khanh-vinh'])],
  ])('are those of the briefing: %s', (_, one) => {
    expect(ownRates(one, briefing)).toBeNull();
  });

  it.each([
    ['another rate', [at('dien-khanh', 96), at('khanh-vinh', 64)], null],
    ['another room', [at('ubnd', 128), at('khanh-vinh', 64)], null],
    ['one room less', [at('khanh-vinh', 64)], null],
    ['none', [], null],
    ['a room of its own', [at('ninh-hoa', 64)], ['ubnd', 'ninh-hoa']],
  ])('are its own: %s', (_, rates, roomIds) => {
    expect(ownRates(session(rates, roomIds), briefing)).toEqual(rates);
  });

  it('are said in words', () => {
    const names = new Map([
      ['ubnd', 'UBND tỉnh'],
      ['khanh-vinh', 'Khánh Vĩnh'],
    ]);
    expect(ratesText([at('ubnd', 128), at('khanh-vinh', 64)], names)).toBe(
      'Gọi ở tốc độ thấp hơn: UBND tỉnh 128 kbit/s, Khánh Vĩnh 64 kbit/s',
    );
    expect(ratesText([], names)).toBe('Gọi ở tốc độ của thiết bị');
  });
});
