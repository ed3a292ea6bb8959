import { expect, test } from 'vitest';
import { givenUpAt } from './givenUp';

test('a recording of eight that broke at 10:37 is given up at 10:37', () => {
  const recording = { since: '2026-11-23T08:00:00+07:00', endedAt: '2026-11-23T10:37:00+07:00' };
  expect(givenUpAt(recording)).toBe(Date.parse('2026-11-23T03:37:00Z'));
});

test('one that never began is given up when it was refused', () => {
  expect(givenUpAt({ since: '2026-11-23T08:00:00+07:00', endedAt: null })).toBe(
    Date.parse('2026-11-23T01:00:00Z'),
  );
});
