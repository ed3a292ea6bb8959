import type { BoardDelta, BoardHead, BoardParticipant, BoardSnapshot } from '../api/types';

/** What a page knows of one board. Values are never changed; a new board shares what did not change. */
export interface Board {
  readonly conferenceId: string;
  readonly briefingId: string;
  readonly runId: string;
  readonly version: number;
  readonly head: BoardHead;
  readonly participants: ReadonlyMap<string, BoardParticipant>;
}

/** `resync`: the delta cannot be applied; ask for a snapshot. The board stays as it was. */
export type Reduced = { kind: 'applied'; board: Board } | { kind: 'ignored' } | { kind: 'resync' };

export function boardOf(snapshot: BoardSnapshot): Board {
  return {
    conferenceId: snapshot.conferenceId,
    briefingId: snapshot.briefingId,
    runId: snapshot.runId,
    version: snapshot.version,
    head: snapshot.head,
    participants: new Map(snapshot.participants.map((participant) => [participant.roomId, participant])),
  };
}

/**
 * A board after one delta. Deltas of another server run or after a gap ask for a new snapshot; what is older than the board
 * or belongs to another conference is ignored.
 */
export function reduce(board: Board, delta: BoardDelta): Reduced {
  if (delta.conferenceId !== board.conferenceId) return { kind: 'ignored' };
  if (delta.runId !== board.runId) return { kind: 'resync' };
  if (delta.version <= board.version) return { kind: 'ignored' };
  if (delta.version !== board.version + 1) return { kind: 'resync' };
  return {
    kind: 'applied',
    board: {
      ...board,
      version: delta.version,
      head: delta.head,
      participants: merge(board.participants, delta),
    },
  };
}

function merge(
  before: ReadonlyMap<string, BoardParticipant>,
  delta: BoardDelta,
): ReadonlyMap<string, BoardParticipant> {
  if (delta.participants.length === 0 && delta.removed.length === 0) return before;
  const after = new Map(before);
  for (const participant of delta.participants) after.set(participant.roomId, participant);
  for (const roomId of delta.removed) after.delete(roomId);
  return after;
}
