import type { BoardHead } from '../api/types';
import { instantOf } from '../time/time';

type Recording = NonNullable<BoardHead['recording']>;

/** The bridge ended a recording that was wanted, or refused to begin it: it is tried again only when somebody starts it. */
export const isGivenUp = (recording: BoardHead['recording']): recording is Recording =>
  recording?.state === 'failed' || recording?.state === 'refused';

/** When it ended; of one that never began, when it was refused. In milliseconds. */
export const givenUpAt = (recording: Pick<Recording, 'since' | 'endedAt'>): number =>
  instantOf(recording.endedAt ?? recording.since);
