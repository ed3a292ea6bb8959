import { describe, expect, it } from 'vitest';
import { ofToken } from './ofToken';

describe('ofToken', () => {
  const expiresAt = '2026-11-30T08:00:00+07:00';
  const end = Date.parse(expiresAt);
  it.each([
    ['one that was made on the pages', { token: null, expiresAt: null }, end, null],
    [
      'one whose token never ends',
      { token: 'Lịch', expiresAt: null },
      end,
      /^tạo bằng mã «Lịch», hết cùng mã$/,
    ],
    ['one that still opens', { token: 'Lịch', expiresAt }, end - 1, /^tạo bằng mã «Lịch», hết lúc .*08:00/],
    ['one that is dead', { token: 'Lịch', expiresAt }, end, /^đã hết cùng mã «Lịch» lúc .*08:00/],
  ])('says of %s what becomes of it', (_, feed, now, said) => {
    if (said === null) expect(ofToken(feed, now)).toBeNull();
    else expect(ofToken(feed, now)).toMatch(said);
  });
});
