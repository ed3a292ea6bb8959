import { describe, expect, it } from 'vitest';
import type { Reach } from '../api/types';
import { reachText } from './reachText';

const reach = (state: Reach['state'], roundTripMs: number | null = null): Reach => ({
  roomId: 'r',
  address: 'sip:a@b',
  state,
  since: '2026-11-27T07:05:00+07:00',
  roundTripMs,
});

describe('reachText', () => {
  it.each([
    [undefined, null],
    [reach('unknown'), null],
    [reach('answers', 12.4), '✓ thiết bị trả lời (12 ms)'],
    [reach('answers'), '✓ thiết bị trả lời'],
    [reach('silent'), '✕ thiết bị không trả lời từ 07:05'],
    [reach('notRegistered'), '✕ thiết bị chưa đăng ký (từ 07:05)'],
  ])('says %o as %s', (told, text) => {
    expect(reachText(told)).toBe(text);
  });
});
