import { useSyncExternalStore } from 'react';
import type { Invitations } from '../api/types';
import { instantOf } from '../time/time';
import type { Span } from './scale';

/** A session that was moved here, and how to move it back. */
export interface Moved {
  briefingId: string;
  occurrenceId: string;
  title: string;
  from: Span;
  to: Span;
  /** When it was asked for, by the server's clock. */
  at: number;
}

/** What mail says of a move: not yet, already, or nothing. */
export type Fate = 'held' | 'sent' | 'none';

/** Whether those who are invited know of a move: while it is held back, taking it back is told to nobody. */
export function fateOf(moved: Moved, told: Pick<Invitations, 'heldUntil' | 'at'> | undefined): Fate {
  if (!told) return 'none';
  if (told.heldUntil !== null) return 'held';
  return told.at !== null && instantOf(told.at) >= moved.at ? 'sent' : 'none';
}

const most = 20;
let moves: readonly Moved[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Moved[]): void {
  moves = next;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was moved in this browser tab since it was opened, the last one first undone; twenty steps are kept. */
export const undoable = {
  add: (moved: Moved): void => change([...moves, moved].slice(-most)),
  remove: (moved: Moved): void => change(moves.filter((one) => one !== moved)),
  last: (): Moved | undefined => moves.at(-1),
};

export const useLastMoved = (): Moved | undefined => useSyncExternalStore(subscribe, undoable.last);
