import { useSyncExternalStore } from 'react';
import type { Span } from './scale';

/** A session that was moved here, and how to move it back. */
export interface Moved {
  briefingId: string;
  occurrenceId: string;
  title: string;
  from: Span;
  to: Span;
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
