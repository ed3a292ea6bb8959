import { expect, test } from 'vitest';
import type { ApprovalRequest } from '../api/types';
import { rivalGroups } from './waiting';

const request = (briefingId: string, competing: boolean, ...rivals: string[]): ApprovalRequest =>
  ({
    briefingId,
    approval: { steps: [], askedAt: null, urgentReason: null, competing },
    rivals: rivals.map((id) => ({ briefingId: id, title: id, hidden: false, competes: true, roomIds: [] })),
  }) as unknown as ApprovalRequest;

test('requests that meet are one group, the holder first, and the others are in none', () => {
  const waiting = [
    request('b', true, 'a'),
    request('x', false),
    request('a', false, 'b', 'c'),
    request('c', true, 'a'),
    request('d', false, 'gone'),
  ];
  const groups = rivalGroups(waiting).map((group) => group.map((one) => one.briefingId));
  expect(groups).toEqual([['a', 'b', 'c'], ['d']]);
});
