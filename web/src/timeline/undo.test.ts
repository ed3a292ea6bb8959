import { expect, test } from 'vitest';
import { fateOf } from './undo';

const moved = {
  briefingId: 'a',
  occurrenceId: 'b',
  title: 'Giao ban',
  from: { start: 0, end: 1 },
  to: { start: 2, end: 3 },
  at: Date.parse('2026-11-28T08:00:00+07:00'),
};

test.each([
  ['nothing is known', undefined, 'none'],
  ['nobody was ever told', { heldUntil: null, at: null }, 'none'],
  ['what was told was told before', { heldUntil: null, at: '2026-11-28T07:59:00+07:00' }, 'none'],
  ['it waits', { heldUntil: '2026-11-28T08:01:00+07:00', at: '2026-11-28T07:59:00+07:00' }, 'held'],
  ['it was told', { heldUntil: null, at: '2026-11-28T08:01:00+07:00' }, 'sent'],
] as const)('what mail says of a move when %s', (_, told, fate) => {
  expect(fateOf(moved, told)).toBe(fate);
});
