import { expect, it } from 'vitest';
import type { Briefing } from '../api/types';
import { formalDay, formalTime, namedSessions, stampOf } from './letterText';

it('writes days and times as official letters do', () => {
  expect(formalDay('2026-02-05')).toBe('ngày 05 tháng 02 năm 2026');
  expect(formalDay('2026-03-15')).toBe('ngày 15 tháng 3 năm 2026');
  expect(formalTime(Date.parse('2026-11-30T08:05:00+07:00'))).toBe(
    '08 giờ 05 phút, Thứ Hai, ngày 30 tháng 11 năm 2026',
  );
});

it('names the sessions that are still to come, and all of them when none is', () => {
  const session = (end: string, status = 'approved') => ({ id: end, end, status, defective: false });
  const briefing = {
    occurrences: [
      session('2026-11-01T09:00:00+07:00'),
      session('2026-12-01T09:00:00+07:00'),
      session('2026-12-08T09:00:00+07:00', 'cancelled'),
    ],
  } as unknown as Briefing;
  const named = (now: string) => namedSessions(briefing, Date.parse(now)).map((one) => one.id);
  expect(named('2026-11-15T00:00:00Z')).toEqual(['2026-12-01T09:00:00+07:00']);
  expect(named('2027-01-01T00:00:00Z')).toHaveLength(2);
});

it('stamps the level of a secret', () => {
  expect(stampOf({ secrecy: 'topSecret' } as Briefing)).toBe('TUYỆT MẬT');
  expect(stampOf({ secrecy: 'open' } as Briefing)).toBeNull();
});
