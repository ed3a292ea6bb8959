import { describe, expect, it } from 'vitest';
import type { Shortage } from '../api/types';
import {
  otherSentence,
  reliefNames,
  reliefRates,
  reliefSentences,
  shortageOfDay,
  shortageSentence,
} from './shortages';

const slot = (from: string, to: string) => ({
  start: `2026-11-23T${from}:00+07:00`,
  end: `2026-11-23T${to}:00+07:00`,
});

const other = {
  briefingId: 'b',
  occurrenceId: 'o',
  title: 'Giao ban',
  ...slot('08:00', '09:00'),
  amount: 200,
  rooms: 2,
  setUpMinutes: 0,
};

const line: Shortage = {
  lineId: 'l',
  lineName: 'Tuyến núi',
  limit: 250,
  needed: 100,
  used: 200,
  missing: 50,
  when: [slot('08:00', '08:30')],
  others: [other],
};

describe('what lines and ports lack', () => {
  it('says which line, by how much and when', () => {
    expect(shortageSentence(line)).toBe(
      'Đường truyền Tuyến núi thiếu 50 kbit/s: phiên này cần 100, phiên khác dùng 200 trên 250 kbit/s (08:00–08:30 23/11/2026).',
    );
    expect(shortageSentence({ ...line, when: [...line.when, slot('08:40', '08:50')] })).toContain(
      'và 1 lúc khác',
    );
  });

  it('speaks of ports where there is no line', () => {
    const ports = { ...line, lineId: null, lineName: null };
    expect(shortageSentence(ports)).toMatch(/^Thiếu 50 cổng kết nối: phiên này cần 100/);
    expect(shortageOfDay(ports)).toBe('Thiếu 50 cổng: cổng kết nối');
    expect(shortageOfDay(line)).toBe('Thiếu 50 kbit/s: Tuyến núi');
  });

  it('names who uses it, and the rooms that would help', () => {
    expect(otherSentence(line, other)).toBe('“Giao ban” 08:00–09:00: 200 kbit/s');
    const rooms = ['A', 'B', 'C', 'D'].map((id) => ({ roomId: id, roomName: `Phòng ${id}` }));
    expect(reliefNames(rooms.slice(0, 1), new Map())).toBe('Phòng A');
    expect(reliefNames(rooms, new Map([['A', 'Xã A']]))).toBe('Xã A, Phòng B, Phòng C và 1 nơi khác');
  });

  it('says at which rate a room would fit', () => {
    const room = (id: string, kbits: number) => ({ roomId: id, roomName: `Phòng ${id}`, kbits });
    const lower = [room('A', 64), room('B', 128)];
    expect(reliefRates(lower, new Map([['A', 'Xã A']]))).toBe('Xã A 64 kbit/s, Phòng B 128 kbit/s');
    expect(reliefSentences({ leaveOut: [], lower }, new Map())).toEqual([
      'Giảm tốc độ thì vừa: Phòng A 64 kbit/s, Phòng B 128 kbit/s (sửa trong phiên).',
    ]);
    expect(reliefSentences({ leaveOut: lower.slice(0, 1), lower: [] }, new Map())).toEqual([
      'Bỏ Phòng A thì vừa.',
    ]);
    expect(reliefSentences(null, new Map())).toEqual([]);
  });
});
