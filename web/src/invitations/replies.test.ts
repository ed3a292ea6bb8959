import { expect, test } from 'vitest';
import type { Invitee } from '../api/types';
import { tally, type Said } from './replies';

const invitee = (...answers: Said[]): Invitee => ({
  address: 'a@khanhhoa.gov.vn',
  name: 'Văn thư',
  rooms: [],
  required: true,
  insteadOf: null,
  answers: answers.map((answer) => ({
    answer: answer === 'none' ? null : answer,
    earlier: false,
    at: null,
    comment: null,
    delegatedTo: null,
    sender: null,
    sessions: [],
    count: 1,
  })),
});

test('each invitee counts once for each thing said', () => {
  const counts = tally([invitee('accepted'), invitee('accepted', 'declined', 'declined'), invitee('none')]);
  expect(counts).toEqual({ accepted: 2, tentative: 0, declined: 1, delegated: 0, none: 1 });
  expect(tally([])).toEqual({ accepted: 0, tentative: 0, declined: 0, delegated: 0, none: 0 });
});
