import { afterEach, describe, expect, it } from 'vitest';
import type { Clash } from '../api/types';
import { language } from '../i18n/language';
import { clashingRooms, clashSentence, groupClashes } from './clashes';

const clash = (roomName: string, change: Partial<Clash> = {}): Clash => ({
  roomId: roomName,
  roomName,
  briefingId: 'b1',
  occurrenceId: 'o1',
  title: 'Giao ban tuần UBND tỉnh',
  start: '2026-11-24T00:30:00Z',
  end: '2026-11-24T02:00:00Z',
  status: 'approved',
  setUpMinutes: 0,
  ...change,
});

const sentences = (...clashes: Clash[]) => groupClashes(clashes).map(clashSentence);

// The language switch tells the document; tests have none.
Object.assign(globalThis, { document: { documentElement: { lang: '' } } });
afterEach(() => language.set('vi'));

describe('the clash sentence', () => {
  it('names one room, the other briefing, its time in the province and its state', () => {
    expect(sentences(clash('Nha Trang'))).toEqual([
      'Điểm cầu Nha Trang đã có “Giao ban tuần UBND tỉnh” lúc 07:30–09:00 24/11/2026 (đã duyệt).',
    ]);
  });

  it('names two and three rooms, and counts from four on', () => {
    const names = ['Nha Trang', 'Diên Khánh', 'Cam Lâm', 'Vạn Ninh', 'Ninh Hòa'];
    const start = (n: number) =>
      sentences(...names.slice(0, n).map((name) => clash(name)))[0]?.split(' đã có')[0];
    expect(start(2)).toBe('2 điểm cầu Nha Trang và Diên Khánh');
    expect(start(3)).toBe('3 điểm cầu Nha Trang, Diên Khánh và Cam Lâm');
    expect(start(5)).toBe('5 điểm cầu (Nha Trang, Diên Khánh và 3 điểm cầu khác)');
  });

  it('tells each other briefing once, the biggest first', () => {
    const other = { occurrenceId: 'o2', title: 'Họp phòng chống bão', status: 'pending' as const };
    expect(sentences(clash('A', other), clash('B'), clash('C'))).toEqual([
      expect.stringContaining('2 điểm cầu B và C đã có “Giao ban tuần UBND tỉnh”'),
      expect.stringContaining(
        'Điểm cầu A đã có “Họp phòng chống bão” lúc 07:30–09:00 24/11/2026 (chờ duyệt)',
      ),
    ]);
  });

  it('speaks English too', () => {
    language.set('en');
    expect(sentences(clash('Nha Trang'))[0]).toBe(
      'Nha Trang has “Giao ban tuần UBND tỉnh” at 07:30–09:00 24/11/2026 (approved).',
    );
    expect(sentences(clash('A'), clash('B'))[0]).toMatch(/^A and B have /);
  });

  it('counts a room that clashes twice once', () => {
    expect(clashingRooms([clash('A'), clash('A', { occurrenceId: 'o2' })]).size).toBe(1);
  });
});
