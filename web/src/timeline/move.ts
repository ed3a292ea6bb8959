import { changeBriefing, getBriefing, type Reach } from '../api/briefings';
import type { Briefing, BriefingRequest } from '../api/types';
import { draftOfSeries, requestOf } from '../booking/draft';
import { instantOf, isoOfInstant } from '../time/time';
import type { Span } from './scale';

/** Of a series only this session is moved. */
export const reachOf = (briefing: Briefing, occurrenceId: string): Reach | undefined =>
  briefing.series ? { scope: 'this', occurrenceId } : undefined;

/** A session as it is, at another time; rooms are called as long before as they were. Null if it is gone. */
export function requestAt(briefing: Briefing, occurrenceId: string, to: Span): BriefingRequest | null {
  const session = briefing.occurrences.find((one) => one.id === occurrenceId);
  const request = session && requestOf(draftOfSeries(briefing, 'this', occurrenceId));
  if (!session || !request) return null;
  const lead = instantOf(session.start) - instantOf(session.connectAt);
  return {
    ...request,
    start: isoOfInstant(to.start),
    end: isoOfInstant(to.end),
    connectAt: isoOfInstant(to.start - lead),
  };
}

/** Why a move was not even asked for: somebody else was quicker. */
export class MovedMeanwhile extends Error {}

/** Moves one session. Throws `MovedMeanwhile` when it is no longer where it was thought to be, and what the server refuses. */
export async function moveSession(
  briefingId: string,
  occurrenceId: string,
  from: Span,
  to: Span,
): Promise<Briefing> {
  const briefing = await getBriefing(briefingId);
  const session = briefing.occurrences.find((one) => one.id === occurrenceId);
  const request = requestAt(briefing, occurrenceId, to);
  if (!session || !request || instantOf(session.start) !== from.start || instantOf(session.end) !== from.end)
    throw new MovedMeanwhile();
  return changeBriefing(briefingId, briefing.version, request, reachOf(briefing, occurrenceId));
}
