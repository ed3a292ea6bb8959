import type { AgendaItem, CalledPoint } from '../api/types';

/** A point by what it is: where it stands may be another place by now. */
export function calledPoint(agenda: readonly AgendaItem[], at: number): CalledPoint | null {
  const called = agenda[at];
  if (!called) return null;
  const { topic, speaker, roomId } = called;
  const isSame = (one: AgendaItem) => one.topic === topic && one.speaker === speaker && one.roomId === roomId;
  return { topic, speaker, roomId, sameBefore: agenda.slice(0, at).filter(isSame).length };
}
