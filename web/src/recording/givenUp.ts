import type { BoardHead } from '../api/types';

type Recording = NonNullable<BoardHead['recording']>;

/** The bridge ended a recording that was wanted, or refused to begin it: it is tried again only when somebody starts it. */
export const isGivenUp = (recording: BoardHead['recording']): recording is Recording =>
  recording?.state === 'failed' || recording?.state === 'refused';
