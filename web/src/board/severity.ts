import type { BoardHead, BoardParticipant } from '../api/types';
import { instantOf } from '../time/time';
import { echoes } from './tileState';
import { compareNames } from '../search/fold';

/**
 * How urgently a room needs someone, 0 for not at all. The chair comes before others in the same trouble.
 * `expected` is true once rooms should be in: before that, waiting is no fault.
 */
export function severityOf(participant: BoardParticipant, expected: boolean): number {
  // Somebody there asked for a person.
  if (participant.helpWantedAt) return 100;
  const base = stateSeverity(participant, expected);
  return base === 0 ? 0 : base + (participant.role === 'chair' ? 5 : 0);
}

function stateSeverity(participant: BoardParticipant, expected: boolean): number {
  switch (participant.state) {
    case 'failed':
      return 90;
    case 'redialling':
      return participant.attempts > 2 ? 80 : 75;
    case 'left':
      return participant.reason === 'roomHungUp' || participant.reason === 'mediaLost' ? 70 : 0;
    case 'dialling':
    case 'ringing':
      // A first call is no fault; a repeated one is still the same trouble.
      return participant.attempts > 1 ? 60 : 0;
    case 'waiting':
      return expected ? 50 : 0;
    case 'held':
      return 40;
    case 'connected':
      // All others hear themselves through it.
      if (echoes(participant)) return 45;
      if (participant.quality === 'terrible') return 30;
      return participant.quality === 'bad' ? 20 : 0;
    case 'removed':
      return 0;
  }
}

/** Rooms should be in from a minute after the connect time on, while the session runs. */
export const roomsExpected = (head: BoardHead, nowMs: number): boolean =>
  head.phase === 'running' && nowMs > instantOf(head.connectAt) + 60_000;

/** Rooms that need someone, the most urgent first; among equals the one that has waited longest. */
export function alarmsOf(participants: Iterable<BoardParticipant>, expected: boolean): BoardParticipant[] {
  return [...participants]
    .map((participant) => ({ participant, severity: severityOf(participant, expected) }))
    .filter(({ severity }) => severity > 0)
    .sort(
      (a, b) =>
        b.severity - a.severity ||
        instantOf(a.participant.since) - instantOf(b.participant.since) ||
        compareNames(a.participant.shortName, b.participant.shortName),
    )
    .map(({ participant }) => participant);
}

export interface Counts {
  total: number;
  in: number;
  calling: number;
  redialling: number;
  /** Not in and not being called: failed, left, waiting. */
  out: number;
  poor: number;
}

/** A room that was moved to another session is counted there. */
export function countsOf(
  participants: Iterable<Pick<BoardParticipant, 'state' | 'quality' | 'departure'>>,
): Counts {
  const counts: Counts = { total: 0, in: 0, calling: 0, redialling: 0, out: 0, poor: 0 };
  for (const { state, quality, departure } of participants) {
    if (departure) continue;
    counts.total += 1;
    if (state === 'connected' || state === 'held') counts.in += 1;
    else if (state === 'dialling' || state === 'ringing') counts.calling += 1;
    else if (state === 'redialling') counts.redialling += 1;
    else counts.out += 1;
    if (quality === 'bad' || quality === 'terrible') counts.poor += 1;
  }
  return counts;
}
